/** The local database: its schema, who may read its files, and what its queries cost. */
import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import Database from 'better-sqlite3';
import {expect, test} from 'vitest';
import {openAccountDatabase} from '../../../source/client/database/account-database.ts';
import {migrations} from '../../../source/client/database/migrations.ts';
import {openDatabase} from '../../../source/client/database/open-database.ts';
import {makeLocalAccount, openLocalReplica} from '../../helpers/local-account.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

/** The first schema as it was released. DO NOT CHANGE: databases out there look like this. */
const frozenFirstSchemaDigest = {
	tables: ['account', 'conversation', 'draft', 'entry', 'outbox', 'person'],
	entryColumns: ['position', 'log', 'seq', 'kind', 'sender', 'id', 'at', 'content'],
	outboxColumns: ['position', 'id', 'conversation', 'text', 'reply_to', 'at', 'seq', 'error'],
};

const columnsOf = (database: Database.Database, table: string): unknown[] =>
	database.pragma(`table_info(${table})`) as {name: string}[];

test('the first schema stays as it was released', () => {
	const database = new Database(':memory:');
	database.exec(migrations[0] ?? '');
	const tables = database
		.prepare(
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
		)
		.pluck()
		.all();
	expect(tables).toEqual(frozenFirstSchemaDigest.tables);
	const names = (table: string) =>
		columnsOf(database, table).map(column => (column as {name: string}).name);
	expect(names('entry')).toEqual(frozenFirstSchemaDigest.entryColumns);
	expect(names('outbox')).toEqual(frozenFirstSchemaDigest.outboxColumns);
});

test('a database of each version comes to the newest', () => {
	for (let version = 0; version <= migrations.length; version += 1) {
		const file = join(temporaryFolder(), 'chat.db');
		openDatabase(file, migrations.slice(0, version)).close();
		const database = openDatabase(file, migrations);
		expect(database.pragma('user_version', {simple: true})).toBe(migrations.length);
		database.close();
	}
});

test('what a database of the first version holds is kept, and found by search', () => {
	const file = join(temporaryFolder(), 'chat.db');
	const first = openDatabase(file, migrations.slice(0, 1));
	first.exec(`
		INSERT INTO conversation (id, kind, name, title, role, member_count, peers, head, read_seq, unread, mentions,
			peer_read_seq, last_at, is_left) VALUES (10, 'group', 'ops', 'Operations', 'member', 3, '[]', 1, 0, 1, 0, 0, 5, 0);
		INSERT INTO person (id, name, seen_at) VALUES (2, 'bob', 5);
		INSERT INTO entry (log, seq, kind, sender, at, content)
			VALUES (10, 1, 'message-sent', 2, 5, '{"text":"from long ago"}');
	`);
	first.close();
	const database = openAccountDatabase(file);
	expect(database.conversations.readAll()).toMatchObject([
		{id: 10, name: 'ops', unread: 1, notifications: {level: 'all'}, pins: [], settings: undefined},
	]);
	expect(database.people.readAll().get(2)).toEqual({id: 2, name: 'bob', seenAt: 5});
	const query = {words: ['long'], conversation: 10, limit: 5};
	expect(database.texts.search(query)).toEqual([{log: 10, seq: 1}]);
	database.close();
});

test('a database of a newer version is refused, and not touched', () => {
	const file = join(temporaryFolder(), 'chat.db');
	openDatabase(file, [...migrations, 'CREATE TABLE future (id INTEGER)']).close();
	expect(() => openDatabase(file, migrations)).toThrow(/newer chat-tui/);
	const database = new Database(file);
	expect(database.pragma('user_version', {simple: true})).toBe(migrations.length + 1);
	database.close();
});

test('a file that is no database is refused with its name', () => {
	const folder = temporaryFolder();
	expect(() => openDatabase(folder, migrations)).toThrow(folder);
});

test('nobody else may read the folders and files', () => {
	const dataDir = join(temporaryFolder(), 'data');
	makeLocalAccount(dataDir);
	const replica = openLocalReplica(dataDir);
	const [account = ''] = readdirSync(join(dataDir, 'accounts'));
	const folder = join(dataDir, 'accounts', account);
	const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
	expect([dataDir, join(dataDir, 'accounts'), folder].map(modeOf)).toEqual(['700', '700', '700']);
	const files = readdirSync(folder);
	expect(files).toContain('chat.db');
	expect(files.map(file => [file, modeOf(join(folder, file))])).toEqual(
		files.map(file => [file, '600']),
	);
	replica.database.close();
});

test('a page of a conversation is found by index, without a scan or a sort', () => {
	const database = openDatabase(join(temporaryFolder(), 'chat.db'), migrations);
	const plans = [
		'SELECT content FROM entry WHERE log = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
		'SELECT content FROM entry WHERE log = ? AND seq > ? ORDER BY seq LIMIT ?',
	].map(sql =>
		database
			.prepare(`EXPLAIN QUERY PLAN ${sql}`)
			.all(1, 1, 1)
			.map(row => (row as {detail: string}).detail)
			.join('; '),
	);
	for (const plan of plans) {
		expect(plan).toMatch(/SEARCH entry USING INDEX entry_log_seq \(log=\? AND seq[<>]\?\)$/);
	}

	database.close();
});
