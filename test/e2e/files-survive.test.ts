/** Files under SIGKILL of either side: whole, once, and nothing half-written stays. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {connect, register} from '../../source/client/library.ts';
import {makeFile, seededBytes} from '../helpers/files.ts';
import {findFreePort, type ServerProcess, spawnServer} from '../helpers/program.ts';
import {seededRandom} from '../helpers/seeded-random.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const password = 'correct-horse';
const timing = {
	retryDelayMsBase: 20,
	retryDelayMsMax: 200,
	connectTimeoutMs: 2_000,
	handshakeTimeoutMs: 2_000,
};
const seed = Number(process.env.CHAT_TUI_TEST_SEED ?? 11);
const kills = 6;

const openClient = async (folder: string, server: string, name: string): Promise<Client> => {
	const account = {server, name, password, acceptNew: true, dataDir: join(folder, name), timing};
	await (await register(account)).stop();
	const client = await connect(account);
	onTestFinished(() => client.stop());
	return client;
};

const startPair = async () => {
	const folder = temporaryFolder();
	const port = await findFreePort();
	const server = `127.0.0.1:${port}`;
	const start = (): Promise<ServerProcess> =>
		spawnServer({dataDir: join(folder, 'server'), port, args: ['--no-rate-limits']});
	let running = await start();
	onTestFinished(() => running.kill('SIGKILL'));
	const alice = await openClient(folder, server, 'alice');
	const bob = await openClient(folder, server, 'bob');
	const direct = await alice.openDirect(['bob']);
	await waitFor(() => bob.getState().conversations.has(direct), 'bob to be in');
	return {
		folder,
		server,
		alice,
		bob,
		direct,
		async killServer() {
			await running.kill('SIGKILL');
			running = await start();
		},
	};
};

const seqOf = async (client: Client, conversation: number, name: string): Promise<number> => {
	const {files} = await client.listFiles(conversation);
	return files.find(({file}) => file.name === name)?.seq ?? 0;
};

test(`a file arrives whole when the server is killed ${kills} times meanwhile`, async () => {
	const random = seededRandom(seed);
	const {folder, alice, bob, direct, killServer} = await startPair();
	const up = seededBytes(60_000_000, 1);
	const down = seededBytes(60_000_000, 2);
	await bob.whenSent(bob.sendFile(direct, makeFile('from-bob.bin', down)));
	const into = temporaryFolder();
	const sent = alice.whenSent(alice.sendFile(direct, makeFile('from-alice.bin', up)));
	const place = {conversation: direct, seq: await seqOf(bob, direct, 'from-bob.bin')};
	const fetched = alice.fetchFile(place, into);
	for (let count = 0; count < kills; count += 1) {
		await delay(40 + random() * 160);
		await killServer();
	}

	await sent;
	expect(readFileSync(await fetched).equals(down)).toBe(true);
	await waitFor(() => bob.getState().connection.status === 'online', 'bob to be back');
	const seq = await seqOf(alice, direct, 'from-alice.bin');
	expect(readFileSync(await bob.fetchFile({conversation: direct, seq})).equals(up)).toBe(true);
	expect((await bob.listFiles(direct)).files).toHaveLength(2);
	await waitFor(
		() => readdirSync(join(folder, 'server', 'files', 'parts')).length === 0,
		'no part to be left on the server',
	);
	expect(readdirSync(into)).toEqual(['from-bob.bin']);
}, 120_000);

const moving = fileURLToPath(new URL('../helpers/file-moving-client.ts', import.meta.url));

const startMoving = (task: object): ChildProcess =>
	spawn(process.execPath, ['--disable-warning=ExperimentalWarning', moving, JSON.stringify(task)], {
		stdio: ['ignore', 'inherit', 'inherit'],
	});

test(`a file is sent and fetched once by a client that is killed ${kills} times meanwhile`, async () => {
	const random = seededRandom(seed + 1);
	const {folder, server, alice, bob, direct} = await startPair();
	const up = seededBytes(40_000_000, 3);
	const down = seededBytes(40_000_000, 4);
	await bob.whenSent(bob.sendFile(direct, makeFile('from-bob.bin', down)));
	await alice.stop();
	const into = join(temporaryFolder(), 'from-bob.bin');
	const task = {
		server,
		name: 'alice',
		dataDir: join(folder, 'alice'),
		conversation: direct,
		send: makeFile('from-alice.bin', up),
		fetch: await seqOf(bob, direct, 'from-bob.bin'),
		into,
	};
	for (let count = 0; count < kills; count += 1) {
		const child = startMoving(task);
		const exited = once(child, 'exit');
		await Promise.race([exited, delay(500 + random() * 400)]);
		child.kill('SIGKILL');
		await exited;
	}

	const last = startMoving(task);
	expect((await once(last, 'exit'))[0]).toBe(0);
	expect(readFileSync(into).equals(down)).toBe(true);
	const {files} = await bob.listFiles(direct);
	expect(files.map(({file}) => file.name)).toEqual(['from-alice.bin', 'from-bob.bin']);
	const seq = await seqOf(bob, direct, 'from-alice.bin');
	expect(readFileSync(await bob.fetchFile({conversation: direct, seq})).equals(up)).toBe(true);
	expect(existsSync(into)).toBe(true);
	expect(readdirSync(join(folder, 'alice', 'parts'))).toEqual([]);
}, 120_000);
