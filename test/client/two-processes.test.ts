/** Two processes of one account share its database, and either may be killed at any moment. */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {checkConversation} from '../faults/checker.ts';
import {
	addDevice,
	entriesOf,
	joinServer,
	reopenAccount,
	startChatServer,
	textsOf,
	waitForText,
	waitUntilSent,
} from '../helpers/chat-pair.ts';
import {seededRandom} from '../helpers/seeded-random.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const program = fileURLToPath(new URL('../helpers/sending-process.ts', import.meta.url));

type Sender = {
	readonly process: ChildProcess;
	readonly acknowledged: {id: string; seq: number}[];
	readonly exited: Promise<unknown>;
	errors(): string;
};

const startSender = (...args: readonly string[]): Sender => {
	const child = spawn(process.execPath, [program, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	const acknowledged: {id: string; seq: number}[] = [];
	let errors = '';
	let rest = '';
	child.stdout.on('data', (chunk: Buffer) => {
		const lines = (rest + chunk.toString()).split('\n');
		rest = lines.pop() ?? '';
		acknowledged.push(...lines.map(line => JSON.parse(line)));
	});
	child.stderr.on('data', (chunk: Buffer) => {
		errors += chunk.toString();
	});
	return {process: child, acknowledged, exited: once(child, 'exit'), errors: () => errors};
};

test('two processes write and read at the same time, and both have everything once', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice', {dataDir});
	const bob = await joinServer(server, 'bob');
	const log = await alice.resolveTarget('@bob');
	await waitFor(() => bob.getState().conversations.has(log));
	const seen: number[] = [];
	alice.onEntry(entry => {
		if (entry.log === log) {
			seen.push(entry.seq);
		}
	});
	const before = alice.getState().conversations.get(log)?.head ?? 0;
	const sender = startSender(dataDir, 'alice', server.address, '@bob', 'other', '40');
	for (let line = 0; line < 40; line += 1) {
		alice.sendMessage(log, `own ${line}`);
		bob.sendMessage(log, `bob ${line}`);
	}

	await sender.exited;
	expect(sender.process.exitCode, sender.errors()).toBe(0);
	await Promise.all([waitUntilSent(alice), waitUntilSent(bob)]);
	await waitFor(
		() => seen.length === 120,
		() => `120 entries, not ${seen.length}`,
	);
	expect(seen).toEqual(Array.from({length: 120}, (_, index) => before + 1 + index));
	const texts = await textsOf(alice, log);
	for (const prefix of ['own', 'other', 'bob']) {
		const lines = Array.from({length: 40}, (_, line) => `${prefix} ${line}`);
		expect(texts.filter(text => String(text).startsWith(prefix))).toEqual(lines);
	}

	expect(await entriesOf(alice, log)).toEqual(await entriesOf(bob, log));
	expect(sender.acknowledged).toHaveLength(40);
});

test('two clients in one process share the database as well', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const one = await joinServer(server, 'alice', {dataDir});
	const other = reopenAccount(dataDir, 'alice', server.address);
	other.start();
	await other.whenSynced(10_000);
	const log = await one.resolveTarget('#everyone');
	for (let line = 0; line < 30; line += 1) {
		one.sendMessage(log, `one ${line}`);
		other.sendMessage(log, `other ${line}`);
	}

	await Promise.all([waitUntilSent(one), waitUntilSent(other)]);
	await waitForText(one, log, 'other 29');
	await waitForText(other, log, 'one 29');
	expect(await entriesOf(one, log)).toEqual(await entriesOf(other, log));
	expect(await textsOf(one, log)).toHaveLength(60);
	const group = await other.createGroup('side', []);
	await waitFor(() => one.getState().conversations.has(group), 'the other one to hear of it');
});

test('a sender that is killed again and again loses nothing and repeats nothing', async () => {
	const random = seededRandom(5);
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice', {dataDir});
	const bob = await joinServer(server, 'bob');
	const log = await alice.resolveTarget('@bob');
	await alice.stop();
	const acknowledged: {id: string; seq: number}[] = [];
	for (let round = 0; round < 5; round += 1) {
		const sender = startSender(dataDir, 'alice', server.address, '@bob', `round${round}`, '80');
		const enough = Math.floor(random() * 60);
		await waitFor(() => sender.acknowledged.length > enough, sender.errors);
		sender.process.kill('SIGKILL');
		await sender.exited;
		acknowledged.push(...sender.acknowledged);
	}

	const again = reopenAccount(dataDir, 'alice', server.address);
	again.start();
	await again.whenSynced(10_000);
	await waitUntilSent(again);
	await waitForText(bob, log, 'round4 79');
	const fresh = await addDevice(server, 'alice');
	const truth = await entriesOf(fresh, log);
	const copies = new Map([
		['alice', await entriesOf(again, log)],
		['bob', await entriesOf(bob, log)],
	]);
	expect(checkConversation(acknowledged, truth, copies)).toEqual([]);
	const texts = await textsOf(bob, log);
	for (let round = 0; round < 5; round += 1) {
		const lines = Array.from({length: 80}, (_, line) => `round${round} ${line}`);
		expect(texts.filter(text => String(text).startsWith(`round${round} `))).toEqual(lines);
	}
});
