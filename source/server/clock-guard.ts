/**
 * Whether the machine's clock can be believed about how old something is: a clock that is set a year ahead would make all
 * history old at once. Pure.
 *
 * Invariant: nobody is told to believe a clock that went ahead by more than `aheadMsMax`, against the monotonic clock or
 * against when the server ran last, before it has gone on evenly for `steadyMs`. A clock set back only makes things younger.
 */

/** Both clocks at one moment, in milliseconds: since 1970, and since anywhere. */
export type Clocks = {readonly wall: number; readonly monotonic: number};

/** A night's sleep of the machine is no jump, although the monotonic clock may stand still in it. */
const aheadMsMax = 86_400_000;
/** Time for a clock to be set right, and for people to see that it is wrong. */
const steadyMs = 86_400_000;

export class ClockGuard {
	/** When the clock was believed last; the monotonic clock of an earlier process tells nothing. */
	#believed: {readonly wall: number; readonly monotonic: number | undefined} | undefined;
	/** Since when it has gone on evenly, after a jump. */
	#steady: Clocks | undefined;

	/** `believedAt`: what the clock showed when an earlier process believed it last. */
	constructor(believedAt: number | undefined) {
		this.#believed =
			believedAt === undefined ? undefined : {wall: believedAt, monotonic: undefined};
	}

	/** By how much the clock is ahead of what it should show; 0 when it can be believed. */
	check(now: Clocks): number {
		const aheadMs = this.#aheadOfBelieved(now);
		if (aheadMs <= aheadMsMax || this.#isSteady(now)) {
			this.#believed = now;
			this.#steady = undefined;
			return 0;
		}

		return aheadMs;
	}

	#aheadOfBelieved({wall, monotonic}: Clocks): number {
		if (this.#believed === undefined) {
			return 0;
		}

		const elapsed = monotonic - (this.#believed.monotonic ?? monotonic);
		return wall - this.#believed.wall - elapsed;
	}

	#isSteady(now: Clocks): boolean {
		const elapsed = now.monotonic - (this.#steady?.monotonic ?? now.monotonic);
		const isEven =
			this.#steady !== undefined && now.wall - this.#steady.wall - elapsed <= aheadMsMax;
		if (!isEven) {
			this.#steady = now;
		}

		return isEven && elapsed >= steadyMs;
	}
}
