/** PostgreSQL crashes, goes away, or cuts connections: what was acknowledged is stored once, whatever else happens. */
import {createServer, connect as openSocket, type Socket} from 'node:net';
import pg from 'pg';
import {expect, onTestFinished, test} from 'vitest';
import type {Entry} from '../../../../source/protocol/entries.ts';
import {openPostgresStore} from '../../../../source/server/store/postgres/postgres-store.ts';
import type {Store} from '../../../../source/server/store/store.ts';
import {
	addAccount,
	addGroup,
	countTo,
	openPostgres,
	seqsOf,
	startPostgresForFile,
	toProfile,
} from '../../../helpers/contract-stores.ts';
import {waitFor} from '../../../helpers/wait-for.ts';

const postgres = await startPostgresForFile();

const send = (store: Store, log: number, sender: {id: number; name: string}, id: string) =>
	store.transact(
		({entries}) => entries.append({log, kind: 'message-sent', content: {text: id}, sender, id}),
		{log},
	);

const listAll = async (store: Store, log: number) => {
	const found: Entry[] = [];
	for (;;) {
		const after: number = found.at(-1)?.seq ?? 0;
		const page = await store.read(({entries}) => entries.list(log, {after, limit: 200}));
		if (page.length === 0) {
			return found;
		}

		found.push(...page);
	}
};

test.skipIf(!postgres)(
	'a crash in the middle of 200 sends loses none and doubles none',
	async () => {
		const {store, effects} = await openPostgres((await postgres?.createDatabase()) ?? '', 6);
		const ada = toProfile(await addAccount(store, 'ada'));
		const logs = await Promise.all(countTo(8).map(i => addGroup(store, `group${i}`)));
		let settled = 0;
		const sends = countTo(200).map(i =>
			send(store, logs[i % 8] ?? 0, ada, `id${i}`).finally(() => {
				settled += 1;
				if (settled === 20) {
					void postgres?.restart('immediate');
				}
			}),
		);
		const outcomes = await Promise.allSettled(sends);
		await waitFor(() => store.ping().then(() => true), 'PostgreSQL to be back', 20_000);
		const stored = new Map<string, number[]>();
		for (const log of logs) {
			const entries = await listAll(store, log);
			expect(entries.map(({seq}) => seq)).toEqual(countTo(entries.length));
			// What was told is a part of it, in order.
			const told = seqsOf(effects, log);
			expect(told).toEqual([...new Set(told)].toSorted((a, b) => a - b));
			for (const {id = '', seq} of entries) {
				stored.set(id, [...(stored.get(id) ?? []), seq]);
			}
		}

		for (const [index, outcome] of outcomes.entries()) {
			const seqs = stored.get(`id${index + 1}`) ?? [];
			expect(seqs.length).toBeLessThanOrEqual(1);
			if (outcome.status === 'fulfilled') {
				expect(seqs).toEqual([outcome.value?.seq]);
			} else {
				expect(outcome.reason).toMatchObject({code: 'busy'});
			}
		}

		// It was away for less time than works wait for it.
		expect(outcomes.filter(({status}) => status === 'rejected')).toEqual([]);
		expect(stored.size).toBe(200);
	},
	60_000,
);

test.skipIf(!postgres)(
	'while PostgreSQL is away works wait, and give up in time with a word when',
	async () => {
		const {store} = await openPostgres((await postgres?.createDatabase()) ?? '');
		const log = await addGroup(store, 'team');
		await postgres?.kill();
		onTestFinished(() => postgres?.start());
		const startedAt = performance.now();
		const works = [
			store.transact(({entries}) => entries.append({log, kind: 'group-deleted', content: {}}), {
				log,
			}),
			store.transact(({settings}) => settings.set('a', 'b')),
			store.read(({settings}) => settings.get('a')),
			store.exclusively('name', async () => 'done'),
			store.ping(),
		];
		for (const outcome of await Promise.allSettled(works)) {
			expect(outcome).toMatchObject({
				status: 'rejected',
				reason: {
					name: 'ProtocolError',
					code: 'busy',
					message: expect.stringContaining('database does not answer'),
					retryAfterMs: 2_000,
				},
			});
		}

		expect(performance.now() - startedAt).toBeLessThan(20_000);
	},
	60_000,
);

test.skipIf(!postgres)(
	'connections that are cut all the time cost no message',
	async () => {
		const {store} = await openPostgres((await postgres?.createDatabase()) ?? '');
		const ada = toProfile(await addAccount(store, 'ada'));
		const log = await addGroup(store, 'team');
		const cutter = new pg.Client({connectionString: postgres?.url ?? ''});
		await cutter.connect();
		onTestFinished(() => cutter.end());
		const cut = () =>
			cutter.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE application_name = 'chat-tui' ORDER BY random() LIMIT 1`);
		for (const round of countTo(30)) {
			const sends = countTo(10).map(i => send(store, log, ada, `id${round}-${i}`));
			const [sent] = await Promise.all([Promise.all(sends), cut()]);
			expect(sent.every(added => added !== undefined)).toBe(true);
		}

		const entries = await listAll(store, log);
		expect(entries.map(({seq}) => seq)).toEqual(countTo(300));
		expect(new Set(entries.map(({id}) => id)).size).toBe(300);
	},
	60_000,
);

/** Between a store and PostgreSQL: cuts one connection at its next COMMIT, before or after the server gets it. */
const startCutter = async (port: number) => {
	let next: 'before' | 'after' | undefined;
	let cuts = 0;
	const sockets = new Set<Socket>();
	const server = createServer(client => {
		const upstream = openSocket(port, '127.0.0.1');
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			socket.on('error', () => socket.destroy());
			socket.on('close', () => {
				client.destroy();
				upstream.destroy();
			});
		}

		upstream.on('data', data => client.write(data));
		client.on('data', data => {
			const how = data.includes('COMMIT\0') ? next : undefined;
			if (how === undefined) {
				upstream.write(data);
				return;
			}

			next = undefined;
			cuts += 1;
			upstream.removeAllListeners('data');
			if (how === 'before') {
				client.destroy();
			} else {
				upstream.write(data);
				upstream.once('data', () => client.destroy());
			}
		});
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.close();
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	const address = server.address();
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		cutNext(how: 'before' | 'after') {
			next = how;
		},
		countCuts: () => cuts,
	};
};

test.skipIf(!postgres).each(['before', 'after'] as const)(
	'a connection that is cut %s its commit arrived: the work counts once',
	async how => {
		const url = new URL((await postgres?.createDatabase()) ?? '');
		const cutter = await startCutter(Number(url.port));
		url.port = String(cutter.port);
		const {store, effects} = await openPostgres(url.href);
		const log = await addGroup(store, 'team');
		let runs = 0;
		cutter.cutNext(how);
		// No id: were it stored twice, nobody would notice but us.
		const added = await store.transact(({entries}) => {
			runs += 1;
			return entries.append({log, kind: 'message-sent', content: {text: 'once'}});
		});
		expect(cutter.countCuts()).toBe(1);
		expect(runs).toBe(how === 'before' ? 2 : 1);
		expect(added?.seq).toBe(1);
		expect(seqsOf(effects, log)).toEqual([1]);
		expect(await listAll(store, log)).toHaveLength(1);
	},
);

test.skipIf(!postgres)(
	'the log tells once that PostgreSQL was lost, and when it is there again',
	async () => {
		const said: string[] = [];
		const store = await openPostgresStore({
			url: (await postgres?.createDatabase()) ?? '',
			onCommitted: () => undefined,
			logger: {
				warn: (_facts, message) => said.push(message),
				info: message => said.push(message),
			},
		});
		onTestFinished(() => store.close());
		// Several connections, which are all idle then.
		await Promise.all(countTo(5).map(() => store.read(({settings}) => settings.get('a'))));
		await postgres?.restart('fast');
		await waitFor(() => said.length > 0, 'the loss to be noticed');
		await store.read(({settings}) => settings.get('a'));
		expect(said).toEqual(['a connection to PostgreSQL was lost', 'PostgreSQL is there again']);
	},
	60_000,
);
