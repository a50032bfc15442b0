/** Invitations, the server's own settings, and how much there is, in SQLite. */
import type {Database} from 'better-sqlite3';
import type {InvitationTable, SettingTable, StoreCounts} from '../server-ports.ts';
import {type Changes, prepareWrite} from './changes.ts';

export const invitationTable = (database: Database, changes: Changes): InvitationTable => {
	const add = prepareWrite<[Buffer, number, number, number | null, number | null]>(
		database,
		changes,
		'INSERT INTO invitation (code_hash, uses_left, expires_at, log, account) VALUES (?, ?, ?, ?, ?)',
	);
	const use = prepareWrite<[Buffer, number]>(
		database,
		changes,
		`UPDATE invitation SET uses_left = uses_left - 1
		WHERE code_hash = ? AND log IS NULL AND uses_left > 0 AND expires_at > ?`,
	);
	const findGood = database
		.prepare<[Buffer, number], number>(
			`SELECT 1 FROM invitation
			WHERE code_hash = ? AND log IS NULL AND uses_left > 0 AND expires_at > ?`,
		)
		.pluck();
	const findGroup = database.prepare<[Buffer, number], {log: number; by: number}>(
		`SELECT log, account AS by FROM invitation
		WHERE code_hash = ? AND log IS NOT NULL AND uses_left > 0 AND expires_at > ?`,
	);
	const takeUse = prepareWrite<[Buffer]>(
		database,
		changes,
		'UPDATE invitation SET uses_left = uses_left - 1 WHERE code_hash = ?',
	);
	const removeOfGroup = prepareWrite<[number]>(
		database,
		changes,
		'DELETE FROM invitation WHERE log = ?',
	);

	const removeSpent = prepareWrite<[number, number]>(
		database,
		changes,
		'DELETE FROM invitation WHERE log = ? AND (uses_left = 0 OR expires_at <= ?)',
	);
	const countOfGroup = database
		.prepare<[number], number>('SELECT count(*) FROM invitation WHERE log = ?')
		.pluck();

	return {
		add: (codeHash, {usesLeft, expiresAt, log, by}) =>
			void add(codeHash, usesLeft, expiresAt, log ?? null, by ?? null),
		isGood: (codeHash, now) => findGood.get(codeHash, now) !== undefined,
		take: (codeHash, now) => use(codeHash, now).changes > 0,
		findGroup: (codeHash, now) => findGroup.get(codeHash, now),
		takeForGroup: codeHash => void takeUse(codeHash),
		tidyGroup(log, now) {
			removeSpent(log, now);
			return countOfGroup.get(log) ?? 0;
		},
		removeOfGroup: log => void removeOfGroup(log),
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

/** Entries are counted by the ends of their logs: a log has no hole. */
export const prepareCount = (database: Database): (() => StoreCounts) => {
	const count = database.prepare<[], StoreCounts>(
		`SELECT (SELECT count(*) FROM account WHERE is_deleted = 0) AS accounts,
		(SELECT count(*) FROM conversation) AS conversations,
		(SELECT coalesce(sum((SELECT max(seq) FROM entry WHERE entry.log = log.id)
			- (SELECT min(seq) FROM entry WHERE entry.log = log.id) + 1), 0) FROM log) AS entries,
		(SELECT page_count * page_size FROM pragma_page_count, pragma_page_size) AS databaseBytes,
		(SELECT bytes FROM file_total) AS fileBytes`,
	);
	const nothing: StoreCounts = {
		accounts: 0,
		conversations: 0,
		entries: 0,
		databaseBytes: 0,
		fileBytes: 0,
	};
	return () => count.get() ?? nothing;
};
