/** Mutes and bans that hold for a while or without end, and how people are told of them. */
import type {Restriction} from '../protocol/entities.ts';

export const isInForce = (restriction: Restriction | undefined): restriction is Restriction =>
	restriction !== undefined && (restriction.until === undefined || restriction.until > Date.now());

/** `forMs` from now on; absent: without end. */
export const restrict = (forMs: number | undefined, reason: string | undefined): Restriction => ({
	...(forMs === undefined ? {} : {until: Date.now() + forMs}),
	...(reason === undefined ? {} : {reason}),
});

const units = [
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
	['second', 1_000],
] as const;

/** `4 minutes`: the largest unit, rounded up. */
export const describeDuration = (ms: number): string => {
	const [name, size] = units.find(([, unit]) => ms >= unit) ?? ['second', 1_000];
	const count = Math.max(1, Math.ceil(ms / size));
	return `${count} ${name}${count === 1 ? '' : 's'}`;
};

/** ` for 4 minutes: spam`, to go on after a sentence; a restriction without end has no time. */
export const describeRestriction = ({until, reason}: Restriction): string => {
	const time = until === undefined ? '' : ` for ${describeDuration(until - Date.now())}`;
	return reason === undefined ? time : `${time}: ${reason}`;
};

/** For `retryAfterMs`: absent where there is no end. */
export const remainingOf = ({until}: Restriction): {retryAfterMs?: number} =>
	until === undefined ? {} : {retryAfterMs: Math.max(1, until - Date.now())};
