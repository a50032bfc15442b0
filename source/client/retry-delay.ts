/** How long to wait before the next attempt to connect. */

export type RetryTiming = {
	readonly retryDelayMsBase: number;
	readonly retryDelayMsMax: number;
};

/**
 * The first attempt after a drop is made at once. Then the wait is random between nothing and a
 * bound that doubles up to the maximum ("full jitter"), so that the clients of a server that was
 * away do not come back in step.
 *
 * @param attempt how many attempts have failed since the connection last held
 * @param random from 0 to below 1
 */
export const retryDelayMs = (
	attempt: number,
	{retryDelayMsBase, retryDelayMsMax}: RetryTiming,
	random: () => number,
): number =>
	attempt === 0
		? 0
		: Math.round(random() * Math.min(retryDelayMsMax, retryDelayMsBase * 2 ** (attempt - 1)));

/** The server has said when to come back; not all at the same moment. */
export const comeBackDelayMs = (comeBackMs: number, random: () => number): number =>
	Math.round(comeBackMs * (1 + random()));

const refusedDelayMs = 5 * 60_000;
/** A longer refusal is asked about once a day: it may have been taken back. */
const refusedDelayMsMax = 24 * 60 * 60_000;

/** The server does not let the account in: it is not asked again before it has said, or every five minutes. */
export const afterRefusalMs = (retryAfterMs = refusedDelayMs): number =>
	Math.min(retryAfterMs, refusedDelayMsMax);
