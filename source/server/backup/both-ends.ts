/** A stream that is written and read at once, of which a failing end ends the other: only one of them says why. */
import {BackupFailure} from './backup-failure.ts';

const isSystemFailure = (reason: unknown): boolean =>
	reason instanceof Error && 'syscall' in reason;

/** @throws what says most: our own words, what the system said, or else what the first end said */
export const whenBothEnd = async <Result>(
	one: Promise<Result>,
	other: Promise<unknown>,
): Promise<Result> => {
	const ends = await Promise.allSettled([one, other]);
	const reasons: unknown[] = ends.flatMap(end => (end.status === 'rejected' ? [end.reason] : []));
	if (reasons.length > 0) {
		throw (
			reasons.find(reason => reason instanceof BackupFailure) ??
			reasons.find(isSystemFailure) ??
			reasons[0]
		);
	}

	return one;
};
