/** The stores that keep one contract: each test of it runs against all that this machine has. */
import {afterAll, onTestFinished} from 'vitest';
import {openPostgresStore} from '../../source/server/store/postgres/postgres-store.ts';
import type {AccountRow} from '../../source/server/store/rows.ts';
import {openSqliteStore} from '../../source/server/store/sqlite/sqlite-store.ts';
import type {Effect, Store} from '../../source/server/store/store.ts';
import {type PrivatePostgres, startPostgres} from './private-postgres.ts';
import {temporaryFolder} from './temporary-folder.ts';

export type OpenedStore = {readonly store: Store; readonly effects: Effect[]};

export type ContractStore = {
	readonly name: string;
	/** A new, empty store that is closed when the test has ended. */
	open(): Promise<OpenedStore>;
};

const openSqlite = async (): Promise<OpenedStore> => {
	const effects: Effect[] = [];
	const store = await openSqliteStore({
		folder: temporaryFolder(),
		onCommitted: committed => void effects.push(...committed),
	});
	onTestFinished(() => store.close());
	return {store, effects};
};

/** One more node on a database, closed when the test has ended. */
export const openPostgres = async (url: string, poolSize = 4) => {
	const effects: Effect[] = [];
	const store = await openPostgresStore({
		url,
		poolSize,
		onCommitted: committed => void effects.push(...committed),
	});
	onTestFinished(() => store.close());
	return {store, effects};
};

/** A PostgreSQL server for the tests of one file; `undefined` where none is installed. */
export const startPostgresForFile = async (): Promise<PrivatePostgres | undefined> => {
	const postgres = await startPostgres();
	afterAll(() => postgres?.stop());
	return postgres;
};

export const startContractStores = async (): Promise<readonly ContractStore[]> => {
	const postgres = await startPostgresForFile();
	const stores: ContractStore[] = [{name: 'sqlite', open: openSqlite}];
	if (postgres) {
		stores.push({
			name: 'postgres',
			open: async () => openPostgres(await postgres.createDatabase()),
		});
	}

	return stores;
};

export const addAccount = (store: Store, name: string): Promise<AccountRow> =>
	store.transact(({accounts}) => accounts.add({name, passwordHash: `hash of ${name}`}));

export const addGroup = (store: Store, name: string): Promise<number> =>
	store.transact(({conversations}) => conversations.add({kind: 'group', name}));

export const toProfile = ({id, name}: AccountRow) => ({id, name});

/** The `seq`s of the entries of a log, in the order in which they were told. */
export const seqsOf = (effects: readonly Effect[], log: number): number[] =>
	effects.flatMap(effect =>
		effect.kind === 'entry-appended' && effect.entry.log === log ? [effect.entry.seq] : [],
	);

/** 1, 2, 3 … */
export const countTo = (last: number): number[] => Array.from({length: last}, (_, i) => i + 1);
