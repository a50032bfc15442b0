/** Two people talk: over a real server and TLS sockets. */
import {expect, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
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
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

test('two people see each other and converse', async () => {
	const server = await startChatServer({serverName: 'home'});
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	await waitFor(() => [...alice.getState().people.values()].some(({name}) => name === 'bob'));
	const withBob = await alice.resolveTarget('@bob');
	const sent = await alice.whenSent(alice.sendMessage(withBob, 'Hello 世界 👩‍👩‍👧'));
	await waitForText(bob, withBob, 'Hello 世界 👩‍👩‍👧');
	expect(bob.getState().conversations.get(withBob)).toMatchObject({
		kind: 'direct',
		name: 'alice',
		unread: 1,
		head: sent.seq,
	});
	expect(alice.getState()).toMatchObject({
		serverName: 'home',
		connection: {status: 'online', isSyncing: false},
		queued: 0,
	});

	const reply = bob.sendMessage(withBob, 'Hi @alice', {replyTo: sent.seq});
	await waitForText(alice, withBob, 'Hi @alice');
	await bob.whenSent(reply);
	expect(await entriesOf(alice, withBob)).toEqual(await entriesOf(bob, withBob));
	const [item] = alice.openTimeline(withBob).getState().items.slice(-1);
	expect(item).toMatchObject({
		isOwn: false,
		sender: {name: 'bob'},
		body: {isMentioned: true, replyTo: {seq: sent.seq, sender: 'alice'}},
	});
	expect(alice.getState().conversations.get(withBob)).toMatchObject({unread: 1, mentions: 1});
});

test('reading is told to the own devices and to the peer, typing and presence too', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const bobsPhone = await addDevice(server, 'bob');
	await alice.request('request-friend', {name: 'bob'});
	await bob.request('answer-friend', {name: 'alice', accept: true});
	const log = await alice.resolveTarget('@bob');
	const {seq} = await alice.whenSent(alice.sendMessage(log, 'read me'));
	const timeline = alice.openTimeline(log);
	const unread = () => bobsPhone.getState().conversations.get(log)?.unread;
	await waitFor(() => unread() === 1 && bob.getState().conversations.get(log)?.head === seq);
	expect(timeline.getState().items.at(-1)?.delivery).toMatch(/sent|delivered/);
	bob.markRead(log, seq);
	expect(bob.getState().conversations.get(log)?.unread).toBe(0);
	await waitFor(() => unread() === 0, 'the other device to follow');
	await waitFor(() => timeline.getState().items.at(-1)?.delivery === 'read', 'the peer to know');

	bob.setTyping(log, true);
	await waitFor(() => alice.getState().typing.get(log)?.[0]?.name === 'bob', 'bob to type');
	bob.sendMessage(log, 'done');
	await waitForText(alice, log, 'done');
	expect(alice.getState().typing.size).toBe(0);

	const bobSeenByAlice = () =>
		[...alice.getState().people.values()].find(({name}) => name === 'bob')?.presence;
	await waitFor(() => bobSeenByAlice() === 'online', 'bob to be online');
	await Promise.all([bob.stop(), bobsPhone.stop()]);
	await waitFor(() => bobSeenByAlice() === 'offline', 'bob to be offline');
});

test('what comes while one is away is there after the next start, in order, and counted', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob', {dataDir});
	const log = await alice.resolveTarget('@bob');
	await waitFor(() => bob.getState().conversations.has(log));
	await bob.stop();
	const texts = Array.from({length: 450}, (_, index) => `line ${index}`);
	for (const text of texts) {
		alice.sendMessage(log, text);
	}

	await waitUntilSent(alice);
	const again = reopenAccount(dataDir, 'bob', server.address);
	const caughtUp: number[] = [];
	again.onEntry(({log: of, seq}, {isCatchUp}) => {
		if (of === log && isCatchUp) {
			caughtUp.push(seq);
		}
	});
	again.start();
	await again.whenSynced(10_000);
	expect(again.getState().conversations.get(log)?.unread).toBe(450);
	expect(caughtUp).toHaveLength(450);
	expect(await textsOf(again, log)).toEqual(texts);
});

test('a new device fetches the newest page, and the rest when it is scrolled to', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	await joinServer(server, 'bob');
	const log = await alice.resolveTarget('@bob');
	for (let line = 0; line < 300; line += 1) {
		alice.sendMessage(log, `line ${line}`);
	}

	await waitUntilSent(alice);
	const phone = await addDevice(server, 'bob');
	const timeline = phone.openTimeline(log);
	expect(timeline.getState().items).toHaveLength(50);
	expect(phone.getState().conversations.get(log)?.unread).toBe(300);
	for (;;) {
		const {hasOlder, isLoading} = timeline.getState();
		if (!hasOlder) {
			break;
		}

		timeline.loadOlder();
		await waitFor(() => !timeline.getState().isLoading);
		expect(isLoading).toBe(false);
	}

	expect(timeline.getState().items[0]?.seq).toBe(1);
	expect(await entriesOf(phone, log)).toEqual(await entriesOf(alice, log));
});

test('both encodings say the same', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice', {encoding: 'json'});
	const bob = await joinServer(server, 'bob', {encoding: 'msgpack'});
	const log = await alice.resolveTarget('@bob');
	alice.sendMessage(log, 'via json');
	await waitForText(bob, log, 'via json');
	bob.sendMessage(log, 'via msgpack');
	await waitForText(alice, log, 'via msgpack');
	expect(await entriesOf(alice, log)).toEqual(await entriesOf(bob, log));
});

test('the first message of a new conversation counts as new, what was missed while away does not', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob', {dataDir});
	const news = (client: Client): string[] => {
		const texts: string[] = [];
		client.onEntry(({kind, content}, {isCatchUp}) => {
			if (kind === 'message-sent') {
				texts.push(`${content.text}${isCatchUp ? ' (missed)' : ''}`);
			}
		});
		return texts;
	};

	const heard = news(bob);
	const log = await alice.resolveTarget('@bob');
	alice.sendMessage(log, 'one');
	await waitFor(() => heard.length === 1);
	expect(heard).toEqual(['one']);
	await bob.stop();
	await alice.whenSent(alice.sendMessage(log, 'two'));
	const again = reopenAccount(dataDir, 'bob', server.address);
	const heardLater = news(again);
	again.start();
	await again.whenSynced(10_000);
	alice.sendMessage(log, 'three');
	await waitFor(() => heardLater.length === 2);
	expect(heardLater).toEqual(['two (missed)', 'three']);
});

test('a draft is there at the next start', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const alice = await joinServer(server, 'alice', {dataDir});
	const everyone = await alice.resolveTarget('#everyone');
	alice.saveDraft(everyone, 'not yet');
	expect(alice.getState().conversations.get(everyone)?.draft).toBe('not yet');
	await alice.stop();
	const again = reopenAccount(dataDir, 'alice', server.address);
	expect(again.getState().conversations.get(everyone)?.draft).toBe('not yet');
});
