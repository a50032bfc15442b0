/** Friends, requests and blocks in PostgreSQL. */
import type {RelationTable} from '../account-ports.ts';
import type {Relation} from '../rows.ts';
import {type AccountColumns, accountColumns, toAccount} from './account-table.ts';
import {type Session, statement} from './session.ts';

const sql = {
	get: statement('SELECT kind FROM relation WHERE account = $1 AND other = $2'),
	set: statement(`INSERT INTO relation (account, other, kind) VALUES ($1, $2, $3)
		ON CONFLICT (account, other) DO UPDATE SET kind = excluded.kind`),
	remove: statement('DELETE FROM relation WHERE account = $1 AND other = $2'),
	removeAll: statement('DELETE FROM relation WHERE account = $1 OR other = $1'),
	list: statement(`SELECT ${accountColumns}, kind FROM relation
		JOIN account ON account.id = relation.other
		WHERE relation.account = $1 ORDER BY relation.other`),
	count: statement(
		`SELECT count(*) AS count FROM relation WHERE account = $1 AND (kind = 'blocked') = $2`,
	),
	isBlockedBetween: statement(`SELECT 1 FROM relation WHERE kind = 'blocked'
		AND (account, other) IN (($1, $2), ($2, $1)) LIMIT 1`),
};

export const relationTable = (session: Session): RelationTable => ({
	async get(account, other) {
		return (await session.first<{kind: Relation}>(sql.get, account, other))?.kind;
	},
	async set(account, other, relation) {
		await session.write(sql.set, account, other, relation);
	},
	async remove(account, other) {
		await session.write(sql.remove, account, other);
	},
	async removeAll(account) {
		await session.write(sql.removeAll, account);
	},
	async list(account) {
		const rows = await session.all<AccountColumns & {kind: Relation}>(sql.list, account);
		return rows.map(row => ({account: toAccount(row), relation: row.kind}));
	},
	async count(account, isBlocked) {
		return (await session.first<{count: number}>(sql.count, account, isBlocked))?.count ?? 0;
	},
	isBlockedBetween: (one, other) => session.has(sql.isBlockedBetween, one, other),
});
