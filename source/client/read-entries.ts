/** Reads a conversation's entries from the local copy, fetching what it lacks; or the copy alone, from its beginning. */
import type {Entry} from '../protocol/entries.ts';
import type {StoredItem} from './client-api.ts';
import type {StoredEntry} from './database/entry-table.ts';
import type {Engine} from './engine.ts';
import {emptyRange, isEmptyRange} from './log-range.ts';
import {surroundingsOf, trimmedSeqOf} from './message-surroundings.ts';
import type {Replica} from './replica.ts';
import {itemOfEntry} from './timeline-items.ts';

const withSender = (replica: Replica, {sender: id, ...entry}: StoredEntry): Entry => {
	const {account, people} = replica.store.getState();
	const person = id === account.id ? account : people.get(id ?? 0);
	return person === undefined ? entry : {...entry, sender: {id: person.id, name: person.name}};
};

/** The newest `limit` before `before`, oldest first; without a connection, what of them is here. */
export const readEntries = async (
	engine: Engine,
	conversation: number,
	{limit, before = Number.MAX_SAFE_INTEGER}: {limit: number; before?: number},
): Promise<Entry[]> => {
	const {database} = engine.replica;
	const read = (): StoredEntry[] => {
		const trimmed = trimmedSeqOf(engine.replica, conversation);
		return database.entries
			.readBefore(conversation, before, limit)
			.filter(({seq}) => seq > trimmed);
	};
	const isComplete = (entries: readonly StoredEntry[]): boolean => {
		const {first, oldest} = database.conversations.readRange(conversation) ?? emptyRange;
		return entries.length >= limit || first <= oldest;
	};

	let entries = read();
	while (engine.isOnline && !isComplete(entries)) {
		if (!(await engine.session.fetcher.fetchOlder(conversation))) {
			break;
		}

		entries = read();
	}

	return entries.map(entry => withSender(engine.replica, entry));
};

/** Whether all that the server keeps of the conversation for this account is here, as far as it has told. */
export const isWhole = ({replica}: Engine, conversation: number): boolean => {
	const range = replica.database.conversations.readRange(conversation) ?? emptyRange;
	const head = replica.store.getState().conversations.get(conversation)?.head ?? 0;
	return range.last >= head && (isEmptyRange(range) || range.first <= range.oldest);
};

/** The oldest `limit` of the copy after `after`, each with what a timeline shows for it. */
export const readStored = (
	replica: Replica,
	conversation: number,
	{limit, after}: {limit: number; after: number},
): StoredItem[] => {
	const entries = replica.database.entries.readAfter(conversation, after, limit);
	const [first, last] = [entries[0], entries.at(-1)];
	if (first === undefined || last === undefined) {
		return [];
	}

	const surroundings = surroundingsOf(replica, conversation);
	const changes = surroundings.changes(first.seq, last.seq);
	return entries.map(entry => ({
		entry: withSender(replica, entry),
		item: itemOfEntry(entry, surroundings, changes),
	}));
};
