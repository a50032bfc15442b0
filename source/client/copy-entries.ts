/** Writes entries of one conversation into the local copy, which stays one range without a hole. */
import type {Entry} from '../protocol/entries.ts';
import {targetOfEntry} from './database/entry-table.ts';
import {emptyRange, mergeRange} from './log-range.ts';
import {settleText} from './message-text.ts';
import type {Replica} from './replica.ts';
import type {StateDraft} from './state-draft.ts';

/** The entry of a message that was written here takes the place of its row in the outbox. */
const settleOutbox = (draft: StateDraft, {outbox}: Replica, entry: Entry): void => {
	if (entry.id !== undefined && entry.sender?.id === draft.account) {
		outbox.remove(draft, entry.id);
	}
};

/** The message that the entry is, or that it changes. */
const messageOf = (entry: Entry): number | undefined =>
	entry.kind === 'message-sent' ? entry.seq : targetOfEntry(entry);

/**
 * Runs inside the transaction and reads the range there: another process of the account may have
 * copied more meanwhile. `received` are in rising order, without a hole, and at least one.
 */
export const copyEntries = (
	draft: StateDraft,
	replica: Replica,
	{log, oldest}: {readonly log: number; readonly oldest?: number},
	received: readonly Entry[],
): void => {
	const {database} = replica;
	const conversation = draft.conversations.get(log);
	// A page that was under way while the server removed it does not come back.
	const entries = received.filter(({seq}) => seq > (conversation?.trimmedSeq ?? 0));
	const [first] = entries;
	const last = entries.at(-1);
	if (first === undefined || last === undefined) {
		return;
	}

	// Other processes see the range only together with the conversation's row.
	const stored = database.conversations.readRange(log);
	if (stored === undefined && conversation !== undefined) {
		const {draft: _unsent, ...row} = conversation;
		database.conversations.write(row);
	}

	const merge = mergeRange(stored ?? emptyRange, {first: first.seq, last: last.seq});
	if (merge.kind === 'ignored') {
		return;
	}

	if (merge.kind === 'replaced') {
		database.texts.dropLog(log);
		database.entries.dropLog(log);
	}

	for (const entry of entries) {
		database.entries.insert(entry);
		settleOutbox(draft, replica, entry);
	}

	for (const seq of new Set(entries.map(messageOf))) {
		if (seq !== undefined) {
			settleText(replica, log, seq);
			draft.noteMessage(log, seq);
		}
	}

	const hidesSome = database.hidden.readWithin(log, first.seq, last.seq).size > 0;
	if (hidesSome || replica.uncounted.has(log)) {
		draft.countAnew(log);
	}

	database.conversations.writeRange(log, {
		...merge.range,
		oldest: Math.max(oldest ?? merge.range.oldest, (conversation?.trimmedSeq ?? 0) + 1),
	});
};
