/** What the server removes by age goes from the copies of its clients, and from all that they show of it. */
import {existsSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {ageHistory, dayMs, endNotice} from '../helpers/age-history.ts';
import {
	addDevice,
	joinServer,
	reopenAccount,
	startChatServer,
	textsOf,
	waitForText,
} from '../helpers/chat-pair.ts';
import {startFaultyProxy} from '../helpers/faulty-proxy.ts';
import {makeFile} from '../helpers/files.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {connectWire, password} from '../helpers/wire-client.ts';

const monthMs = 30 * dayMs;
const patience = {sweepMs: 10, retentionMs: 30};

const openPair = async () => {
	const server = await startChatServer({patience});
	const folders = {alice: temporaryFolder(), bob: temporaryFolder()};
	const alice = await joinServer(server, 'alice', {dataDir: folders.alice});
	const bob = await joinServer(server, 'bob', {dataDir: folders.bob});
	const direct = await alice.openDirect(['bob']);
	await waitFor(() => bob.getState().conversations.has(direct), 'bob to be in');
	return {server, folders, alice, bob, direct};
};

const send = (client: Client, conversation: number, text: string, more = {}) =>
	client.whenSent(client.sendMessage(conversation, text, more));

const signInAs = async (port: number, name: string) => {
	const wire = await connectWire({port});
	await wire.request('log-in', {name, password, device: 'wire'});
	return wire;
};

/** Makes everything up to `until` too old, and waits until the server has removed it. */
const trim = async (
	{server, alice}: {server: {dataDir: string}; alice: Client},
	conversation: number,
	until: number,
): Promise<void> => {
	ageHistory(server.dataDir, conversation, {until, byMs: 2 * monthMs});
	await alice.request('set-retention', {conversation, retentionMs: monthMs});
	endNotice(server.dataDir, conversation);
	await waitFor(
		() => alice.getState().conversations.get(conversation)?.trimmedSeq === until,
		'alice to be told',
	);
};

const storedSeqs = (client: Client, conversation: number): number[] =>
	client.readStored(conversation, {after: 0, limit: 1_000}).map(({entry}) => entry.seq);

const untilTrimmed = (client: Client, conversation: number, seq: number) =>
	waitFor(
		() =>
			client.getState().conversations.get(conversation)?.trimmedSeq === seq &&
			(storedSeqs(client, conversation)[0] ?? seq + 1) === seq + 1,
		`the copy to begin after ${seq}`,
	);

test('the copy, search, pins and the timeline of who is online follow', async () => {
	const pair = await openPair();
	const {alice, bob, direct} = pair;
	const old = await send(alice, direct, 'a forgotten word');
	await waitForText(bob, direct, 'a forgotten word');
	await alice.pinMessage({conversation: direct, seq: old.seq}, true);
	await waitFor(() => bob.getState().conversations.get(direct)?.pins.length === 1, 'the pin');
	await alice.editMessage({conversation: direct, seq: old.seq}, 'a forgotten word, edited');
	const answer = await send(bob, direct, 'an answer', {replyTo: old.seq});
	await waitForText(alice, direct, 'an answer');
	const timeline = bob.openTimeline(direct);
	const shown = () =>
		timeline.getState().items.map(({body}) => (body.kind === 'message-sent' ? body : body.kind));
	expect(shown()).toMatchObject([
		'conversation-created',
		{text: 'a forgotten word, edited'},
		'message-pinned',
		{replyTo: {text: 'a forgotten word, edited'}},
	]);
	expect(bob.searchMessages('forgotten')).toHaveLength(1);

	await trim(pair, direct, old.seq);
	await untilTrimmed(bob, direct, old.seq);
	expect(shown()).toMatchObject([
		'history-trimmed',
		'message-pinned',
		{text: 'an answer', replyTo: {seq: old.seq}},
		'retention-changed',
	]);
	const [top, , quoting] = timeline.getState().items;
	expect(top?.body).toMatchObject({retentionMs: monthMs});
	expect(quoting?.body).not.toHaveProperty('replyTo.text');
	expect(timeline.getState()).toMatchObject({hasOlder: false, hasNewer: false, isLoading: false});
	expect(bob.searchMessages('forgotten')).toEqual([]);
	expect(bob.getState().conversations.get(direct)).toMatchObject({pins: [], trimmedSeq: old.seq});
	expect(bob.listVersions({conversation: direct, seq: old.seq})).toEqual([]);
	expect(await textsOf(bob, direct)).toEqual(['an answer']);
	await expect(bob.findMessage(direct, old.seq.toString().padStart(8, '0'))).rejects.toThrow();
	await send(alice, direct, 'and on');
	await waitForText(bob, direct, 'and on');
	expect(await textsOf(bob, direct)).toEqual(['an answer', 'and on']);
	expect(answer.seq).toBeGreaterThan(old.seq);
});

test('who was away loses it on coming back, with the rest in place', async () => {
	const pair = await openPair();
	const {server, folders, alice, bob, direct} = pair;
	for (let count = 1; count <= 30; count += 1) {
		await send(alice, direct, `message ${count}`);
	}

	await waitForText(bob, direct, 'message 30');
	await bob.stop();
	const {seq: last} = await send(alice, direct, 'unseen and gone');
	await send(alice, direct, 'unseen');
	await trim(pair, direct, last);
	const back = reopenAccount(folders.bob, 'bob', server.address);
	// It is still there until the server has been heard.
	expect(storedSeqs(back, direct)).toHaveLength(31);
	back.start();
	await back.whenSynced(10_000);
	await untilTrimmed(back, direct, last);
	await waitForText(back, direct, 'unseen');
	expect(await textsOf(back, direct)).toEqual(['unseen']);
	expect(back.getState().conversations.get(direct)).toMatchObject({unread: 1});
	expect(back.searchMessages('message')).toEqual([]);
	const fresh = await addDevice(server, 'bob');
	await waitForText(fresh, direct, 'unseen');
	expect(storedSeqs(fresh, direct)).toEqual(storedSeqs(back, direct));
});

test('a conversation that is wholly gone is empty and goes on', async () => {
	const pair = await openPair();
	const {server, folders, alice, bob, direct} = pair;
	await send(alice, direct, 'one');
	await waitForText(bob, direct, 'one');
	await bob.stop();
	await alice.request('set-retention', {conversation: direct, retentionMs: monthMs});
	endNotice(server.dataDir, direct);
	const head = (await send(alice, direct, 'two')).seq;
	ageHistory(server.dataDir, direct, {byMs: 2 * monthMs});
	await untilTrimmed(alice, direct, head);
	const back = reopenAccount(folders.bob, 'bob', server.address);
	back.start();
	await back.whenSynced(10_000);
	await untilTrimmed(back, direct, head);
	const fresh = await addDevice(server, 'bob');
	await untilTrimmed(fresh, direct, head);
	for (const client of [alice, back, fresh]) {
		const timeline = client.openTimeline(direct);
		expect(timeline.getState()).toMatchObject({
			items: [{body: {kind: 'history-trimmed'}}],
			hasOlder: false,
			hasNewer: false,
			isLoading: false,
		});
		timeline.close();
		expect(client.getState().conversations.get(direct)).toMatchObject({head, unread: 0});
		expect(client.isWhole(direct)).toBe(true);
	}

	await send(fresh, direct, 'three');
	for (const client of [alice, back, fresh]) {
		await waitForText(client, direct, 'three');
		expect(await textsOf(client, direct)).toEqual(['three']);
	}
});

test('a fetched file goes with its message', async () => {
	const pair = await openPair();
	const {server, folders, alice, bob, direct} = pair;
	await alice.whenSent(alice.sendFile(direct, makeFile('plan.txt', 'the plan')));
	await waitFor(() => bob.getState().conversations.get(direct)?.unread === 1, 'the file');
	const {head: seq = 0} = bob.getState().conversations.get(direct) ?? {};
	const path = await bob.fetchFile({conversation: direct, seq});
	expect(readFileSync(path, 'utf8')).toBe('the plan');
	await bob.stop();
	await trim(pair, direct, seq);
	const back = reopenAccount(folders.bob, 'bob', server.address);
	back.start();
	await untilTrimmed(back, direct, seq);
	await waitFor(() => !existsSync(path), 'the copy of the file to go');
	await expect(back.fetchFile({conversation: direct, seq})).rejects.toMatchObject({
		code: 'not-found',
	});
});

test('a message that was stored and removed unseen leaves the outbox', async () => {
	const pair = await openPair();
	const {server, folders, alice, bob, direct} = pair;
	await send(bob, direct, 'hello');
	const proxy = await startFaultyProxy(server);
	const data = temporaryFolder();
	const away = await addDevice({...server, address: proxy.address}, 'bob', data);
	const {port} = server;
	// Stored by the server, whose answer never came: the same id from another connection.
	proxy.setReachable(false);
	proxy.cut();
	await waitFor(() => away.getState().connection.status !== 'online', 'the cut');
	const id = away.sendMessage(direct, 'stored unseen');
	const wire = await signInAs(port, 'bob');
	const {seq} = await wire.request('send-message', {
		conversation: direct,
		id,
		text: 'stored unseen',
	});
	await trim(pair, direct, seq);
	proxy.setReachable(true);
	away.reconnect();
	expect(await away.whenSent(id, 10_000)).toMatchObject({seq});
	await waitFor(() => away.getState().queued === 0, 'the outbox to be empty');
	await untilTrimmed(away, direct, seq);
	const timeline = away.openTimeline(direct);
	await waitFor(
		() => timeline.getState().items.every(({body}) => body.kind !== 'message-sent'),
		'it to be shown no more',
	);
	expect(await textsOf(alice, direct)).toEqual([]);
	expect(folders.bob).not.toBe(data);
});
