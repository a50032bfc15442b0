/** Friends, requests and blocks in SQLite. */
import type {Database} from 'better-sqlite3';
import type {RelationTable} from '../account-ports.ts';
import type {Relation} from '../rows.ts';
import {type AccountColumns, accountColumns, toAccount} from './account-table.ts';
import {type Changes, prepareWrite} from './changes.ts';

export const relationTable = (database: Database, changes: Changes): RelationTable => {
	const get = database
		.prepare<[number, number], Relation>(
			'SELECT kind FROM relation WHERE account = ? AND other = ?',
		)
		.pluck();
	const set = prepareWrite<[number, number, Relation]>(
		database,
		changes,
		`INSERT INTO relation (account, other, kind) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET kind = excluded.kind`,
	);
	const remove = prepareWrite<[number, number]>(
		database,
		changes,
		'DELETE FROM relation WHERE account = ? AND other = ?',
	);
	const removeAll = prepareWrite<{account: number}[]>(
		database,
		changes,
		'DELETE FROM relation WHERE account = @account OR other = @account',
	);
	const list = database.prepare<[number], AccountColumns & {kind: Relation}>(
		`SELECT ${accountColumns}, kind FROM relation JOIN account ON account.id = relation.other
		WHERE relation.account = ? ORDER BY relation.other`,
	);
	const count = database
		.prepare<[number, number], number>(
			`SELECT count(*) FROM relation WHERE account = ? AND (kind = 'blocked') = ?`,
		)
		.pluck();
	const isBlockedBetween = database
		.prepare<{one: number; other: number}, number>(
			`SELECT 1 FROM relation WHERE kind = 'blocked' AND
			((account = @one AND other = @other) OR (account = @other AND other = @one))`,
		)
		.pluck();

	return {
		get: (account, other) => get.get(account, other),
		set(account, other, relation) {
			set(account, other, relation);
			changes.writers.forget();
		},
		remove(account, other) {
			remove(account, other);
			changes.writers.forget();
		},
		removeAll(account) {
			removeAll({account});
			changes.writers.forget();
		},
		list: account => list.all(account).map(row => ({account: toAccount(row), relation: row.kind})),
		count: (account, isBlocked) => count.get(account, isBlocked ? 1 : 0) ?? 0,
		isBlockedBetween: (one, other) => isBlockedBetween.get({one, other}) === 1,
	};
};
