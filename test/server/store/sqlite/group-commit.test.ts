/** Works that share a commit: each stands or falls alone, and nothing is told before it is on the disk. */
import BetterSqlite3, {type Database} from 'better-sqlite3';
import {expect, onTestFinished, test} from 'vitest';
import type {Changes} from '../../../../source/server/store/sqlite/changes.ts';
import {prepareWrite} from '../../../../source/server/store/sqlite/changes.ts';
import {GroupCommit} from '../../../../source/server/store/sqlite/group-commit.ts';
import {settingTable} from '../../../../source/server/store/sqlite/small-tables.ts';
import {
	databaseFile,
	openSqliteStore,
} from '../../../../source/server/store/sqlite/sqlite-store.ts';
import {WriterMemory} from '../../../../source/server/store/sqlite/writer-memory.ts';
import type {Effect, Transaction, Work} from '../../../../source/server/store/store.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';

const open = async () => {
	const folder = temporaryFolder();
	const effects: Effect[] = [];
	const store = await openSqliteStore({
		folder,
		onCommitted: committed => void effects.push(...committed),
	});
	onTestFinished(() => store.close());
	const account = await store.transact(({accounts}) =>
		accounts.add({name: 'ada', passwordHash: 'none'}),
	);
	const append: Work<number> = async ({entries}) => {
		const content = {device: 1};
		return (await entries.append({log: account.log, kind: 'device-revoked', content}))?.seq ?? 0;
	};
	return {folder, effects, store, append};
};

test('a failing work takes nothing else with it, and leaves no hole', async () => {
	const {store, append, effects} = await open();
	const outcomes = await Promise.allSettled([
		store.transact(append),
		store.transact(async transaction => {
			await append(transaction);
			throw new Error('no');
		}),
		store.transact(append),
		store.transact(() => {
			throw new Error('not even written');
		}),
		store.transact(append),
	]);
	expect(outcomes.map(outcome => (outcome.status === 'fulfilled' ? outcome.value : 'no'))).toEqual([
		1,
		'no',
		2,
		'no',
		3,
	]);
	const seqs = effects.flatMap(effect =>
		effect.kind === 'entry-appended' ? [effect.entry.seq] : [],
	);
	expect(seqs).toEqual([1, 2, 3]);
});

test('tells what happened only when another reader can see it', async () => {
	const folder = temporaryFolder();
	const seen: number[] = [];
	let reader: Database | undefined;
	const store = await openSqliteStore({
		folder,
		onCommitted(effects) {
			const count = reader?.prepare('SELECT count(*) FROM entry').pluck().get();
			seen.push(...effects.filter(({kind}) => kind === 'entry-appended').map(() => Number(count)));
		},
	});
	onTestFinished(() => store.close());
	const {log} = await store.transact(({accounts}) =>
		accounts.add({name: 'ada', passwordHash: 'none'}),
	);
	reader = new BetterSqlite3(databaseFile(folder), {readonly: true});
	onTestFinished(() => void reader?.close());
	let isResolved = false;
	const append = store
		.transact(({entries}) => entries.append({log, kind: 'admin-granted', content: {}}))
		.then(() => {
			isResolved = true;
			expect(seen).toEqual([1]);
		});
	expect(isResolved).toBe(false);
	await append;
});

/** A commit over a bare table, whose database the test can break. */
const openBare = () => {
	const database = new BetterSqlite3(':memory:');
	onTestFinished(() => void database.close());
	database.pragma('foreign_keys = ON');
	database.exec(
		`CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
		CREATE TABLE child (key TEXT REFERENCES setting(key) DEFERRABLE INITIALLY DEFERRED);`,
	);
	const changes: Changes = {writes: 0, effects: [], writers: new WriterMemory()};
	const told: Effect[] = [];
	const transaction = {
		settings: settingTable(database, changes),
		afterCommit: (run: () => void) => void changes.effects.push({kind: 'call', run}),
	} as unknown as Transaction;
	const commits = new GroupCommit({
		database,
		transaction,
		changes,
		onRollback: () => undefined,
		onCommitted: effects => void told.push(...effects),
	});
	const write = (key: string, value = '') =>
		commits.transact(async ({settings, afterCommit}) => {
			await settings.set(key, value);
			afterCommit(() => undefined);
		});
	return {database, changes, commits, told, write};
};

test('a commit that fails rejects all its works and tells nothing', async () => {
	const {database, changes, commits, told, write} = openBare();
	const addOrphan = prepareWrite<[]>(database, changes, "INSERT INTO child VALUES ('nobody')");
	const outcomes = await Promise.allSettled([
		write('one'),
		commits.transact(() => void addOrphan()),
		write('two'),
	]);
	expect(outcomes.map(({status}) => status)).toEqual(['rejected', 'rejected', 'rejected']);
	expect(told).toEqual([]);
	expect(database.prepare('SELECT count(*) FROM setting').pluck().get()).toBe(0);
	await write('three');
	expect(told).toHaveLength(1);
});

test('a full disk refuses with storage-full, and works again when there is room', async () => {
	const {database, told, write} = openBare();
	await write('first');
	const pages = Number(database.pragma('page_count', {simple: true}));
	database.pragma(`max_page_count = ${pages}`);
	const outcomes = await Promise.allSettled([
		write('large', 'x'.repeat(100_000)),
		write('larger', 'x'.repeat(200_000)),
	]);
	for (const outcome of outcomes) {
		expect(outcome).toMatchObject({status: 'rejected', reason: {code: 'storage-full'}});
	}

	expect(told).toHaveLength(1);
	database.pragma('max_page_count = 100000');
	await write('large', 'x'.repeat(100_000));
	expect(told).toHaveLength(2);
});

test('finishes what was taken before it closes', async () => {
	const {folder, store, append} = await open();
	const appended = Promise.all(Array.from({length: 3_000}, () => store.transact(append)));
	await store.close();
	expect((await appended).at(-1)).toBe(3_000);
	const again = await openSqliteStore({folder, onCommitted: () => undefined});
	expect(again.epoch).toBe(store.epoch);
	await again.close();
});
