/** Invitations, the server's own settings, and how much there is, in PostgreSQL. */
import type {InvitationTable, SettingTable, StoreCounts} from '../server-ports.ts';
import {type Session, statement} from './session.ts';

const invitationSql = {
	add: statement(`INSERT INTO invitation (code_hash, uses_left, expires_at, log, account)
		VALUES ($1, $2, $3, $4, $5)`),
	take: statement(`UPDATE invitation SET uses_left = uses_left - 1
		WHERE code_hash = $1 AND log IS NULL AND uses_left > 0 AND expires_at > $2`),
	isGood: statement(`SELECT 1 FROM invitation
		WHERE code_hash = $1 AND log IS NULL AND uses_left > 0 AND expires_at > $2`),
	findGroup: statement(`SELECT log, account AS by FROM invitation
		WHERE code_hash = $1 AND log IS NOT NULL AND uses_left > 0 AND expires_at > $2`),
	takeForGroup: statement('UPDATE invitation SET uses_left = uses_left - 1 WHERE code_hash = $1'),
	removeOfGroup: statement('DELETE FROM invitation WHERE log = $1'),
	removeSpent: statement(
		'DELETE FROM invitation WHERE log = $1 AND (uses_left = 0 OR expires_at <= $2)',
	),
	countOfGroup: statement('SELECT count(*) AS count FROM invitation WHERE log = $1'),
};

export const invitationTable = (session: Session): InvitationTable => ({
	async add(codeHash, {usesLeft, expiresAt, log, by}) {
		await session.write(invitationSql.add, codeHash, usesLeft, expiresAt, log ?? null, by ?? null);
	},
	isGood: (codeHash, now) => session.has(invitationSql.isGood, codeHash, now),
	take: async (codeHash, now) => (await session.write(invitationSql.take, codeHash, now)) > 0,
	findGroup: (codeHash, now) =>
		session.first<{log: number; by: number}>(invitationSql.findGroup, codeHash, now),
	async takeForGroup(codeHash) {
		await session.write(invitationSql.takeForGroup, codeHash);
	},
	async tidyGroup(log, now) {
		await session.write(invitationSql.removeSpent, log, now);
		return (await session.first<{count: number}>(invitationSql.countOfGroup, log))?.count ?? 0;
	},
	async removeOfGroup(log) {
		await session.write(invitationSql.removeOfGroup, log);
	},
});

const settingSql = {
	get: statement('SELECT value FROM setting WHERE key = $1'),
	set: statement(`INSERT INTO setting (key, value) VALUES ($1, $2)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`),
	remove: statement('DELETE FROM setting WHERE key = $1'),
};

export const settingTable = (session: Session): SettingTable => ({
	async get(key) {
		return (await session.first<{value: string}>(settingSql.get, key))?.value;
	},
	async set(key, value) {
		await session.write(settingSql.set, key, value);
	},
	async remove(key) {
		await session.write(settingSql.remove, key);
	},
});

/** Entries are counted by the ends of their logs: a log has no hole. */
const countSql = statement(`SELECT
	(SELECT count(*) FROM account WHERE NOT is_deleted) AS accounts,
	(SELECT count(*) FROM conversation) AS conversations,
	((SELECT coalesce(sum(head), 0) FROM log)
		- (SELECT coalesce(sum(trimmed_seq), 0) FROM conversation))::bigint AS entries,
	pg_database_size(current_database()) AS "databaseBytes",
	(SELECT coalesce(sum(bytes), 0)::bigint FROM file_total) AS "fileBytes"`);

export const countAll = async (session: Session): Promise<StoreCounts> =>
	(await session.first<StoreCounts>(countSql)) ?? {
		accounts: 0,
		conversations: 0,
		entries: 0,
		databaseBytes: 0,
		fileBytes: 0,
	};
