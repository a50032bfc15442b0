/** Opens what a server stands on: its store, its files, its identity, and the hub that tells of every commit. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {AddressBans} from './bans.ts';
import type {Bus} from './bus/bus.ts';
import {ensureEveryone} from './everyone.ts';
import {openDiskFiles} from './files/disk-files.ts';
import type {FileStore} from './files/file-store.ts';
import {Hub} from './hub.ts';
import {Metrics} from './metrics.ts';
import {StartFailure} from './start-failure.ts';
import {openSqliteStore} from './store/sqlite/sqlite-store.ts';
import type {Store} from './store/store.ts';
import {loadTlsIdentity, type TlsIdentity} from './tls-identity.ts';

export type Data = {
	readonly hub: Hub;
	readonly metrics: Metrics;
	readonly store: Store;
	readonly files: FileStore;
	readonly identity: TlsIdentity;
	readonly addressBans: AddressBans;
	/** From now on `bus` carries what the store commits and the hub signals; before, nobody is there to be told. */
	connect(bus: Bus): void;
};

/** Whatever keeps the data folder from being used, in words for the person who starts the server. */
export const toStartFailure = (error: unknown, folder: string): StartFailure =>
	error instanceof StartFailure
		? error
		: new StartFailure(
				`The data folder ${folder} cannot be used: ${error instanceof Error ? error.message : error}.`,
				{cause: error},
			);

/** @throws {StartFailure} */
export const openData = async (folder: string): Promise<Data> => {
	let bus: Bus | undefined;
	const metrics = new Metrics();
	const hub = new Hub({
		delivered: entries => metrics.deliveries.inc(entries),
		followed: (log, seq) => bus?.followed(log, seq),
		unfollowed: log => bus?.unfollowed(log),
		signalled: signal => bus?.signalled(signal),
	});
	const connect = (connected: Bus): void => {
		bus = connected;
	};
	try {
		mkdirSync(folder, {recursive: true, mode: 0o700});
		const store = await openSqliteStore({
			folder,
			onCommitted(effects, commit) {
				metrics.countCommit(effects, commit);
				bus?.commit(effects);
			},
		});
		try {
			const identity = await loadTlsIdentity(folder);
			await ensureEveryone(store);
			const addressBans = new AddressBans();
			await addressBans.load(store);
			const files = openDiskFiles(join(folder, 'files'));
			return {hub, metrics, store, files, identity, addressBans, connect};
		} catch (error) {
			await store.close();
			throw error;
		}
	} catch (error) {
		throw toStartFailure(error, folder);
	}
};
