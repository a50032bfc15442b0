/** The server comes back with another history: what was copied of the old one is forgotten, what was written here is not. */
import fs, {cpSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {dirname, join} from 'node:path';
import Database from 'better-sqlite3';
import {expect, onTestFinished, test, vi} from 'vitest';
import {
	type ChatServer,
	databaseFile,
	entriesOf,
	joinServer,
	reopenAccount,
	startChatServer,
	textsOf,
	waitForText,
	waitUntilSent,
} from '../helpers/chat-pair.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

/** Brings back the files of `backup`, and a new epoch, as restoring does. The server must be stopped. */
const restore = (server: ChatServer, backup: string): void => {
	rmSync(server.dataDir, {recursive: true});
	cpSync(backup, server.dataDir, {recursive: true});
	const database = new Database(join(server.dataDir, 'server.db'));
	database.prepare("UPDATE setting SET value = 'restored' WHERE key = 'epoch'").run();
	database.close();
};

const backUp = (server: ChatServer): string => {
	const backup = join(temporaryFolder(), 'backup');
	cpSync(server.dataDir, backup, {recursive: true});
	return backup;
};

test('a restored server: the copy begins anew, the outbox goes out, drafts stay', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const log = await alice.resolveTarget('@bob');
	alice.sendMessage(log, 'before the backup');
	await waitForText(bob, log, 'before the backup');
	await server.stop();
	const backup = backUp(server);
	await server.start();
	alice.reconnect();
	await alice.whenSynced(10_000);
	alice.sendMessage(log, 'after the backup');
	await waitUntilSent(alice);
	await waitFor(async () => (await textsOf(alice, log)).includes('after the backup'));
	await server.stop();
	await waitFor(() => alice.getState().connection.status !== 'online');
	alice.sendMessage(log, 'while it was away');
	alice.saveDraft(log, 'half a thought');
	const timeline = alice.openTimeline(log);
	restore(server, backup);
	await server.start();
	for (const client of [alice, bob]) {
		client.reconnect();
		await client.whenSynced(10_000);
	}

	await waitUntilSent(alice);
	await waitForText(bob, log, 'while it was away');
	const texts = ['before the backup', 'while it was away'];
	expect(await textsOf(alice, log)).toEqual(texts);
	expect(await entriesOf(alice, log)).toEqual(await entriesOf(bob, log));
	expect(alice.getState()).toMatchObject({historyResets: 1, queued: 0});
	expect(alice.getState().conversations.get(log)).toMatchObject({draft: 'half a thought'});
	const {keptHistory = ''} = alice.getState();
	const kept = readFileSync(keptHistory, 'utf8').trim().split('\n');
	expect(statSync(keptHistory).mode & 0o777).toBe(0o600);
	expect(kept.map(line => JSON.parse(line))).toMatchObject([
		{in: '@bob', sender: 'alice', text: 'before the backup'},
		{in: '@bob', sender: 'alice', text: 'after the backup', at: expect.any(Number)},
	]);
	const shown = timeline.getState().items.flatMap(({body}) => ('text' in body ? [body.text] : []));
	expect(shown).toEqual(texts);
});

test('two clients on one database both notice that the history was reset', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const one = await joinServer(server, 'alice', {dataDir});
	const log = await one.resolveTarget('#everyone');
	await server.stop();
	const backup = backUp(server);
	await server.start();
	one.reconnect();
	const other = reopenAccount(dataDir, 'alice', server.address);
	other.start();
	for (const client of [one, other]) {
		await client.whenSynced(10_000);
	}

	for (let line = 0; line < 5; line += 1) {
		await one.whenSent(one.sendMessage(log, `gone ${line}`));
	}

	await waitForText(other, log, 'gone 4');
	await server.stop();
	restore(server, backup);
	await server.start();
	for (const client of [one, other]) {
		client.reconnect();
		await client.whenSynced(10_000);
	}

	one.sendMessage(log, 'anew');
	for (const client of [one, other]) {
		await waitFor(async () => (await textsOf(client, log)).includes('anew'));
		expect(await textsOf(client, log)).toEqual(['anew']);
		expect(client.getState().historyResets).toBe(1);
	}
});

test('what waits for a conversation whose number is another one now does not reach strangers', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	await joinServer(server, 'bob');
	const carol = await joinServer(server, 'carol');
	await server.stop();
	const backup = backUp(server);
	await server.start();
	alice.reconnect();
	await alice.whenSynced(10_000);
	const withBob = await alice.resolveTarget('@bob');
	await server.stop();
	await waitFor(() => alice.getState().connection.status !== 'online');
	alice.sendMessage(withBob, 'for bob alone');
	restore(server, backup);
	await server.start();
	carol.reconnect();
	await carol.whenSynced(10_000);
	const withCarol = await carol.resolveTarget('@alice');
	expect(withCarol, 'the number is given again').toBe(withBob);
	alice.reconnect();
	await alice.whenSynced(10_000);
	await waitFor(() => alice.getState().failed === 1, 'the message to be held back');
	expect(alice.getState().conversations.get(withCarol)?.name).toBe('carol');
	expect(await textsOf(carol, withCarol)).toEqual([]);
	const [item] = alice.openTimeline(withCarol).getState().items.slice(-1);
	expect(item).toMatchObject({delivery: 'failed', body: {text: 'for bob alone'}});
	expect(item?.error).toContain('another one now');
});

test('a copy that cannot be written down is not forgotten', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice', {dataDir});
	const log = await alice.resolveTarget('#everyone');
	await server.stop();
	const backup = backUp(server);
	await server.start();
	alice.reconnect();
	await alice.whenSent(alice.sendMessage(log, 'after the backup'));
	await waitFor(async () => (await textsOf(alice, log)).includes('after the backup'));
	await server.stop();
	restore(server, backup);
	const folder = dirname(databaseFile(dataDir, 'alice', server.address));
	let mayWrite = false;
	const {writeFileSync: writeFile} = fs;
	const write = vi.spyOn(fs, 'writeFileSync').mockImplementation((...args) => {
		if (!mayWrite) {
			throw Object.assign(new Error('no space left on device'), {code: 'ENOSPC'});
		}

		return writeFile(...args);
	});
	syncBuiltinESMExports();
	onTestFinished(() => {
		write.mockRestore();
		syncBuiltinESMExports();
	});
	await server.start();
	alice.reconnect();
	await waitFor(() => {
		const {connection} = alice.getState();
		return connection.status === 'offline' && (connection.error ?? '').includes('cannot be kept');
	}, 'the disk to be complained about');
	expect(readdirSync(folder).filter(name => name.startsWith('history-'))).toEqual([]);
	expect(alice.getState().historyResets).toBeUndefined();
	expect(await textsOf(alice, log)).toEqual(['after the backup']);
	mayWrite = true;
	alice.reconnect();
	await waitFor(() => alice.getState().historyResets === 1, 'the copy to be written down');
	expect(readFileSync(alice.getState().keptHistory ?? '', 'utf8')).toContain('after the backup');
});
