/** Files in PostgreSQL: their rows; the bytes are elsewhere. */
import type {FileTable} from '../file-ports.ts';
import type {UploadRow} from '../rows.ts';
import {type Session, statement} from './session.ts';

type UploadColumns = {
	account: number;
	file: string;
	size: number;
	at: number;
	is_whole: boolean;
};

const toUpload = ({is_whole: isWhole, ...row}: UploadColumns): UploadRow => ({...row, isWhole});

const uploadColumns = 'account, file, size, at, is_whole';

const uploadSql = {
	/** Holds the row of the file, if there is one: nobody releases it before this is stored too. */
	hold: statement('SELECT 1 FROM file WHERE id = $1 FOR KEY SHARE'),
	set: statement(`INSERT INTO upload (${uploadColumns}) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (account, file) DO UPDATE SET
			size = excluded.size, at = excluded.at, is_whole = excluded.is_whole`),
	get: statement(`SELECT ${uploadColumns} FROM upload WHERE account = $1 AND file = $2`),
	remove: statement('DELETE FROM upload WHERE account = $1 AND file = $2'),
	listOf: statement('SELECT file FROM upload WHERE account = $1 ORDER BY file'),
	count: statement('SELECT count(*) AS count FROM upload WHERE account = $1'),
	listBefore: statement(
		`SELECT ${uploadColumns} FROM upload WHERE at < $1 ORDER BY at, account, file LIMIT $2`,
	),
};

const uploads = (session: Session) =>
	({
		async setUpload({account, file, size, at, isWhole}) {
			await session.has(uploadSql.hold, file);
			await session.write(uploadSql.set, account, file, size, at, isWhole);
		},
		async getUpload(account, file) {
			const row = await session.first<UploadColumns>(uploadSql.get, account, file);
			return row && toUpload(row);
		},
		async removeUpload(account, file) {
			await session.write(uploadSql.remove, account, file);
		},
		async listUploadsOf(account) {
			const rows = await session.all<{file: string}>(uploadSql.listOf, account);
			return rows.map(({file}) => file);
		},
		async countUploads(account) {
			return (await session.first<{count: number}>(uploadSql.count, account))?.count ?? 0;
		},
		async listUploadsBefore(time, limit) {
			const rows = await session.all<UploadColumns>(uploadSql.listBefore, time, limit);
			return rows.map(toUpload);
		},
	}) satisfies Partial<FileTable>;

const useSql = {
	add: statement(
		'INSERT INTO file_use (log, seq, file, account, kind) VALUES ($1, $2, $3, $4, $5)',
	),
	remove: statement('DELETE FROM file_use WHERE log = $1 AND seq = $2 RETURNING file'),
	removeOf: statement(`WITH removed AS (DELETE FROM file_use WHERE log = $1 RETURNING file)
		SELECT DISTINCT file FROM removed ORDER BY file`),
	isUsedBy: statement('SELECT 1 FROM file_use WHERE account = $1 AND file = $2 LIMIT 1'),
	list: statement(`SELECT seq FROM file_use WHERE log = $1 AND seq >= $2 AND seq < $3
		AND ($4::text IS NULL OR kind = $4) ORDER BY seq DESC LIMIT $5`),
};

const uses = (session: Session) =>
	({
		async addUse({log, seq, file, account, kind}) {
			await session.write(useSql.add, log, seq, file, account, kind);
		},
		async removeUse(log, seq) {
			return (await session.writeFirst<{file: string}>(useSql.remove, log, seq))?.file;
		},
		async removeUsesOf(log) {
			session.writes += 1;
			const rows = await session.all<{file: string}>(useSql.removeOf, log);
			return rows.map(({file}) => file);
		},
		isUsedBy: (account, file) => session.has(useSql.isUsedBy, account, file),
		async listUses(log, {kind, first, before, limit}) {
			const rows = await session.all<{seq: number}>(
				useSql.list,
				log,
				first,
				before,
				kind ?? null,
				limit,
			);
			return rows.map(({seq}) => seq);
		},
	}) satisfies Partial<FileTable>;

const fileSql = {
	/** Holds the row in any case: nobody releases the file before what needs it is stored too. */
	add: statement(`INSERT INTO file (id, size) VALUES ($1, $2)
		ON CONFLICT (id) DO UPDATE SET size = file.size`),
	getSize: statement('SELECT size FROM file WHERE id = $1'),
	sum: statement('SELECT coalesce(sum(bytes), 0)::bigint AS bytes FROM file_total'),
	sumOf: statement(`SELECT coalesce(sum(size), 0)::bigint AS bytes FROM (
		SELECT file.id, file.size FROM file
		WHERE id IN (SELECT file FROM file_use WHERE account = $1)
		UNION SELECT file, size FROM upload WHERE account = $1) AS own`),
	/** Whoever needs the file from now on waits for this transaction, and finds it gone. */
	lock: statement('SELECT 1 FROM file WHERE id = $1 FOR UPDATE'),
	release: statement(`DELETE FROM file WHERE id = $1
		AND NOT EXISTS (SELECT 1 FROM file_use WHERE file = $1)
		AND NOT EXISTS (SELECT 1 FROM upload WHERE file = $1)`),
};

export const fileTable = (session: Session): FileTable => ({
	...uploads(session),
	...uses(session),
	async add(id, bytes) {
		await session.write(fileSql.add, id, bytes);
	},
	async getSize(id) {
		return (await session.first<{size: number}>(fileSql.getSize, id))?.size;
	},
	async sumBytes() {
		return (await session.first<{bytes: number}>(fileSql.sum))?.bytes ?? 0;
	},
	async sumBytesOf(account) {
		return (await session.first<{bytes: number}>(fileSql.sumOf, account))?.bytes ?? 0;
	},
	release: async id =>
		(await session.has(fileSql.lock, id)) && (await session.write(fileSql.release, id)) > 0,
});
