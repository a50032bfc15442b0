/** Files between two real clients: sent, fetched, cut, resumed, refused. */
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import type {Client} from '../../../source/client/client-api.ts';
import type {MessageBody, TimelineItem, Transfer} from '../../../source/client/state.ts';
import {
	joinServer,
	registerAccount,
	reopenAccount,
	startChatServer,
	waitForText,
} from '../../helpers/chat-pair.ts';
import {startFaultyProxy} from '../../helpers/faulty-proxy.ts';
import {makeFile, seededBytes} from '../../helpers/files.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const openPair = async () => {
	const server = await startChatServer();
	const proxy = await startFaultyProxy(server);
	const alice = await joinServer({...server, address: proxy.address}, 'alice');
	const bob = await joinServer(server, 'bob');
	const direct = await alice.openDirect(['bob']);
	await waitFor(() => bob.getState().conversations.has(direct), 'bob to be in');
	return {server, proxy, alice, bob, direct};
};

type FileItem = TimelineItem & {readonly body: MessageBody};

/** The messages with a file that the client shows. */
const filesOf = (client: Client, conversation: number): FileItem[] => {
	const timeline = client.openTimeline(conversation);
	const {items} = timeline.getState();
	timeline.close();
	return items.filter(
		(item): item is FileItem => item.body.kind === 'message-sent' && item.body.file !== undefined,
	);
};

const receiveFile = async (client: Client, conversation: number) => {
	await waitFor(() => filesOf(client, conversation).length > 0, 'the file to arrive');
	const item = filesOf(client, conversation).at(-1);
	return {place: {conversation, seq: item?.seq ?? 0}, file: item?.body.file};
};

test('a file goes from one to the other, offline and online, with what it is', async () => {
	const {alice, bob, direct} = await openPair();
	await bob.stop();
	const path = makeFile('notes.txt', 'plain words');
	await alice.whenSent(alice.sendFile(direct, path, 'read this'));
	expect(filesOf(alice, direct)).toMatchObject([
		{delivery: 'sent', body: {text: 'read this', file: {name: 'notes.txt', type: 'text/plain'}}},
	]);
	const {seq = 0} = filesOf(alice, direct)[0] ?? {};
	const target = temporaryFolder();
	const saved = await alice.fetchFile({conversation: direct, seq}, target);
	expect(saved).toBe(join(target, 'notes.txt'));
	expect(readFileSync(saved, 'utf8')).toBe('plain words');
});

test('a file is never saved over another one', async () => {
	const {alice, bob, direct} = await openPair();
	const bytes = seededBytes(300_000);
	alice.sendFile(direct, makeFile('plan.bin', bytes));
	const {place} = await receiveFile(bob, direct);
	const target = temporaryFolder();
	writeFileSync(join(target, 'plan.bin'), 'mine');
	const first = await bob.fetchFile(place, target);
	const second = await bob.fetchFile(place, target);
	expect([first, second]).toEqual([join(target, 'plan (2).bin'), join(target, 'plan (3).bin')]);
	expect(readFileSync(first)).toEqual(bytes);
	expect(readFileSync(second)).toEqual(bytes);
	expect(readFileSync(join(target, 'plan.bin'), 'utf8')).toBe('mine');
	const shown = await bob.fetchFile(place);
	expect(readFileSync(shown)).toEqual(bytes);
	expect(statSync(shown).mode & 0o077).toBe(0);
	expect(await bob.fetchFile(place)).toBe(shown);
});

test('one content in two messages is fetched by both at once, and stays what was sent', async () => {
	const {alice, bob, direct} = await openPair();
	const bytes = seededBytes(3_000_000);
	const path = makeFile(`a.${'x'.repeat(220)}`, bytes);
	await alice.whenSent(alice.sendFile(direct, path));
	await alice.whenSent(alice.sendFile(direct, path));
	await waitFor(() => filesOf(bob, direct).length === 2, 'both to arrive');
	const places = filesOf(bob, direct).map(({seq = 0}) => ({conversation: direct, seq}));
	const folders = places.map(() => temporaryFolder());
	const saved = await Promise.all(
		places.map((place, index) => bob.fetchFile(place, folders[index])),
	);
	const shown = await Promise.all(places.map(place => bob.fetchFile(place)));
	for (const one of [...saved, ...shown]) {
		expect(readFileSync(one).equals(bytes)).toBe(true);
	}

	const [place = {conversation: 0, seq: 0}] = places;
	const third = await bob.fetchFile(place, temporaryFolder());
	writeFileSync(third, Buffer.alloc(bytes.length));
	expect(readFileSync(await bob.fetchFile(place)).equals(bytes)).toBe(true);
});

test('an upload that is cut again and again arrives whole, and once', async () => {
	const {proxy, alice, bob, direct} = await openPair();
	const bytes = seededBytes(3_000_000);
	let cuts = 0;
	proxy.cutAfter(() => {
		cuts += 1;
		return 400_000 + cuts * 50_000;
	});
	proxy.cut();
	await alice.whenSent(alice.sendFile(direct, makeFile('big.bin', bytes)));
	expect(proxy.connectionCount).toBeGreaterThan(4);
	const {place} = await receiveFile(bob, direct);
	expect(filesOf(bob, direct)).toHaveLength(1);
	expect(readFileSync(await bob.fetchFile(place))).toEqual(bytes);
	expect(alice.getState().transfers.size).toBe(0);
});

test('a download that is cut again and again arrives whole', async () => {
	const {proxy, alice, bob, direct} = await openPair();
	const bytes = seededBytes(3_000_000);
	await bob.whenSent(bob.sendFile(direct, makeFile('big.bin', bytes)));
	const {place} = await receiveFile(alice, direct);
	let cuts = 0;
	proxy.cutAfter(() => {
		cuts += 1;
		return 400_000 + cuts * 50_000;
	});
	proxy.cut();
	const target = temporaryFolder();
	expect(readFileSync(await alice.fetchFile(place, target))).toEqual(bytes);
	expect(proxy.connectionCount).toBeGreaterThan(4);
});

test('transfers rest while there is no server, and go on when it is back', async () => {
	const {proxy, alice, bob, direct} = await openPair();
	const bytes = seededBytes(30_000_000);
	await bob.whenSent(bob.sendFile(direct, makeFile('down.bin', bytes)));
	const {place} = await receiveFile(alice, direct);
	const id = alice.sendFile(direct, makeFile('up.bin', bytes));
	const fetched = alice.fetchFile(place, temporaryFolder());
	const isMoving = () =>
		[...alice.getState().transfers.values()].filter(({bytes: done}) => done > 500_000).length === 2;
	await waitFor(isMoving, 'both to move');
	proxy.setReachable(false);
	proxy.cut();
	await waitFor(() => alice.getState().connection.status === 'offline', 'the cut to be noticed');
	await waitFor(
		() => [...alice.getState().transfers.values()].every(({status}) => status === 'waiting'),
		'both to wait',
	);
	proxy.setReachable(true);
	await alice.whenSent(id);
	expect(readFileSync(await fetched).equals(bytes)).toBe(true);
});

test('text passes a file that is still on its way', async () => {
	const {proxy, alice, bob, direct} = await openPair();
	proxy.stall();
	const id = alice.sendFile(direct, makeFile('big.bin', seededBytes(8_000_000)));
	await waitFor(() => alice.getState().transfers.get(id)?.status === 'running', 'the upload');
	alice.sendMessage(direct, 'quick word');
	proxy.resume();
	await waitForText(bob, direct, 'quick word');
	await alice.whenSent(id);
	const {place} = await receiveFile(bob, direct);
	const timeline = bob.openTimeline(direct);
	const quick = timeline
		.getState()
		.items.find(({body}) => body.kind === 'message-sent' && body.text === 'quick word');
	timeline.close();
	expect(quick?.seq).toBeLessThan(place.seq);
});

test('a file queued offline goes out after a restart, and a download goes on', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await registerAccount(server, 'alice', {dataDir});
	alice.start();
	await alice.whenSynced();
	const bob = await joinServer(server, 'bob');
	const direct = await alice.openDirect(['bob']);
	const bytes = seededBytes(500_000);
	await waitFor(() => bob.getState().conversations.has(direct), 'bob to be in');
	await bob.whenSent(bob.sendFile(direct, makeFile('from-bob.bin', bytes)));
	const {place} = await receiveFile(alice, direct);
	await server.stop();
	await waitFor(() => alice.getState().connection.status !== 'online', 'the server to be away');
	alice.sendFile(direct, makeFile('from-alice.bin', bytes));
	const target = temporaryFolder();
	const cut = alice.fetchFile(place, target);
	cut.catch(() => undefined);
	await waitFor(() => alice.getState().transfers.size === 2, 'both to wait for the server');
	await alice.stop();
	await server.start();

	const again = reopenAccount(dataDir, 'alice', server.address);
	again.start();
	await waitFor(() => again.getState().queued === 0, 'the queued file to be sent');
	await waitFor(() => filesOf(bob, direct).length === 2, 'it to arrive');
	await waitFor(() => existsSync(join(target, 'from-bob.bin')), 'the download to end');
	expect(readFileSync(join(target, 'from-bob.bin'))).toEqual(bytes);
});

test('a cancelled upload takes its message with it', async () => {
	const {proxy, alice, bob, direct} = await openPair();
	proxy.stall();
	const id = alice.sendFile(direct, makeFile('big.bin', seededBytes(2_000_000)));
	await waitFor(() => alice.getState().transfers.has(id), 'the upload');
	alice.cancelTransfer(id);
	proxy.resume();
	await waitFor(() => alice.getState().transfers.size === 0, 'the transfer to be gone');
	await alice.whenSent(alice.sendMessage(direct, 'after all not'));
	await waitForText(bob, direct, 'after all not');
	expect(filesOf(bob, direct)).toEqual([]);
	expect(alice.getState().queued).toBe(0);
});

test('what cannot be sent is said on the message, and goes when it can', async () => {
	const {server, alice, bob, direct} = await openPair();
	await alice.request('claim-admin', {code: server.adminCode ?? ''});
	expect(() => alice.sendFile(direct, '/nowhere/at/all')).toThrow('there is no such file');
	expect(() => alice.sendFile(direct, temporaryFolder())).toThrow('it is a folder');
	const path = makeFile('gone.txt', 'words');
	await alice.request('change-server', {fileBytesMax: 3});
	const id = alice.sendFile(direct, path);
	await expect(alice.whenSent(id)).rejects.toMatchObject({code: 'limit-exceeded'});
	expect(filesOf(alice, direct)).toMatchObject([
		{delivery: 'failed', error: expect.stringContaining('at most 3 bytes')},
	]);
	await alice.request('change-server', {fileBytesMax: 3_000});
	alice.retryMessage(id);
	await alice.whenSent(id);
	await receiveFile(bob, direct);
	rmSync(path);
});

test('a file that was made for a message goes with it, and with a folder of its own', async () => {
	const {server, alice, bob, direct} = await openPair();
	await alice.request('claim-admin', {code: server.adminCode ?? ''});
	const make = (name: string): string => {
		const path = join(temporaryFolder(), 'voice', name);
		mkdirSync(dirname(path));
		writeFileSync(path, 'some words');
		return path;
	};
	const refused = make('refused.wav');
	await alice.request('change-server', {fileBytesMax: 3});
	const id = alice.sendFile(direct, refused, '', {isTemporary: true});
	await expect(alice.whenSent(id)).rejects.toMatchObject({code: 'limit-exceeded'});
	await alice.request('change-server', {fileBytesMax: 3_000});
	alice.retryMessage(id);
	await alice.whenSent(id);
	await receiveFile(bob, direct);
	await waitFor(() => !existsSync(dirname(refused)), 'the file to go');

	const beside = make('kept.wav');
	writeFileSync(join(dirname(beside), 'notes.txt'), 'mine');
	await alice.whenSent(alice.sendFile(direct, beside, '', {isTemporary: true}));
	await waitFor(() => !existsSync(beside), 'the file to go');
	expect(readdirSync(dirname(beside))).toEqual(['notes.txt']);
});

test('progress is told while it goes', async () => {
	const {alice, bob, direct} = await openPair();
	const seen: Transfer[] = [];
	alice.subscribe(() => seen.push(...alice.getState().transfers.values()));
	await alice.whenSent(alice.sendFile(direct, makeFile('big.bin', seededBytes(40_000_000))));
	const running = seen.filter(({status}) => status === 'running');
	expect(running[0]).toMatchObject({direction: 'up', name: 'big.bin', size: 40_000_000});
	expect(running.some(({bytes}) => bytes > 0 && bytes < 40_000_000)).toBe(true);
	expect(running.some(({bytesPerSecond = 0}) => bytesPerSecond > 0)).toBe(true);
	await receiveFile(bob, direct);
});
