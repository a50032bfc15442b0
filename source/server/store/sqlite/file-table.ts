/** Files in SQLite: their rows; the bytes are elsewhere. */
import type {Database} from 'better-sqlite3';
import type {FileTable, FileUseRow} from '../file-ports.ts';
import type {UploadRow} from '../rows.ts';
import {type Changes, prepareWrite} from './changes.ts';

type UploadColumns = {
	account: number;
	file: string;
	size: number;
	at: number;
	is_whole: number;
};

const toUpload = ({is_whole: isWhole, ...row}: UploadColumns): UploadRow => ({
	...row,
	isWhole: isWhole === 1,
});

const uploads = (database: Database, changes: Changes) => {
	const set = prepareWrite<UploadColumns[]>(
		database,
		changes,
		`INSERT INTO upload (account, file, size, at, is_whole) VALUES (@account, @file, @size, @at, @is_whole)
		ON CONFLICT (account, file) DO UPDATE SET
			size = excluded.size, at = excluded.at, is_whole = excluded.is_whole`,
	);
	const get = database.prepare<[number, string], UploadColumns>(
		'SELECT account, file, size, at, is_whole FROM upload WHERE account = ? AND file = ?',
	);
	const remove = prepareWrite<[number, string]>(
		database,
		changes,
		'DELETE FROM upload WHERE account = ? AND file = ?',
	);
	const listOf = database
		.prepare<[number], string>('SELECT file FROM upload WHERE account = ?')
		.pluck();
	const count = database
		.prepare<[number], number>('SELECT count(*) FROM upload WHERE account = ?')
		.pluck();
	const listBefore = database.prepare<[number, number], UploadColumns>(
		'SELECT account, file, size, at, is_whole FROM upload WHERE at < ? ORDER BY at LIMIT ?',
	);

	return {
		setUpload: ({isWhole, ...row}) => void set({...row, is_whole: isWhole ? 1 : 0}),
		getUpload(account, file) {
			const row = get.get(account, file);
			return row && toUpload(row);
		},
		removeUpload: (account, file) => void remove(account, file),
		listUploadsOf: account => listOf.all(account),
		countUploads: account => count.get(account) ?? 0,
		listUploadsBefore: (time, limit) => listBefore.all(time, limit).map(toUpload),
	} satisfies Partial<FileTable>;
};

const uses = (database: Database, changes: Changes) => {
	const add = prepareWrite<FileUseRow[]>(
		database,
		changes,
		`INSERT INTO file_use (log, seq, file, account, kind) VALUES (@log, @seq, @file, @account, @kind)`,
	);
	const find = database
		.prepare<[number, number], string>('SELECT file FROM file_use WHERE log = ? AND seq = ?')
		.pluck();
	const remove = prepareWrite<[number, number]>(
		database,
		changes,
		'DELETE FROM file_use WHERE log = ? AND seq = ?',
	);
	const findOf = database
		.prepare<[number], string>('SELECT DISTINCT file FROM file_use WHERE log = ?')
		.pluck();
	const removeOf = prepareWrite<[number]>(database, changes, 'DELETE FROM file_use WHERE log = ?');
	const isUsedBy = database
		.prepare<[number, string], number>(
			'SELECT 1 FROM file_use WHERE account = ? AND file = ? LIMIT 1',
		)
		.pluck();
	const list = database
		.prepare<
			{log: number; first: number; before: number; limit: number; kind: string | null},
			number
		>(
			`SELECT seq FROM file_use WHERE log = @log AND seq >= @first AND seq < @before
			AND (@kind IS NULL OR kind = @kind) ORDER BY seq DESC LIMIT @limit`,
		)
		.pluck();

	return {
		addUse: use => void add(use),
		removeUse(log, seq) {
			const file = find.get(log, seq);
			remove(log, seq);
			return file;
		},
		removeUsesOf(log) {
			const files = findOf.all(log);
			removeOf(log);
			return files;
		},
		isUsedBy: (account, file) => isUsedBy.get(account, file) === 1,
		listUses: (log, {kind, ...page}) => list.all({log, kind: kind ?? null, ...page}),
	} satisfies Partial<FileTable>;
};

export const fileTable = (database: Database, changes: Changes): FileTable => {
	const add = prepareWrite<[string, number]>(
		database,
		changes,
		'INSERT INTO file (id, size) VALUES (?, ?) ON CONFLICT DO NOTHING',
	);
	const getSize = database.prepare<[string], number>('SELECT size FROM file WHERE id = ?').pluck();
	// A trigger keeps the total, so that nobody has to add up the whole table.
	const sum = database.prepare<[], number>('SELECT bytes FROM file_total').pluck();
	const sumOf = database
		.prepare<{account: number}, number>(
			`SELECT coalesce(sum(size), 0) FROM (
				SELECT file.id, file.size FROM file
				WHERE id IN (SELECT file FROM file_use WHERE account = @account)
				UNION SELECT file, size FROM upload WHERE account = @account)`,
		)
		.pluck();
	const release = prepareWrite<{id: string}[]>(
		database,
		changes,
		`DELETE FROM file WHERE id = @id
		AND NOT EXISTS (SELECT 1 FROM file_use WHERE file = @id)
		AND NOT EXISTS (SELECT 1 FROM upload WHERE file = @id)`,
	);

	return {
		...uploads(database, changes),
		...uses(database, changes),
		add: (id, bytes) => void add(id, bytes),
		getSize: id => getSize.get(id),
		sumBytes: () => sum.get() ?? 0,
		sumBytesOf: account => sumOf.get({account}) ?? 0,
		release: id => release({id}).changes > 0,
	};
};
