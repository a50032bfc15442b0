/** Devices and the hashes of their tokens in PostgreSQL. */
import type {DeviceTable} from '../account-ports.ts';
import {type Session, statement} from './session.ts';

type Row = {id: number; name: string; created_at: number; seen_at: number};

const sql = {
	add: statement(`INSERT INTO device (account, name, token_hash, created_at, seen_at)
		VALUES ($1, $2, $3, $4, $4) RETURNING id`),
	findByToken: statement('SELECT id AS device, account FROM device WHERE token_hash = $1'),
	list: statement(`SELECT id, name, created_at, seen_at FROM device WHERE account = $1
		ORDER BY seen_at DESC, id DESC`),
	setSeenAt: statement('UPDATE device SET seen_at = $2 WHERE id = $1'),
	remove: statement('DELETE FROM device WHERE id = $1 AND account = $2'),
};

export const deviceTable = (session: Session): DeviceTable => ({
	async add({account, name, tokenHash}) {
		const row = await session.writeFirst<{id: number}>(
			sql.add,
			account,
			name,
			tokenHash,
			Date.now(),
		);
		if (row === undefined) {
			throw new Error('PostgreSQL did not tell the number of a new device.');
		}

		return row.id;
	},
	findByToken: tokenHash =>
		session.first<{device: number; account: number}>(sql.findByToken, tokenHash),
	async list(account) {
		const rows = await session.all<Row>(sql.list, account);
		return rows.map(({id, name, created_at, seen_at}) => ({
			id,
			name,
			createdAt: created_at,
			seenAt: seen_at,
		}));
	},
	async setSeenAt(id, seenAt) {
		await session.write(sql.setSeenAt, id, seenAt);
	},
	remove: async (account, id) => (await session.write(sql.remove, id, account)) > 0,
});
