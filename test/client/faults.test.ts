/** Whatever is cut, stopped, lost or stalled: every acknowledged message is there once, and all copies are equal. */
import {expect, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import type {TimelineItem} from '../../source/client/state.ts';
import {checkConversation} from '../faults/checker.ts';
import {
	addDevice,
	type ChatServer,
	entriesOf,
	joinServer,
	quickly,
	reopenAccount,
	startChatServer,
	textsOf,
	waitForText,
	waitUntilSent,
} from '../helpers/chat-pair.ts';
import {startFaultyProxy} from '../helpers/faulty-proxy.ts';
import {startLossyProxy} from '../helpers/lossy-proxy.ts';
import {seededRandom} from '../helpers/seeded-random.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const linesOf = (name: string, count: number): string[] =>
	Array.from({length: count}, (_, index) => `${name} ${index}`);

/** Notes what the server has acknowledged to this client. */
const send = (client: Client, log: number, texts: readonly string[]) => {
	const acknowledged: {id: string; seq: number}[] = [];
	for (const text of texts) {
		const id = client.sendMessage(log, text);
		client.whenSent(id).then(
			({seq}) => acknowledged.push({id, seq}),
			() => undefined,
		);
	}

	return acknowledged;
};

const newestItem = (client: Client, log: number): TimelineItem | undefined => {
	const timeline = client.openTimeline(log);
	timeline.close();
	return timeline.getState().items.at(-1);
};

/** A fresh device sees what the server holds: that is the truth to compare with. */
const expectEqualCopies = async (
	server: ChatServer,
	log: number,
	clients: readonly Client[],
	acknowledged: readonly {id: string; seq: number}[],
): Promise<void> => {
	const name = clients[0]?.getState().account.name ?? '';
	const fresh = await addDevice(server, name);
	const truth = await entriesOf(fresh, log);
	const head = truth.at(-1)?.seq;
	await waitFor(
		() => clients.every(client => newestItem(client, log)?.seq === head),
		'all copies to reach the head',
	);
	const replicas = new Map<string, Awaited<ReturnType<typeof entriesOf>>>();
	for (const [index, client] of clients.entries()) {
		replicas.set(`${client.getState().account.name} (${index})`, await entriesOf(client, log));
	}

	expect(checkConversation(acknowledged, truth, replicas)).toEqual([]);
};

test('what is written without a connection goes out later, in order', async () => {
	const server = await startChatServer();
	const proxy = await startFaultyProxy(server);
	const alice = await joinServer(server, 'alice', {address: proxy.address});
	const bob = await joinServer(server, 'bob');
	const log = await alice.resolveTarget('@bob');
	proxy.setReachable(false);
	proxy.cut();
	await waitFor(() => alice.getState().connection.status === 'offline');
	const texts = linesOf('offline', 30);
	const acknowledged = send(alice, log, texts);
	expect(alice.getState().queued).toBe(30);
	const timeline = alice.openTimeline(log);
	expect(timeline.getState().items.at(-1)?.delivery).toBe('queued');
	proxy.setReachable(true);
	await waitUntilSent(alice);
	await waitForText(bob, log, 'offline 29');
	expect(await textsOf(bob, log)).toEqual(texts);
	await expectEqualCopies(server, log, [alice, bob], acknowledged);
});

test('what was queued when the program ended goes out after its next start', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice', {dataDir});
	const bob = await joinServer(server, 'bob');
	const log = await alice.resolveTarget('@bob');
	await alice.stop();
	const offline = reopenAccount(dataDir, 'alice', server.address);
	send(offline, log, linesOf('queued', 5));
	await offline.stop();
	const again = reopenAccount(dataDir, 'alice', server.address);
	expect(again.getState().queued).toBe(5);
	expect(again.openTimeline(log).getState().items.at(-1)).toMatchObject({
		delivery: 'queued',
		body: {text: 'queued 4'},
	});
	again.start();
	await waitUntilSent(again);
	await waitForText(bob, log, 'queued 4');
	expect(await textsOf(bob, log)).toEqual(linesOf('queued', 5));
});

test('a refused message fails with its reason, the later ones go on, and it can be sent again or taken back', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	await joinServer(server, 'bob');
	const log = await alice.resolveTarget('@bob');
	const refused = alice.sendMessage(log, 'answer to nothing', {replyTo: 999});
	const later = alice.sendMessage(log, 'later');
	await expect(alice.whenSent(refused)).rejects.toThrow(
		'The message that this one answers is not there.',
	);
	await alice.whenSent(later);
	expect(alice.getState()).toMatchObject({queued: 1, failed: 1});
	expect([...alice.getState().failedIn]).toHaveLength(1);
	alice.retryMessage(refused);
	await expect(alice.whenSent(refused)).rejects.toMatchObject({code: 'not-found'});
	expect(alice.discardMessage(refused)).toBe('answer to nothing');
	expect(alice.getState()).toMatchObject({queued: 0, failed: 0});
	expect([...alice.getState().failedIn]).toEqual([]);
	expect(() => alice.sendMessage(log, '  \n ')).toThrow('There is nothing to send.');
	expect(() => alice.sendMessage(log, 'x'.repeat(16_001))).toThrow('at most 16000 characters');
	expect(() => alice.sendMessage(12_345, 'x')).toThrow('no member');
});

test('a server that asks for patience gets the messages later, and in the same order', async () => {
	const server = await startChatServer({hasRateLimits: true});
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const log = await alice.resolveTarget('@bob');
	const everyone = await alice.resolveTarget('#everyone');
	const texts = linesOf('alice', 170);
	send(alice, log, texts);
	send(alice, everyone, texts);
	await waitUntilSent(alice);
	await waitForText(bob, log, 'alice 169');
	await waitForText(bob, everyone, 'alice 169');
	expect(alice.getState().failed).toBe(0);
	expect(await textsOf(bob, log)).toEqual(texts);
	expect(await textsOf(bob, everyone)).toEqual(texts);
});

test('the server stops and comes back while four clients send', async () => {
	const server = await startChatServer();
	const names = ['alice', 'bob', 'carol', 'dave'];
	const clients = await Promise.all(names.map(name => joinServer(server, name)));
	const log = (await clients[0]?.resolveTarget('#everyone')) ?? 0;
	const acknowledged = clients.map((client, index) =>
		send(client, log, linesOf(names[index] ?? '', 60)),
	);
	const total = () => acknowledged.reduce((sum, {length}) => sum + length, 0);
	for (const enough of [20, 90]) {
		await waitFor(() => total() > enough, 'some messages to be acknowledged');
		await server.stop();
		await server.start();
		// Not as long as the server has asked for.
		for (const client of clients) {
			client.reconnect();
		}
	}

	await Promise.all(clients.map(waitUntilSent));
	await expectEqualCopies(server, log, clients, acknowledged.flat());
	expect(total()).toBe(240);
});

test.each([1, 2, 3])('the connection is cut again and again, seed %d', async seed => {
	const random = seededRandom(seed);
	const server = await startChatServer();
	const proxies = await Promise.all([startFaultyProxy(server), startFaultyProxy(server)]);
	const clients = await Promise.all(
		proxies.map((proxy, index) =>
			joinServer(server, ['alice', 'bob'][index] ?? '', {address: proxy.address, random}),
		),
	);
	const [alice, bob] = clients as [Client, Client];
	const log = await alice.resolveTarget('@bob');
	await waitFor(() => bob.getState().conversations.has(log));
	for (const proxy of proxies) {
		// A handshake takes about 3,000 bytes: some connections end before they have begun.
		proxy.cutAfter(() => 1_500 + random() * 25_000);
		proxy.cut();
	}

	const acknowledged = [
		send(alice, log, linesOf('alice', 150)),
		send(bob, log, linesOf('bob', 150)),
	];
	await waitFor(
		() => proxies.every(proxy => proxy.connectionCount > 8),
		'connections to be cut',
		20_000,
	);
	for (const proxy of proxies) {
		proxy.cutAfter(undefined);
		proxy.cut();
	}

	await Promise.all(clients.map(waitUntilSent));
	await expectEqualCopies(server, log, clients, acknowledged.flat());
	const texts = await textsOf(bob, log);
	for (const name of ['alice', 'bob']) {
		expect(texts.filter(text => String(text).startsWith(name))).toEqual(linesOf(name, 150));
	}
});

test('pushes that get lost are fetched as soon as a later one tells of the hole', async () => {
	const random = seededRandom(4);
	const server = await startChatServer();
	let isLossy = true;
	const address = await startLossyProxy(
		server,
		({event}) => event === 'entry-appended' && isLossy && random() < 0.3,
	);
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob', {address, insecure: true});
	const log = await alice.resolveTarget('#everyone');
	const acknowledged = send(alice, log, linesOf('alice', 200));
	await waitUntilSent(alice);
	isLossy = false;
	alice.sendMessage(log, 'the last');
	await waitForText(bob, log, 'the last');
	await expectEqualCopies(server, log, [alice, bob], acknowledged);
});

test('a client that reads too slowly is told to sync, and catches up', async () => {
	const server = await startChatServer();
	const proxy = await startFaultyProxy(server);
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob', {address: proxy.address});
	const log = await alice.resolveTarget('#everyone');
	let syncs = 0;
	bob.subscribe(() => {
		const {connection} = bob.getState();
		syncs += Number(connection.status === 'online' && connection.isSyncing);
	});
	proxy.stall();
	const long = 'x'.repeat(15_900);
	for (let line = 0; line < 600; line += 1) {
		alice.sendMessage(log, `${line} ${long}`);
	}

	await waitUntilSent(alice);
	proxy.resume();
	await waitFor(() => syncs > 0, 'bob to be told');
	await bob.whenSynced(10_000);
	expect(proxy.connectionCount, 'one for signing in, one for the work').toBe(2);
	await expectEqualCopies(server, log, [alice, bob], []);
});

test('a server that falls silent is given up, and found again', async () => {
	const server = await startChatServer();
	const proxy = await startFaultyProxy(server);
	const alice = await joinServer(server, 'alice', {
		address: proxy.address,
		timing: {...quickly.timing, heartbeatMs: 50, silenceMsMax: 300},
	});
	await new Promise(resolve => {
		setTimeout(resolve, 700);
	});
	expect(alice.getState().connection.status, 'heartbeats keep an idle connection').toBe('online');
	const before = proxy.connectionCount;
	proxy.stall();
	await waitFor(() => alice.getState().connection.status !== 'online', 'silence to be noticed');
	proxy.resume();
	await alice.whenSynced(10_000);
	expect(proxy.connectionCount).toBeGreaterThan(before);
});

test('a server that stops says when it is back, and is not asked before', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice', {random: () => 0});
	await server.stop();
	await waitFor(() => alice.getState().connection.status === 'offline');
	const {connection} = alice.getState();
	const waitMs = connection.status === 'offline' ? (connection.retryAt ?? 0) - Date.now() : 0;
	expect(waitMs).toBeGreaterThan(1_000);
	expect(waitMs).toBeLessThanOrEqual(2_000);
});
