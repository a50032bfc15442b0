/** The promise under SIGKILL: whatever was acknowledged is there exactly once, in one order, everywhere. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {connect, register} from '../../source/client/library.ts';
import type {Entry} from '../../source/protocol/entries.ts';
import {findFreePort, type ServerProcess, spawnServer} from '../helpers/program.ts';
import {seededRandom} from '../helpers/seeded-random.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {type Acknowledged, findBrokenPromises} from './log-checker.ts';

const names = ['alice', 'bob', 'carol', 'dave'];
const password = 'correct-horse';
const rounds = 20;
const seed = Number(process.env.CHAT_TUI_TEST_SEED ?? 7);
const timing = {
	retryDelayMsBase: 20,
	retryDelayMsMax: 200,
	connectTimeoutMs: 2_000,
	handshakeTimeoutMs: 2_000,
};

const startServer = (dataDir: string, port: number): Promise<ServerProcess> =>
	spawnServer({dataDir, port, args: ['--no-rate-limits']});

const folderOf = (folder: string, name: string): string => join(folder, name);

/** Accounts for all, and a group with all of them; the clients stay connected. */
const openClients = async (folder: string, server: string): Promise<Client[]> => {
	const clients: Client[] = [];
	for (const name of names) {
		const account = {server, name, password, acceptNew: true, dataDir: folderOf(folder, name)};
		await (await register({...account, timing})).stop();
		clients.push(await connect({...account, timing}));
	}

	await clients[0]?.createGroup('crew', names.slice(1));
	return clients;
};

const readAll = async (client: Client, conversation: number): Promise<readonly Entry[]> =>
	client.readEntries(conversation, {limit: 1_000_000});

const headOf = (client: Client, conversation: number): number =>
	client.getState().conversations.get(conversation)?.head ?? 0;

/** What a device that has nothing yet gets from the server: the server's own log. */
const readServerLog = async (
	folder: string,
	server: string,
	conversation: number,
): Promise<readonly Entry[]> => {
	const dataDir = folderOf(folder, 'witness');
	const witness = await connect({server, name: 'alice', password, acceptNew: true, dataDir});
	try {
		return await readAll(witness, conversation);
	} finally {
		await witness.stop();
	}
};

/** Waits until every client has the whole log, and compares them all with the server. */
const findBrokenIn = async (
	clients: readonly Client[],
	options: {
		folder: string;
		server: string;
		conversation: number;
		acknowledged: readonly Acknowledged[];
	},
): Promise<string[]> => {
	const {folder, server, conversation, acknowledged} = options;
	await waitFor(
		() => clients.every(client => client.getState().queued === 0),
		'every outbox to be empty',
		60_000,
	);
	const log = await readServerLog(folder, server, conversation);
	const head = log.at(-1)?.seq ?? 0;
	await waitFor(
		() => clients.every(client => headOf(client, conversation) === head),
		`every client to know entry ${head}`,
		60_000,
	);
	const replicas = new Map<string, readonly Entry[]>();
	for (const client of clients) {
		replicas.set(client.getState().account.name, await readAll(client, conversation));
	}

	return findBrokenPromises(acknowledged, log, replicas);
};

test(`loses nothing when the server is killed ${rounds} times while four clients send`, async () => {
	const random = seededRandom(seed);
	const folder = temporaryFolder();
	const port = await findFreePort();
	const server = `127.0.0.1:${port}`;
	const dataDir = folderOf(folder, 'server');
	let running = await startServer(dataDir, port);
	const clients = await openClients(folder, server);
	onTestFinished(async () => {
		await Promise.all(clients.map(client => client.stop()));
		await running.kill('SIGKILL');
	});
	const conversation = (await clients[0]?.resolveTarget('#crew')) ?? 0;
	await waitFor(() => clients.every(client => client.findTarget('#crew') === conversation));

	const acknowledged: Acknowledged[] = [];
	let isSending = true;
	const send = async (client: Client): Promise<void> => {
		const {name} = client.getState().account;
		for (let count = 1; isSending; count++) {
			const id = client.sendMessage(conversation, `${name} ${count}`);
			const {seq} = await client.whenSent(id);
			acknowledged.push({id, seq});
		}
	};
	// Several at once per client, so that a kill always finds some on their way.
	const senders = clients.flatMap(client => [1, 2, 3, 4].map(() => send(client)));

	for (let round = 0; round < rounds; round++) {
		const goal = acknowledged.length + 1 + Math.floor(random() * 60);
		await waitFor(() => acknowledged.length >= goal, `${goal} acknowledgements`, 30_000);
		await running.kill('SIGKILL');
		running = await startServer(dataDir, port);
	}

	isSending = false;
	await Promise.all(senders);
	expect(acknowledged.length).toBeGreaterThan(rounds);
	const context = {folder, server, conversation, acknowledged};
	expect(await findBrokenIn(clients, context), `seed ${seed}`).toEqual([]);
});

type Sender = {readonly process: ChildProcess; readonly exited: Promise<unknown>};

/** A client of its own process that sends without pause and prints what was acknowledged. */
const spawnSender = (
	options: {server: string; name: string; dataDir: string},
	onAcknowledged: (acknowledged: Acknowledged) => void,
): Sender => {
	const script = fileURLToPath(new URL('../helpers/sending-client.ts', import.meta.url));
	const child = spawn(process.execPath, [script, JSON.stringify(options)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	createInterface({input: child.stdout}).on('line', line => {
		onAcknowledged(JSON.parse(line) as Acknowledged);
	});
	return {process: child, exited: once(child, 'close')};
};

test(`loses nothing when clients are killed ${rounds} times while they send`, async () => {
	const random = seededRandom(seed);
	const folder = temporaryFolder();
	const port = await findFreePort();
	const server = `127.0.0.1:${port}`;
	const running = await startServer(folderOf(folder, 'server'), port);
	const first = await openClients(folder, server);
	const conversation = (await first[0]?.resolveTarget('#crew')) ?? 0;
	await Promise.all(first.map(client => client.stop()));

	const acknowledged: Acknowledged[] = [];
	const start = (name: string): Sender =>
		spawnSender({server, name, dataDir: folderOf(folder, name)}, entry => acknowledged.push(entry));
	const senders = new Map(names.map(name => [name, start(name)]));
	onTestFinished(async () => {
		for (const sender of senders.values()) {
			sender.process.kill('SIGKILL');
		}

		await running.kill('SIGKILL');
	});

	for (let round = 0; round < rounds; round++) {
		const name = names[Math.floor(random() * names.length)] ?? 'alice';
		const goal = acknowledged.length + 1 + Math.floor(random() * 40);
		await waitFor(() => acknowledged.length >= goal, `${goal} acknowledgements`, 30_000);
		const sender = senders.get(name);
		sender?.process.kill('SIGKILL');
		await sender?.exited;
		senders.set(name, start(name));
	}

	for (const {process: child, exited} of senders.values()) {
		child.kill('SIGKILL');
		await exited;
	}

	// What was still queued in the killed clients' outboxes is sent by their next start.
	const clients: Client[] = [];
	for (const name of names) {
		clients.push(await connect({server, name, dataDir: folderOf(folder, name), timing}));
	}

	onTestFinished(async () => {
		await Promise.all(clients.map(client => client.stop()));
	});
	expect(acknowledged.length).toBeGreaterThan(rounds);
	const context = {folder, server, conversation, acknowledged};
	expect(await findBrokenIn(clients, context), `seed ${seed}`).toEqual([]);
});
