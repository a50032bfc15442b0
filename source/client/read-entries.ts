/** Reads a conversation's entries from the local copy, fetching what it lacks. */
import type {Entry} from '../protocol/entries.ts';
import type {StoredEntry} from './database/entry-table.ts';
import type {Engine} from './engine.ts';
import {emptyRange} from './log-range.ts';

const withSender = (engine: Engine, {sender: id, ...entry}: StoredEntry): Entry => {
	const {account, people} = engine.replica.store.getState();
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
	const read = (): StoredEntry[] => database.entries.readBefore(conversation, before, limit);
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

	return entries.map(entry => withSender(engine, entry));
};
