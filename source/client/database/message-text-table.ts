/** The texts of messages as they stand now, for search. */
import type {Database} from 'better-sqlite3';

/** The index finds parts of words from this length on; shorter ones are looked for one message after the other. */
const indexedLengthMin = 3;

export type TextQuery = {
	readonly words: readonly string[];
	/** Every conversation when absent. */
	readonly conversation: number | undefined;
	readonly limit: number;
};

export type FoundMessage = {readonly log: number; readonly seq: number};

const escapeLike = (word: string): string => word.replaceAll(/[\\%_]/gu, String.raw`\$&`);

const likeClause = "message_text.text LIKE ? ESCAPE '\\'";

const clausesOf = ({words, conversation}: TextQuery): {sql: string[]; values: unknown[]} => {
	const long = words.filter(word => [...word].length >= indexedLengthMin);
	const short = words.filter(word => [...word].length < indexedLengthMin);
	const phrases = long.map(word => `"${word.replaceAll('"', '""')}"`);
	return {
		sql: [
			...(long.length > 0 ? ['message_text MATCH ?'] : []),
			...short.map(() => likeClause),
			...(conversation === undefined ? [] : ['entry.log = ?']),
		],
		values: [
			...(long.length > 0 ? [phrases.join(' AND ')] : []),
			...short.map(word => `%${escapeLike(word)}%`),
			...(conversation === undefined ? [] : [conversation]),
		],
	};
};

export const createMessageTextTable = (database: Database) => {
	const remove = database.prepare<[number, number]>(
		'DELETE FROM message_text WHERE rowid = (SELECT position FROM entry WHERE log = ? AND seq = ?)',
	);
	const insert = database.prepare<[string, number, number]>(
		`INSERT INTO message_text (rowid, text) SELECT position, ? FROM entry WHERE log = ? AND seq = ?`,
	);
	const dropLog = database.prepare<[number]>(
		'DELETE FROM message_text WHERE rowid IN (SELECT position FROM entry WHERE log = ?)',
	);
	const dropUntil = database.prepare<[number, number]>(
		`DELETE FROM message_text
		WHERE rowid IN (SELECT position FROM entry WHERE log = ? AND seq <= ?)`,
	);
	const clear = database.prepare('DELETE FROM message_text');

	return {
		/** Replaces the text of a message whose entry is in the copy; an empty one is not found. */
		write: (log: number, seq: number, text: string): void => {
			remove.run(log, seq);
			if (text !== '') {
				insert.run(text, log, seq);
			}
		},
		/** Those that hold all the words and are not hidden, the newest first. */
		search: (query: TextQuery): FoundMessage[] => {
			const {sql, values} = clausesOf(query);
			return database
				.prepare<unknown[], FoundMessage>(
					`SELECT entry.log, entry.seq FROM message_text JOIN entry ON entry.position = message_text.rowid
					WHERE ${sql.join(' AND ')} AND NOT EXISTS (
						SELECT 1 FROM hidden WHERE hidden.log = entry.log AND hidden.seq = entry.seq)
					ORDER BY entry.at DESC, entry.seq DESC LIMIT ?`,
				)
				.all(...values, query.limit);
		},
		/** Call before the entries themselves are dropped. */
		dropLog: (log: number) => void dropLog.run(log),
		/** As `dropLog`, for the messages up to `last`. */
		dropUntil: (log: number, last: number) => void dropUntil.run(log, last),
		clear: () => void clear.run(),
	};
};
