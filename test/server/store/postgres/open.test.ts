/** A PostgreSQL database is checked and made ready before a server starts, and a refusal says what to do. */
import {createServer} from 'node:net';
import pg from 'pg';
import {expect, onTestFinished, test} from 'vitest';
import {StartFailure} from '../../../../source/server/start-failure.ts';
import {openPostgresStore} from '../../../../source/server/store/postgres/postgres-store.ts';
import {
	addAccount,
	addGroup,
	countTo,
	openPostgres,
	startPostgresForFile,
} from '../../../helpers/contract-stores.ts';

const postgres = await startPostgresForFile();

const createDatabase = async (): Promise<string> => (await postgres?.createDatabase()) ?? '';

const query = async (url: string, sql: string): Promise<pg.QueryResult> => {
	const client = new pg.Client({connectionString: url});
	await client.connect();
	try {
		return await client.query(sql);
	} finally {
		await client.end();
	}
};

const refusalOf = async (url: string): Promise<StartFailure> => {
	const refusal = await openPostgresStore({url, onCommitted: () => undefined}).then(
		async store => {
			await store.close();
			return undefined;
		},
		(error: unknown) => error,
	);
	expect(refusal).toBeInstanceOf(StartFailure);
	return refusal as StartFailure;
};

const change = (url: string, changes: Partial<URL>): string =>
	Object.assign(new URL(url), changes).href;

test.skipIf(!postgres)(
	'what cannot be used is refused in words, without the password',
	async () => {
		const url = await createDatabase();
		const refusals: readonly (readonly [string, RegExp])[] = [
			[change(url, {port: '1'}), /No PostgreSQL answers there/],
			[change(url, {hostname: 'nowhere.invalid'}), /host of PostgreSQL is not known/],
			[change(url, {password: 'wr0ng-secret'}), /user or the password/],
			[change(url, {pathname: '/nothing'}), /no database of that name/],
			['only-for-tests', /no URL of the form/],
			['postgres://chat:only-for-tests@[', /no URL of the form/],
			[`${url}?sslmode=require`, /PostgreSQL cannot be used/],
		];
		for (const [wrong, words] of refusals) {
			const refusal = await refusalOf(wrong);
			expect(refusal.message).toMatch(words);
			const all = `${refusal.stack} ${JSON.stringify(refusal.cause)} ${refusal.cause}`;
			expect(all).not.toMatch(/only-for-tests|wr0ng-secret/);
		}
	},
);

test.skipIf(!postgres)('a host that never answers is given up', async () => {
	const silent = createServer(() => undefined);
	await new Promise<void>(resolve => {
		silent.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => void silent.close());
	const address = silent.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	const refusal = await refusalOf(`postgres://chat:x@127.0.0.1:${port}/chat`);
	expect(refusal.message).toMatch(/PostgreSQL cannot be used/);
});

test.skipIf(!postgres)('a database that only reads or holds other texts is refused', async () => {
	const url = await createDatabase();
	const name = new URL(url).pathname.slice(1);
	await query(url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
	expect((await refusalOf(url)).message).toMatch(/only reads/);
	await query(
		postgres?.url ?? '',
		`CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0`,
	);
	expect((await refusalOf(change(url, {pathname: '/latin'}))).message).toMatch(/LATIN1/);
});

test.skipIf(!postgres)('a database of a newer program is refused untouched', async () => {
	const url = await createDatabase();
	const {store} = await openPostgres(url);
	await store.close();
	await query(url, 'UPDATE schema_version SET version = 99');
	expect((await refusalOf(url)).message).toMatch(
		/The database chat_\d+ was written by a newer chat-tui \(its schema is 99, this program knows \d+\)/,
	);
	expect((await query(url, 'SELECT version FROM schema_version')).rows).toEqual([{version: 99}]);
});

test.skipIf(!postgres)(
	'nodes that start together make the tables once, and share an epoch',
	async () => {
		const url = await createDatabase();
		const nodes = await Promise.all(countTo(5).map(() => openPostgres(url, 2)));
		expect(new Set(nodes.map(({store}) => store.epoch)).size).toBe(1);
		expect((await query(url, 'SELECT version FROM schema_version')).rows).toHaveLength(1);
	},
);

test.skipIf(!postgres)('what was stored is there after all nodes were away', async () => {
	const url = await createDatabase();
	const first = await openPostgres(url);
	const log = await addGroup(first.store, 'team');
	await first.store.transact(({entries}) =>
		entries.append({log, kind: 'admin-granted', content: {}}),
	);
	await first.store.close();
	await postgres?.restart('fast');
	const second = await openPostgres(url);
	expect(second.store.epoch).toBe(first.store.epoch);
	expect(await second.store.read(({entries}) => entries.getHead(log))).toMatchObject({seq: 1});
});

test.skipIf(!postgres)(
	'a reply means "on the disk" whatever the database’s own setting is',
	async () => {
		const url = await createDatabase();
		const name = new URL(url).pathname.slice(1);
		await query(url, `ALTER DATABASE ${name} SET synchronous_commit = off`);
		await query(url, `ALTER DATABASE ${name} SET default_transaction_isolation = serializable`);
		await query(url, 'CREATE TABLE seen (value text)');
		await query(
			url,
			`CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			INSERT INTO seen VALUES (current_setting('synchronous_commit')),
				(current_setting('transaction_isolation'));
			RETURN NULL;
		END $$`,
		);
		const {store} = await openPostgres(url);
		await query(url, 'CREATE TRIGGER noted AFTER INSERT ON account EXECUTE FUNCTION note()');
		await addAccount(store, 'ada');
		const {rows} = await query(url, 'SELECT value FROM seen');
		expect(rows).toEqual([{value: 'on'}, {value: 'read committed'}]);
	},
);

test.skipIf(!postgres)('two servers live in two schemas of one database', async () => {
	const url = await createDatabase();
	await query(url, 'CREATE SCHEMA one; CREATE SCHEMA two');
	const stores = [];
	for (const schema of ['one', 'two']) {
		const {store} = await openPostgres(`${url}?options=-csearch_path%3D${schema}`, 2);
		stores.push(store);
		expect((await addAccount(store, 'ada')).id).toBe(1);
	}

	expect(stores[0]?.epoch).not.toBe(stores[1]?.epoch);
});

test.skipIf(!postgres)('an error tells nothing of rows', async () => {
	const {store} = await openPostgres(await createDatabase());
	await addAccount(store, 'ada');
	const refused = await addAccount(store, 'Ada').catch((error: unknown) => error);
	expect(refused).toBeInstanceOf(Error);
	expect(JSON.stringify(refused)).not.toMatch(/\bada\b|hash of/i);
	expect(String(refused)).not.toMatch(/\bada\b|hash of|INSERT/i);
});
