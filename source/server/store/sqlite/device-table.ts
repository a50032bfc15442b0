/** Devices and the hashes of their tokens in SQLite. */
import type {Database} from 'better-sqlite3';
import type {DeviceTable} from '../account-ports.ts';
import {type Changes, prepareWrite} from './changes.ts';

type Row = {id: number; name: string; created_at: number; seen_at: number};

export const deviceTable = (database: Database, changes: Changes): DeviceTable => {
	const add = prepareWrite<[number, string, Buffer, number, number]>(
		database,
		changes,
		'INSERT INTO device (account, name, token_hash, created_at, seen_at) VALUES (?, ?, ?, ?, ?)',
	);
	const findByToken = database.prepare<[Buffer], {device: number; account: number}>(
		'SELECT id AS device, account FROM device WHERE token_hash = ?',
	);
	const list = database.prepare<[number], Row>(
		`SELECT id, name, created_at, seen_at FROM device WHERE account = ?
		ORDER BY seen_at DESC, id DESC`,
	);
	const setSeenAt = prepareWrite<[number, number]>(
		database,
		changes,
		'UPDATE device SET seen_at = ? WHERE id = ?',
	);
	const remove = prepareWrite<[number, number]>(
		database,
		changes,
		'DELETE FROM device WHERE id = ? AND account = ?',
	);

	return {
		add({account, name, tokenHash}) {
			const now = Date.now();
			return Number(add(account, name, tokenHash, now, now).lastInsertRowid);
		},
		findByToken: tokenHash => findByToken.get(tokenHash),
		list: account =>
			list.all(account).map(({id, name, created_at, seen_at}) => ({
				id,
				name,
				createdAt: created_at,
				seenAt: seen_at,
			})),
		setSeenAt: (id, seenAt) => void setSeenAt(seenAt, id),
		remove: (account, id) => remove(id, account).changes > 0,
	};
};
