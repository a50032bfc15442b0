/** Invitations and the server's own settings in SQLite. */
import type {Database} from 'better-sqlite3';
import type {InvitationTable, SettingTable} from '../store.ts';
import {type Changes, prepareWrite} from './changes.ts';

export const invitationTable = (database: Database, changes: Changes): InvitationTable => {
	const add = prepareWrite<[Buffer, number, number]>(
		database,
		changes,
		'INSERT INTO invitation (code_hash, uses_left, expires_at) VALUES (?, ?, ?)',
	);
	const use = prepareWrite<[Buffer, number]>(
		database,
		changes,
		`UPDATE invitation SET uses_left = uses_left - 1
		WHERE code_hash = ? AND uses_left > 0 AND expires_at > ?`,
	);

	return {
		add: (codeHash, {usesLeft, expiresAt}) => void add(codeHash, usesLeft, expiresAt),
		use: (codeHash, now) => use(codeHash, now).changes > 0,
	};
};

export const settingTable = (database: Database, changes: Changes): SettingTable => {
	const get = database.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
	const set = prepareWrite<[string, string]>(
		database,
		changes,
		'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
	);
	const remove = prepareWrite<[string]>(database, changes, 'DELETE FROM setting WHERE key = ?');

	return {
		get: key => get.get(key),
		set: (key, value) => void set(key, value),
		remove: key => void remove(key),
	};
};
