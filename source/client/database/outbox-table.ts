/** Messages written on this computer whose entry has not come back from the server. */
import type {Database} from 'better-sqlite3';
import type {MessagePlace} from '../client-api.ts';
import type {OutgoingFile} from '../files/outgoing-file.ts';

export type OutboxRow = {
	/** UUIDv7: names the message for ever, here and on the server. */
	readonly id: string;
	readonly conversation: number;
	readonly text: string;
	readonly replyTo: number | undefined;
	/** `/me`: the text tells what the sender does. */
	readonly isAction?: boolean;
	/** The message that this one passes on. */
	readonly forwards?: MessagePlace;
	/** The file that goes to the server before the message. */
	readonly file?: OutgoingFile;
	/** When it was written, by this computer's clock. */
	readonly at: number;
	/** Where the server has stored it; `undefined` until it has said so. */
	readonly seq: number | undefined;
	/** Why it was refused, in words for people. */
	readonly error: string | undefined;
};

type StoredRow = Omit<OutboxRow, 'replyTo' | 'seq' | 'error' | 'isAction' | 'forwards' | 'file'> & {
	readonly isAction: number;
	readonly forwards: string | null;
	readonly file: string | null;
	readonly replyTo: number | null;
	readonly seq: number | null;
	readonly error: string | null;
};

export type OutboxTable = ReturnType<typeof createOutboxTable>;

export const createOutboxTable = (database: Database) => {
	const readAll = database.prepare<[], StoredRow>(
		`SELECT id, conversation, text, reply_to AS replyTo, at, seq, error,
			is_action AS isAction, forwards, file FROM outbox ORDER BY position`,
	);
	const insert = database.prepare<StoredRow>(
		`INSERT INTO outbox (id, conversation, text, reply_to, at, seq, error, is_action, forwards, file)
		VALUES (@id, @conversation, @text, @replyTo, @at, @seq, @error, @isAction, @forwards, @file)`,
	);
	const setSeq = database.prepare<[number, number, string]>(
		'UPDATE outbox SET seq = ?, at = ?, error = NULL WHERE id = ?',
	);
	const setError = database.prepare<[string, string]>('UPDATE outbox SET error = ? WHERE id = ?');
	const setFile = database.prepare<[string, string]>('UPDATE outbox SET file = ? WHERE id = ?');
	const clearSeqs = database.prepare('UPDATE outbox SET seq = NULL');
	const remove = database.prepare<[string]>('DELETE FROM outbox WHERE id = ?');

	const clear = database.prepare('DELETE FROM outbox');

	return {
		/** In the order in which they were written. */
		readAll: (): OutboxRow[] =>
			readAll.all().map(({replyTo, seq, error, isAction, forwards, file, ...row}) => ({
				...row,
				...(isAction === 1 ? {isAction: true} : {}),
				...(forwards === null ? {} : {forwards: JSON.parse(forwards) as MessagePlace}),
				...(file === null ? {} : {file: JSON.parse(file) as OutgoingFile}),
				replyTo: replyTo ?? undefined,
				seq: seq ?? undefined,
				error: error ?? undefined,
			})),
		insert: ({replyTo, seq, error, isAction, forwards, file, ...row}: OutboxRow): void => {
			insert.run({
				...row,
				isAction: isAction === true ? 1 : 0,
				forwards: forwards === undefined ? null : JSON.stringify(forwards),
				file: file === undefined ? null : JSON.stringify(file),
				replyTo: replyTo ?? null,
				seq: seq ?? null,
				error: error ?? null,
			});
		},
		setStored: (id: string, seq: number, at: number) => void setSeq.run(seq, at, id),
		setError: (id: string, error: string) => void setError.run(error, id),
		setFile: (id: string, file: OutgoingFile) => void setFile.run(JSON.stringify(file), id),
		/** After the history was reset, nothing is known to be stored. */
		clearStored: () => void clearSeqs.run(),
		remove: (id: string) => void remove.run(id),
		clear: () => void clear.run(),
	};
};
