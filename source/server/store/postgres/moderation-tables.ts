/** Bans and the audit log in PostgreSQL. */
import type {AuditRecord} from '../../../protocol/entities.ts';
import type {BanRow} from '../rows.ts';
import type {AuditTable, BanTable} from '../server-ports.ts';
import {type Session, statement} from './session.ts';

type BanColumns = {
	target: string;
	account: number | null;
	until: number | null;
	reason: string | null;
	by: string;
	at: number;
};

const toBan = ({target, account, until, reason, by, at}: BanColumns): BanRow => ({
	target,
	by,
	at,
	...(account === null ? {} : {account}),
	...(until === null ? {} : {until}),
	...(reason === null ? {} : {reason}),
});

const banColumns = 'target, account, until, reason, by, at';

const banSql = {
	clear: statement('DELETE FROM ban WHERE target = $1 OR account = $2'),
	add: statement(`INSERT INTO ban (${banColumns}) VALUES ($1, $2, $3, $4, $5, $6)`),
	remove: statement('DELETE FROM ban WHERE target = $1'),
	findByAccount: statement(`SELECT ${banColumns} FROM ban WHERE account = $1`),
	removeExpired: statement('DELETE FROM ban WHERE until <= $1'),
	list: statement(`SELECT ${banColumns} FROM ban WHERE target > $1
		AND (until IS NULL OR until > $2) ORDER BY target LIMIT $3`),
	listAddresses: statement(`SELECT ${banColumns} FROM ban WHERE account IS NULL ORDER BY target`),
};

export const banTable = (session: Session): BanTable => ({
	async set({target, account, until, reason, by, at}) {
		await session.write(banSql.clear, target, account ?? null);
		await session.write(banSql.add, target, account ?? null, until ?? null, reason ?? null, by, at);
	},
	remove: async target => (await session.write(banSql.remove, target)) > 0,
	async findByAccount(account) {
		const row = await session.first<BanColumns>(banSql.findByAccount, account);
		return row && toBan(row);
	},
	async removeExpired(now) {
		await session.write(banSql.removeExpired, now);
	},
	async list({after, limit, now}) {
		return (await session.all<BanColumns>(banSql.list, after, now, limit)).map(toBan);
	},
	async listAddresses() {
		return (await session.all<BanColumns>(banSql.listAddresses)).map(toBan);
	},
});

type AuditColumns = {
	id: number;
	at: number;
	by: string;
	act: string;
	target: string | null;
	detail: string | null;
};

const toRecord = ({target, detail, ...row}: AuditColumns): AuditRecord => ({
	...row,
	...(target === null ? {} : {target}),
	...(detail === null ? {} : {detail}),
});

const auditSql = {
	add: statement('INSERT INTO audit (at, by, act, target, detail) VALUES ($1, $2, $3, $4, $5)'),
	list: statement(`SELECT id, at, by, act, target, detail FROM audit
		WHERE id < $1 ORDER BY id DESC LIMIT $2`),
};

export const auditTable = (session: Session): AuditTable => ({
	async add({by, act, target, detail}) {
		await session.write(auditSql.add, Date.now(), by, act, target ?? null, detail ?? null);
	},
	async list({before, limit}) {
		return (await session.all<AuditColumns>(auditSql.list, before, limit)).map(toRecord);
	},
});
