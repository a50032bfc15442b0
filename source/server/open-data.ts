/** Opens what a server stands on: its store, its files, its identity, and the hub that tells of every commit. */
import {mkdirSync} from 'node:fs';
import type {Logger} from 'pino';
import {AddressBans} from './bans.ts';
import type {Bus} from './bus/bus.ts';
import {LocalBus} from './bus/local-bus.ts';
import {ensureEveryone} from './everyone.ts';
import type {FileStore} from './files/file-store.ts';
import {type FilesPlace, openFiles} from './files/open-files.ts';
import {Hub} from './hub.ts';
import {Metrics} from './metrics.ts';
import {StartFailure} from './start-failure.ts';
import {openSqliteStore} from './store/sqlite/sqlite-store.ts';
import type {Commit, Effect, Store} from './store/store.ts';
import {loadSharedTlsIdentity, loadTlsIdentity, type TlsIdentity} from './tls-identity.ts';

/** Where a server is that consists of several nodes. */
export type ClusterOptions = {
	/** `postgres://[user[:password]@]host[:port]/database` */
	readonly postgres: string;
	/** `redis[s]://[user[:password]@]host[:port][/database]` */
	readonly redis: string;
	/** Milliseconds between two looks for what Redis did not ring for, at least and at most. @default 10 to 15 s */
	readonly sweepMs?: readonly [number, number];
};

export type DataOptions = {
	readonly folder: string;
	readonly cluster?: ClusterOptions | undefined;
	readonly nodeName: string;
	readonly files?: FilesPlace | undefined;
	readonly logger: Logger;
};

export type Data = {
	readonly hub: Hub;
	readonly metrics: Metrics;
	readonly store: Store;
	readonly files: FileStore;
	readonly identity: TlsIdentity;
	readonly addressBans: AddressBans;
	/** Carries what the store commits and the hub signals. */
	readonly bus: Bus;
};

/** Whatever keeps the data folder from being used, in words for the person who starts the server. */
export const toStartFailure = (error: unknown, folder: string): StartFailure =>
	error instanceof StartFailure
		? error
		: new StartFailure(
				`The data folder ${folder} cannot be used: ${error instanceof Error ? error.message : error}.`,
				{cause: error},
			);

const sweepMsDefault = [10_000, 15_000] as const;

type OnCommitted = (effects: readonly Effect[], commit: Commit) => void;

type StoreAndBus = Pick<Data, 'store' | 'bus'>;

const openAlone = async (
	folder: string,
	hub: Hub,
	onCommitted: OnCommitted,
): Promise<StoreAndBus> => ({
	store: await openSqliteStore({folder, onCommitted}),
	bus: new LocalBus(hub),
});

const openShared = async (
	{postgres, redis, sweepMs = sweepMsDefault}: ClusterOptions,
	{nodeName, logger}: DataOptions,
	{hub, onCommitted}: {hub: Hub; onCommitted: OnCommitted},
): Promise<StoreAndBus> => {
	const {openPostgresStore} = await import('./store/postgres/postgres-store.ts');
	const {RedisBus} = await import('./bus/redis/redis-bus.ts');
	const store = await openPostgresStore({url: postgres, onCommitted, logger});
	try {
		return {store, bus: new RedisBus({url: redis, nodeName, hub, store, logger, sweepMs})};
	} catch (error) {
		await store.close();
		throw error;
	}
};

/** @throws {StartFailure} */
export const openData = async (options: DataOptions): Promise<Data> => {
	const {folder, cluster} = options;
	let bus: Bus | undefined;
	const metrics = new Metrics();
	const hub = new Hub({
		delivered: entries => metrics.deliveries.inc(entries),
		followed: (log, seq) => bus?.followed(log, seq),
		chose: (account, presence) => bus?.chose(account, presence),
		reached: head => bus?.reached(head),
		unfollowed: log => bus?.unfollowed(log),
		signalled: signal => bus?.signalled(signal),
	});
	const onCommitted: OnCommitted = (effects, commit) => {
		metrics.countCommit(effects, commit);
		bus?.commit(effects);
	};
	try {
		mkdirSync(folder, {recursive: true, mode: 0o700});
		const opened = await (cluster === undefined
			? openAlone(folder, hub, onCommitted)
			: openShared(cluster, options, {hub, onCommitted}));
		const {store} = opened;
		bus = opened.bus;
		try {
			const identity = await (cluster === undefined
				? loadTlsIdentity(folder)
				: loadSharedTlsIdentity(store));
			await ensureEveryone(store);
			const addressBans = new AddressBans();
			await addressBans.load(store);
			const files = await openFiles(folder, options.files, options.logger);
			return {hub, metrics, store, bus, files, identity, addressBans};
		} catch (error) {
			await store.close();
			throw error;
		}
	} catch (error) {
		throw toStartFailure(error, folder);
	}
};
