/** The copied entries of all conversations. */
import type {Database} from 'better-sqlite3';
import type {Entry} from '../../protocol/entries.ts';

/** An entry as it is kept: the sender by account id, whose name stands among the people. */
export type StoredEntry = Omit<Entry, 'sender'> & {readonly sender: number | undefined};

type EntryRow = {
	readonly log: number;
	readonly seq: number;
	readonly kind: string;
	readonly sender: number | null;
	readonly id: string | null;
	readonly at: number;
	readonly content: string;
};

const columns = 'log, seq, kind, sender, id, at, content';

const fromRow = ({sender, id, content, ...row}: EntryRow): StoredEntry => ({
	...row,
	...(id === null ? {} : {id}),
	sender: sender ?? undefined,
	content: JSON.parse(content) as Entry['content'],
});

export type UnreadQuery = {
	readonly log: number;
	/** Counts what stands after it … */
	readonly after: number;
	/** … up to this one. */
	readonly until: number;
	/** Whose own messages do not count. */
	readonly account: number;
	readonly limit: number;
};

export const createEntryTable = (database: Database) => {
	const insert = database.prepare<
		[number, number, string, number | null, string | null, number, string]
	>(`INSERT OR IGNORE INTO entry (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
	const readBefore = database.prepare<[number, number, number], EntryRow>(
		`SELECT ${columns} FROM entry WHERE log = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
	);
	const readAfter = database.prepare<[number, number, number], EntryRow>(
		`SELECT ${columns} FROM entry WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?`,
	);
	const find = database.prepare<[number, number], EntryRow>(
		`SELECT ${columns} FROM entry WHERE log = ? AND seq = ?`,
	);
	const readUnread = database.prepare<UnreadQuery, {content: string}>(
		`SELECT content FROM entry WHERE log = @log AND seq > @after AND seq <= @until
			AND kind = 'message-sent' AND sender IS NOT @account ORDER BY seq LIMIT @limit`,
	);
	const dropLog = database.prepare<[number]>('DELETE FROM entry WHERE log = ?');
	const clear = database.prepare('DELETE FROM entry');

	return {
		/** Does nothing for an entry that is there: another process of the account may have been first. */
		insert: ({log, seq, kind, sender, id, at, content}: Entry): void => {
			insert.run(log, seq, kind, sender?.id ?? null, id ?? null, at, JSON.stringify(content));
		},
		/** The newest `limit` before `seq`, oldest first. */
		readBefore: (log: number, seq: number, limit: number): StoredEntry[] =>
			readBefore.all(log, seq, limit).reverse().map(fromRow),
		/** The oldest `limit` after `seq`, oldest first. */
		readAfter: (log: number, seq: number, limit: number): StoredEntry[] =>
			readAfter.all(log, seq, limit).map(fromRow),
		find: (log: number, seq: number): StoredEntry | undefined => {
			const row = find.get(log, seq);
			return row === undefined ? undefined : fromRow(row);
		},
		/** The contents of others' messages. */
		readUnread: (query: UnreadQuery): Entry['content'][] =>
			readUnread.all(query).map(({content}) => JSON.parse(content) as Entry['content']),
		dropLog: (log: number) => void dropLog.run(log),
		clear: () => void clear.run(),
	};
};
