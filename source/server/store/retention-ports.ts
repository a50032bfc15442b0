/** What the rules may ask of the tables about history that is removed by age. */
import type {Awaitable} from './awaitable.ts';
import type {ConversationRow} from './rows.ts';

/** A place in a log. */
export type OldPlace = {readonly seq: number; readonly at: number};

/** A message that was removed, as far as it is remembered. */
export type TrimmedMessage = OldPlace & {readonly log: number};

/** A conversation as far as its age matters; `oldestAt`: when the oldest entry that is left was stored, 0 for none. */
export type KeptConversation = Pick<ConversationRow, 'log' | 'retention' | 'trimmedSeq'> & {
	readonly oldestAt: number;
};

export type RetentionTable = {
	/** Conversations by log from after `after`: all, or those with a retention of their own. */
	list(page: {
		after: number;
		limit: number;
		isAll: boolean;
	}): Awaitable<readonly KeptConversation[]>;
	/**
	 * The last of the log's oldest entries that were stored before `before`, among the `limit` oldest. One that
	 * was stored after `now` had a wrong clock, and goes with older ones that follow it.
	 */
	findOld(
		log: number,
		range: {before: number; now: number; limit: number},
	): Awaitable<OldPlace | undefined>;
	/**
	 * Removes the entries of a conversation up to `last`, and all that stands of their messages; remembers the
	 * messages' ids as gone since `now`. Returns the files that they carried.
	 */
	trim(log: number, last: OldPlace, now: number): Awaitable<readonly string[]>;
	/** By its sender's id. */
	findTrimmed(sender: number, id: string): Awaitable<TrimmedMessage | undefined>;
	/** Forgets up to `limit` ids of messages gone before `before`; returns how many. */
	forgetTrimmed(before: number, limit: number): Awaitable<number>;
};
