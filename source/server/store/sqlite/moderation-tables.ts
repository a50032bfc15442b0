/** Bans and the audit log in SQLite. */
import type {Database} from 'better-sqlite3';
import type {AuditRecord} from '../../../protocol/entities.ts';
import type {BanRow} from '../rows.ts';
import type {AuditTable, BanTable} from '../server-ports.ts';
import {type Changes, prepareWrite} from './changes.ts';

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

export const banTable = (database: Database, changes: Changes): BanTable => {
	const columns = 'target, account, until, reason, by, at';
	const set = prepareWrite<BanColumns[]>(
		database,
		changes,
		`INSERT OR REPLACE INTO ban (${columns}) VALUES (@target, @account, @until, @reason, @by, @at)`,
	);
	const remove = prepareWrite<[string]>(database, changes, 'DELETE FROM ban WHERE target = ?');
	const findByAccount = database.prepare<[number], BanColumns>(
		`SELECT ${columns} FROM ban WHERE account = ?`,
	);
	const removeExpired = prepareWrite<[number]>(
		database,
		changes,
		'DELETE FROM ban WHERE until <= ?',
	);
	const list = database.prepare<[string, number, number], BanColumns>(
		`SELECT ${columns} FROM ban WHERE target > ? AND (until IS NULL OR until > ?)
		ORDER BY target LIMIT ?`,
	);
	const listAddresses = database.prepare<[], BanColumns>(
		`SELECT ${columns} FROM ban WHERE account IS NULL`,
	);

	return {
		set({account, until, reason, ...ban}) {
			set({...ban, account: account ?? null, until: until ?? null, reason: reason ?? null});
			changes.writers.forget();
		},
		remove(target) {
			changes.writers.forget();
			return remove(target).changes > 0;
		},
		findByAccount(account) {
			const row = findByAccount.get(account);
			return row && toBan(row);
		},
		removeExpired(now) {
			removeExpired(now);
			changes.writers.forget();
		},
		list: ({after, limit, now}) => list.all(after, now, limit).map(toBan),
		listAddresses: () => listAddresses.all().map(toBan),
	};
};

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

export const auditTable = (database: Database, changes: Changes): AuditTable => {
	const add = prepareWrite<[number, string, string, string | null, string | null]>(
		database,
		changes,
		'INSERT INTO audit (at, by, act, target, detail) VALUES (?, ?, ?, ?, ?)',
	);
	const list = database.prepare<[number, number], AuditColumns>(
		'SELECT id, at, by, act, target, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?',
	);

	return {
		add: ({by, act, target, detail}) =>
			void add(Date.now(), by, act, target ?? null, detail ?? null),
		list: ({before, limit}) => list.all(before, limit).map(toRecord),
	};
};
