/** Orders to all nodes, in PostgreSQL. */
import type {NumberedOrder} from '../cluster-store.ts';
import type {Order} from '../order.ts';
import {type Session, statement} from './session.ts';

/** Milliseconds for which orders are kept: a node that was away longer starts anew. */
const orderAgeMsMax = 86_400_000;

const orderSql = {
	/** Only works without a scope order: one at a time, so that no number is left out or given twice. */
	add: statement(`INSERT INTO node_order (id, at, body)
		SELECT coalesce(max(id), 0) + 1, $1::bigint, $2::text FROM node_order RETURNING id`),
	tidy: statement('DELETE FROM node_order WHERE at < $1 AND id < (SELECT max(id) FROM node_order)'),
	last: statement('SELECT coalesce(max(id), 0) AS id FROM node_order'),
	list: statement('SELECT id, body FROM node_order WHERE id > $1 ORDER BY id LIMIT $2'),
};

export const addOrder = async (session: Session, order: Order): Promise<void> => {
	const now = Date.now();
	const added = await session.writeFirst<{id: number}>(orderSql.add, now, JSON.stringify(order));
	await session.write(orderSql.tidy, now - orderAgeMsMax);
	session.effects.push({kind: 'ordered', order, id: added?.id});
};

export const readLastOrder = async (session: Session): Promise<number> =>
	(await session.first<{id: number}>(orderSql.last))?.id ?? 0;

export const readOrders = async (
	session: Session,
	after: number,
	limit: number,
): Promise<readonly NumberedOrder[]> => {
	const rows = await session.all<{id: number; body: string}>(orderSql.list, after, limit);
	return rows.map(({id, body}) => ({id, order: JSON.parse(body) as Order}));
};
