/** Messages written on this computer whose entry has not come back from the server. */
import type {Database} from 'better-sqlite3';

export type OutboxRow = {
	/** UUIDv7: names the message for ever, here and on the server. */
	readonly id: string;
	readonly conversation: number;
	readonly text: string;
	readonly replyTo: number | undefined;
	/** When it was written, by this computer's clock. */
	readonly at: number;
	/** Where the server has stored it; `undefined` until it has said so. */
	readonly seq: number | undefined;
	/** Why it was refused, in words for people. */
	readonly error: string | undefined;
};

type StoredRow = Omit<OutboxRow, 'replyTo' | 'seq' | 'error'> & {
	readonly replyTo: number | null;
	readonly seq: number | null;
	readonly error: string | null;
};

export type OutboxTable = ReturnType<typeof createOutboxTable>;

export const createOutboxTable = (database: Database) => {
	const readAll = database.prepare<[], StoredRow>(
		`SELECT id, conversation, text, reply_to AS replyTo, at, seq, error FROM outbox ORDER BY position`,
	);
	const insert = database.prepare<StoredRow>(
		`INSERT INTO outbox (id, conversation, text, reply_to, at, seq, error)
		VALUES (@id, @conversation, @text, @replyTo, @at, @seq, @error)`,
	);
	const setSeq = database.prepare<[number, number, string]>(
		'UPDATE outbox SET seq = ?, at = ?, error = NULL WHERE id = ?',
	);
	const setError = database.prepare<[string, string]>('UPDATE outbox SET error = ? WHERE id = ?');
	const clearSeqs = database.prepare('UPDATE outbox SET seq = NULL');
	const remove = database.prepare<[string]>('DELETE FROM outbox WHERE id = ?');

	const clear = database.prepare('DELETE FROM outbox');

	return {
		/** In the order in which they were written. */
		readAll: (): OutboxRow[] =>
			readAll.all().map(({replyTo, seq, error, ...row}) => ({
				...row,
				replyTo: replyTo ?? undefined,
				seq: seq ?? undefined,
				error: error ?? undefined,
			})),
		insert: ({replyTo, seq, error, ...row}: OutboxRow): void => {
			insert.run({...row, replyTo: replyTo ?? null, seq: seq ?? null, error: error ?? null});
		},
		setStored: (id: string, seq: number, at: number) => void setSeq.run(seq, at, id),
		setError: (id: string, error: string) => void setError.run(error, id),
		/** After the history was reset, nothing is known to be stored. */
		clearStored: () => void clearSeqs.run(),
		remove: (id: string) => void remove.run(id),
		clear: () => void clear.run(),
	};
};
