/** Small pictures of people and groups in PostgreSQL, each stored once. */
import {createHash} from 'node:crypto';
import type {PictureTable} from '../account-ports.ts';
import {type Session, statement} from './session.ts';

/** Who adds a picture holds its row: nobody releases it before what shows it is stored too. */
const sql = {
	add: statement('INSERT INTO picture (id, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING'),
	hold: statement('SELECT 1 FROM picture WHERE id = $1 FOR KEY SHARE'),
	get: statement('SELECT bytes FROM picture WHERE id = $1'),
	lock: statement('SELECT 1 FROM picture WHERE id = $1 FOR UPDATE'),
	release: statement(`DELETE FROM picture WHERE id = $1
		AND NOT EXISTS (SELECT 1 FROM account WHERE avatar = $1)
		AND NOT EXISTS (SELECT 1 FROM conversation WHERE picture = $1)`),
};

export const pictureTable = (session: Session): PictureTable => ({
	async add(bytes) {
		const id = createHash('sha256').update(bytes).digest('base64url');
		do {
			await session.write(sql.add, id, bytes);
		} while (!(await session.has(sql.hold, id)));
		return id;
	},
	async get(id) {
		return (await session.first<{bytes: Buffer}>(sql.get, id))?.bytes;
	},
	async release(id) {
		if (await session.has(sql.lock, id)) {
			await session.write(sql.release, id);
		}
	},
});
