/** A server that people have lived in is moved from SQLite to PostgreSQL: they go on as if nothing had been. */
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import Database from 'better-sqlite3';
import pg from 'pg';
import {pino} from 'pino';
import {expect, onTestFinished, test} from 'vitest';
import {type Migration, migrateServer} from '../../../source/server/migrate/migrate-server.ts';
import {movedTables} from '../../../source/server/store/migrate-store/moved-tables.ts';
import {openDatabase} from '../../../source/server/store/postgres/open-database.ts';
import {openSqliteStore} from '../../../source/server/store/sqlite/sqlite-store.ts';
import {contentOf, type LivedInServer, startLivedInServer} from '../../helpers/backed-up-server.ts';
import {startChatServer} from '../../helpers/chat-pair.ts';
import {type ClusterServices, prepareClusterServices} from '../../helpers/cluster.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const services = prepareClusterServices();
const logger = pino({level: 'silent'});

const migrate = (from: string, postgres: string, folder: string): Promise<Migration> =>
	migrateServer({from, postgres, files: {folder}, logger, onProgress: () => undefined});

/** All of a folder but the locks: name → its content's hash and when it was written. */
const snapshot = (folder: string): Record<string, string> =>
	Object.fromEntries(
		(readdirSync(folder, {recursive: true}) as string[])
			.filter(name => statSync(join(folder, name)).isFile() && !/\.lock$|-shm$|-wal$/.test(name))
			.map(name => {
				const hash = createHash('sha256').update(readFileSync(join(folder, name)));
				return [name, `${hash.digest('hex')} ${statSync(join(folder, name)).mtimeMs}`];
			}),
	);

const query = async <Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> => {
	const client = new pg.Client({connectionString: url});
	await client.connect();
	try {
		return (await client.query<Row>(sql)).rows;
	} finally {
		await client.end();
	}
};

const folderOf = ({server}: LivedInServer): string => server.dataDir;

/** Rows of every kind that a small server does not come to by itself. */
const addOddRows = (folder: string): void => {
	const database = new Database(join(folder, 'server.db'));
	database.exec(`INSERT INTO ban (target, until, reason, by, at) VALUES
			('10.0.0.0/8', NULL, 'a ''quoted'' \\ "reason" ' || char(0) || ' {,} NULL', 'ada', 1),
			('Ä', 5, NULL, 'ada', 2), ('a', 5, '', 'ada', 2), ('B', 5, '😀', 'ada', 2);
		INSERT INTO invitation (code_hash, uses_left, expires_at) VALUES (x'00ff5c22', 3, 9007199254740991);
		INSERT INTO picture (id, bytes) VALUES ('p', x'000102ff'), ('empty', x'');
		DELETE FROM audit;
		UPDATE sqlite_sequence SET seq = 1000 WHERE name = 'audit';`);
	database.close();
};

const requireServices = (skip: () => never): ClusterServices => services() ?? skip();

test('people go on where they were, with the same history, files and identity', async context => {
	const {postgres, redis} = requireServices(context.skip);
	const lived = await startLivedInServer();
	const {server, alice, conversation, send} = lived;
	await send('before');
	await server.stop();
	addOddRows(folderOf(lived));
	const before = snapshot(folderOf(lived));
	const url = await postgres.createDatabase();
	const files = temporaryFolder();
	const {tables, files: moved} = await migrate(folderOf(lived), url, files);
	expect(snapshot(folderOf(lived)), 'the old server is as it was').toEqual(before);
	expect(moved).toMatchObject({count: 1, bytes: 200_000, missing: []});
	expect(tables.find(({table}) => table === 'ban')?.rows).toBe(4);

	const {epoch} = contentOf(folderOf(lived));
	await startChatServer({
		port: server.port,
		cluster: {postgres: url, redis: redis.url},
		files: {folder: files},
	});
	await waitFor(() => alice.getState().connection.status === 'online', 'alice to come back');
	await send('after');
	expect(await query(url, "SELECT value FROM setting WHERE key = 'epoch'")).toEqual([
		{value: epoch},
	]);
	await lived.sendFile(1_000, 7);
	const texts = await query<{text: string}>(
		url,
		`SELECT content::json ->> 'text' AS text FROM entry WHERE log = ${conversation} AND kind = 'message-sent' ORDER BY seq`,
	);
	expect(texts.map(({text}) => text)).toEqual(['hello', '', 'before', 'after', '']);
});

test('a target that is in use, a server that runs, and an older one are refused', async context => {
	const {postgres} = requireServices(context.skip);
	const lived = await startLivedInServer();
	const from = folderOf(lived);
	const url = await postgres.createDatabase();
	const files = temporaryFolder();
	await expect(migrate(from, url, files)).rejects.toThrow('Another chat-tui server is using');
	await lived.server.stop();
	await expect(migrate(temporaryFolder(), url, files)).rejects.toThrow('There is no server in');
	await migrate(from, url, files);
	await expect(migrate(from, url, files)).rejects.toThrow('into an empty one');

	const wrong = url.replace(/:[^:@/]+@/, ':not-the-password@');
	const failure = await migrate(from, wrong, files).catch((error: unknown) => String(error));
	expect(failure).toContain('does not accept the user or the password');
	expect(failure).not.toContain('not-the-password');

	const database = new Database(join(from, 'server.db'));
	database.pragma('user_version = 5');
	database.close();
	await expect(migrate(from, await postgres.createDatabase(), files)).rejects.toThrow(
		'start and stop the server once',
	);
});

test.for(['files', 'log', 'entry', 'file_use'])(
	'killed while it copies %s, it leaves nothing in PostgreSQL and can be begun again',
	async (last, context) => {
		const {postgres} = requireServices(context.skip);
		const lived = await startLivedInServer();
		await lived.server.stop();
		const from = folderOf(lived);
		const url = await postgres.createDatabase();
		const files = temporaryFolder();
		const program = fileURLToPath(new URL('../../helpers/migrating-process.ts', import.meta.url));
		const child = spawn(process.execPath, [program, from, url, files, last], {stdio: 'ignore'});
		const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
		expect(signal).toBe('SIGKILL');
		expect(await query(url, 'SELECT 1 FROM setting')).toEqual([]);
		const {tables} = await migrate(from, url, files);
		expect(tables.map(({table}) => table)).toEqual(movedTables.map(({name}) => name));
		const [counted] = await query<{rows: string}>(url, 'SELECT count(*) AS rows FROM entry');
		expect(Number(counted?.rows)).toBe(tables.find(({table}) => table === 'entry')?.rows);
	},
);

test('rows that come out different are noticed, and nothing is committed', async context => {
	const {postgres} = requireServices(context.skip);
	const lived = await startLivedInServer();
	await lived.server.stop();
	const url = await postgres.createDatabase();
	await openDatabase(url);
	await query(
		url,
		`CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$
			BEGIN NEW.at = NEW.at + CASE WHEN NEW.seq = 2 THEN 1 ELSE 0 END; RETURN NEW; END $$;
		CREATE TRIGGER spoil BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION spoil()`,
	);
	await expect(migrate(folderOf(lived), url, temporaryFolder())).rejects.toThrow(
		'The table entry came out different',
	);
	expect(await query(url, 'SELECT 1 FROM setting')).toEqual([]);
});

test('a file that is not what its id says is not copied, and one that is lost is told', async context => {
	const {postgres} = requireServices(context.skip);
	const lived = await startLivedInServer();
	await lived.server.stop();
	const folder = join(folderOf(lived), 'files');
	const name = (readdirSync(folder, {recursive: true}) as string[]).find(path =>
		/by-id-..\/[\w-]{43}$/.test(path),
	);
	const path = join(folder, name ?? '');
	writeFileSync(path, 'something else');
	const url = await postgres.createDatabase();
	await expect(migrate(folderOf(lived), url, temporaryFolder())).rejects.toThrow(
		'not the one announced',
	);
	rmSync(path);
	const {files} = await migrate(folderOf(lived), url, temporaryFolder());
	expect(files).toMatchObject({count: 0, missing: [path.slice(-43)]});
});

test('every table and column of both stores moves', async context => {
	const {postgres} = requireServices(context.skip);
	const folder = temporaryFolder();
	const store = await openSqliteStore({folder, onCommitted: () => undefined});
	await store.close();
	const database = new Database(join(folder, 'server.db'));
	onTestFinished(() => {
		database.close();
	});
	const sqlite = database
		.prepare<[], string>(
			`SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`,
		)
		.pluck()
		.all();
	const url = await postgres.createDatabase();
	await openDatabase(url);
	const columns = await query<{name: string}>(
		url,
		`SELECT table_name || '.' || column_name AS name FROM information_schema.columns
		WHERE table_schema = current_schema() AND is_generated = 'NEVER'`,
	);
	const moved = movedTables
		.flatMap(({name, columns}) => Object.keys(columns).map(column => `${name}.${column}`))
		.sort();
	const made = /^(?:file_total|node_order|schema_version)\./;
	expect(
		columns
			.map(({name}) => name)
			.filter(name => !made.test(name))
			.sort(),
	).toEqual(moved);
	const heads = moved.filter(name => name !== 'log.head');
	expect(sqlite.filter(name => !made.test(name)).sort()).toEqual(heads);
});
