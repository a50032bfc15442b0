/** Small pictures of people and groups in SQLite, each stored once. */
import {createHash} from 'node:crypto';
import type {Database} from 'better-sqlite3';
import type {PictureTable} from '../account-ports.ts';
import {type Changes, prepareWrite} from './changes.ts';

export const pictureTable = (database: Database, changes: Changes): PictureTable => {
	const add = prepareWrite<[string, Buffer]>(
		database,
		changes,
		'INSERT INTO picture (id, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING',
	);
	const get = database.prepare<[string], Buffer>('SELECT bytes FROM picture WHERE id = ?').pluck();
	const release = prepareWrite<{id: string}[]>(
		database,
		changes,
		`DELETE FROM picture WHERE id = @id
		AND NOT EXISTS (SELECT 1 FROM account WHERE avatar = @id)
		AND NOT EXISTS (SELECT 1 FROM conversation WHERE picture = @id)`,
	);

	return {
		add(bytes) {
			const id = createHash('sha256').update(bytes).digest('base64url');
			add(id, bytes);
			return id;
		},
		get: id => get.get(id),
		release: id => void release({id}),
	};
};
