/** Accounts in SQLite. */
import type {Database} from 'better-sqlite3';
import {nameKey} from '../../../protocol/names.ts';
import type {AccountRow} from '../rows.ts';
import type {AccountTable} from '../store.ts';
import {type Changes, prepareWrite} from './changes.ts';

type Row = {id: number; name: string; log: number; is_admin: number; seen_at: number | null};

const columns = 'id, name, log, is_admin, seen_at';

const toAccount = (row: Row | undefined): AccountRow | undefined =>
	row && {
		id: row.id,
		name: row.name,
		log: row.log,
		isAdmin: row.is_admin === 1,
		seenAt: row.seen_at ?? undefined,
	};

export const accountTable = (database: Database, changes: Changes): AccountTable => {
	const addLog = prepareWrite<[]>(database, changes, 'INSERT INTO log DEFAULT VALUES');
	const add = prepareWrite<[string, string, number, string, number]>(
		database,
		changes,
		'INSERT INTO account (name, name_key, log, password_hash, created_at) VALUES (?, ?, ?, ?, ?)',
	);
	const get = database.prepare<[number], Row>(`SELECT ${columns} FROM account WHERE id = ?`);
	const findByName = database.prepare<[string], Row>(
		`SELECT ${columns} FROM account WHERE name_key = ?`,
	);
	const getPasswordHash = database
		.prepare<[number], string>('SELECT password_hash FROM account WHERE id = ?')
		.pluck();
	const list = database.prepare<[string, string, number], Row>(
		`SELECT ${columns} FROM account WHERE name_key > ? AND instr(name_key, ?) > 0
		ORDER BY name_key LIMIT ?`,
	);
	const setAdmin = prepareWrite<[number]>(
		database,
		changes,
		'UPDATE account SET is_admin = 1 WHERE id = ?',
	);
	const setSeenAt = prepareWrite<[number, number]>(
		database,
		changes,
		'UPDATE account SET seen_at = ? WHERE id = ?',
	);

	return {
		add({name, passwordHash}) {
			const log = Number(addLog().lastInsertRowid);
			const {lastInsertRowid} = add(name, nameKey(name), log, passwordHash, Date.now());
			return {id: Number(lastInsertRowid), name, log, isAdmin: false, seenAt: undefined};
		},
		get: id => toAccount(get.get(id)),
		findByName: name => toAccount(findByName.get(nameKey(name))),
		getPasswordHash: id => getPasswordHash.get(id) ?? '',
		list: ({query, after, limit}) =>
			list.all(nameKey(after), nameKey(query), limit).flatMap(row => toAccount(row) ?? []),
		setAdmin: id => void setAdmin(id),
		setSeenAt: (id, seenAt) => void setSeenAt(seenAt, id),
	};
};
