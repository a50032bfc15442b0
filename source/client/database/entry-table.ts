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

const modifierKinds: ReadonlySet<string> = new Set([
	'message-edited',
	'message-recalled',
	'message-reacted',
	'message-pinned',
]);

/** The `seq` of the message that the entry changes; `undefined` for an entry that changes none. */
export const targetOfEntry = ({
	kind,
	content,
}: Pick<Entry, 'kind' | 'content'>): number | undefined =>
	modifierKinds.has(kind) && Number.isSafeInteger(content.message)
		? Number(content.message)
		: undefined;

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
	/** Account ids whose messages do not count either. */
	readonly blocked: readonly number[];
	readonly limit: number;
};

export const createEntryTable = (database: Database) => {
	const insert = database.prepare<
		[number, number, string, number | null, string | null, number, string, number | null]
	>(`INSERT OR IGNORE INTO entry (${columns}, target) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
	const readBefore = database.prepare<[number, number, number], EntryRow>(
		`SELECT ${columns} FROM entry WHERE log = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
	);
	const readAfter = database.prepare<[number, number, number], EntryRow>(
		`SELECT ${columns} FROM entry WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?`,
	);
	const find = database.prepare<[number, number], EntryRow>(
		`SELECT ${columns} FROM entry WHERE log = ? AND seq = ?`,
	);
	const readUnread = database.prepare<
		Omit<UnreadQuery, 'blocked'> & {blocked: string},
		{content: string}
	>(
		`SELECT content FROM entry WHERE log = @log AND seq > @after AND seq <= @until
			AND kind = 'message-sent' AND sender IS NOT @account
			AND sender NOT IN (SELECT value FROM json_each(@blocked))
			AND instr(content, '"isRecalled":true') = 0
			AND NOT EXISTS (SELECT 1 FROM hidden WHERE hidden.log = entry.log AND hidden.seq = entry.seq)
			ORDER BY seq LIMIT @limit`,
	);
	const readModifiers = database.prepare<[number, number, number], EntryRow>(
		`SELECT ${columns} FROM entry WHERE log = ? AND target BETWEEN ? AND ? ORDER BY seq`,
	);
	const rewrite = database.prepare<[string, number, number]>(
		'UPDATE entry SET content = ? WHERE log = ? AND seq = ?',
	);
	const dropLog = database.prepare<[number]>('DELETE FROM entry WHERE log = ?');
	const dropUntil = database.prepare<[number, number]>(
		'DELETE FROM entry WHERE log = ? AND seq <= ?',
	);
	const readEditsOfGone = database.prepare<[number, number], EntryRow>(
		`SELECT ${columns} FROM entry WHERE log = ? AND target <= ? AND kind = 'message-edited'
		AND json_extract(content, '$.text') <> ''`,
	);
	const clear = database.prepare('DELETE FROM entry');

	return {
		/** Does nothing for an entry that is there: another process of the account may have been first. */
		insert: (entry: Entry): void => {
			const {log, seq, kind, sender, id, at, content} = entry;
			const json = JSON.stringify(content);
			const target = targetOfEntry(entry) ?? null;
			insert.run(log, seq, kind, sender?.id ?? null, id ?? null, at, json, target);
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
		/** The contents of others' messages that count: not recalled, not hidden. */
		readUnread: (query: UnreadQuery): Entry['content'][] =>
			readUnread
				.all({...query, blocked: JSON.stringify(query.blocked)})
				.map(({content}) => JSON.parse(content) as Entry['content']),
		/** The entries that change the messages from `first` to `last`, both included, oldest first. */
		readModifiers: (log: number, first: number, last: number): StoredEntry[] =>
			readModifiers.all(log, first, last).map(fromRow),
		/** Replaces what an entry says: its text was taken back. */
		rewrite: (log: number, seq: number, content: Entry['content']) =>
			void rewrite.run(JSON.stringify(content), log, seq),
		dropLog: (log: number) => void dropLog.run(log),
		/** The entries up to `last`; what edits of these messages say goes too. */
		dropUntil: (log: number, last: number): void => {
			for (const {seq, content} of readEditsOfGone.all(log, last).map(fromRow)) {
				rewrite.run(JSON.stringify({message: content.message, text: ''}), log, seq);
			}

			dropUntil.run(log, last);
		},
		clear: () => void clear.run(),
	};
};
