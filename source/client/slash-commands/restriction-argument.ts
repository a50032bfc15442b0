/** `[for] [reason]`: how long something holds and why, as two optional arguments. */
import {limits} from '../../protocol/limits.ts';
import {describeDuration, parseDuration} from './durations.ts';
import {requireShort} from './text-argument.ts';

/** Absent fields were not given: it holds without end, or for no told reason. */
export type RestrictionArgument = {readonly forMs?: number; readonly reason?: string};

/** @throws {SlashUsageError} when it is too long */
export const parseReason = (words: readonly string[]): {readonly reason?: string} => {
	const reason = words.join(' ').trim();
	requireShort(reason, limits.reasonLengthMax, 'A reason');
	return reason === '' ? {} : {reason};
};

/**
 * A first word that begins with a digit has to be a span of time, so that `10min` does not become
 * the reason of a ban without end.
 *
 * @throws {SlashUsageError}
 */
export const parseRestriction = (words: readonly string[]): RestrictionArgument => {
	const [first = '', ...others] = words;
	return /^\d/.test(first)
		? {forMs: parseDuration(first), ...parseReason(others)}
		: parseReason(words);
};

/** ` for 10 minutes: spam`, to stand after what was done. */
export const describeRestriction = ({forMs, reason}: RestrictionArgument): string =>
	`${forMs === undefined ? '' : ` for ${describeDuration(forMs)}`}${
		reason === undefined ? '.' : `: ${reason}`
	}`;
