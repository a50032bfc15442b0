/** From when on a message is too old to be kept. Pure. */
import type {RetentionRow} from './store/rows.ts';

/**
 * A shorter time takes effect so much later than it was set: a slip can be undone, and whoever wants to keep what was
 * said can export it.
 */
export const noticeMs = 86_400_000;

/** Of two times for which messages are kept, what holds; 0 is for ever. */
export const shorterOf = (one: number, other: number): number =>
	one === 0 || other === 0 ? Math.max(one, other) : Math.min(one, other);

/** Messages stored before this are to go at `now`; `undefined` when none are. */
export const oldestKept = (
	retentions: readonly RetentionRow[],
	now: number,
): number | undefined => {
	const inForce = retentions
		.filter(({ms, setAt}) => ms > 0 && now >= setAt + noticeMs)
		.map(({ms}) => ms);
	return inForce.length === 0 ? undefined : now - Math.min(...inForce);
};
