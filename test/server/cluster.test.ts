/** Several nodes are one server: whoever is at one of them sees, hears and is ruled by those at the others. */
import {inspect} from 'node:util';
import {expect, type TestContext, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {
	addDevice,
	type ChatServer,
	joinServer,
	startChatServer,
	textsOf,
	waitForText,
} from '../helpers/chat-pair.ts';
import {type Cluster, prepareClusterServices, startCluster} from '../helpers/cluster.ts';
import {startRelay} from '../helpers/relay.ts';
import {type} from '../helpers/slash.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {connectWire} from '../helpers/wire-client.ts';

const services = prepareClusterServices();

/** Skips where PostgreSQL or Redis is not installed. */
const begin = async (
	{skip}: TestContext,
	count = 2,
	options: Parameters<typeof startCluster>[2] = {},
): Promise<Cluster & {first: ChatServer; second: ChatServer}> => {
	const found = services();
	if (found === undefined) {
		return skip();
	}

	const cluster = await startCluster(found, count, options);
	const [first, second] = cluster.nodes;
	if (first === undefined || second === undefined) {
		throw new Error('a cluster has two nodes at least');
	}

	return {...cluster, first, second};
};

const write = (client: Client, conversation: number, text: string) =>
	client.whenSent(client.sendMessage(conversation, text));

test('people at two nodes talk, one to one and in a group, and see each other', async context => {
	const {first, second} = await begin(context);
	expect(second.fingerprint).toBe(first.fingerprint);
	expect(second.adminCode).toBeUndefined();
	const alice = await joinServer(first, 'alice');
	const bob = await joinServer(second, 'bob');
	const group = await alice.createGroup('ops', ['bob']);
	await waitFor(() => bob.getState().conversations.has(group), 'bob to be in the group');
	await write(alice, group, 'hello');
	await waitForText(bob, group, 'hello');
	await write(bob, group, 'hi');
	await waitForText(alice, group, 'hi');
	const direct = await bob.openDirect(['alice']);
	await write(bob, direct, 'just you');
	await waitFor(() => alice.getState().conversations.has(direct), 'alice to have the conversation');
	await waitForText(alice, direct, 'just you');
	expect(await textsOf(alice, group)).toEqual(['hello', 'hi']);
});

test('both write to one group at once: all have all of it in one order', async context => {
	const {first, second} = await begin(context);
	const alice = await joinServer(first, 'alice');
	const bob = await joinServer(second, 'bob');
	const group = await alice.createGroup('ops', ['bob']);
	await waitFor(() => bob.getState().conversations.has(group), 'bob to be in the group');
	const sent = Array.from({length: 40}, (_, index) => [
		write(alice, group, `a${index}`),
		write(bob, group, `b${index}`),
	]).flat();
	await Promise.all(sent);
	await waitFor(async () => (await textsOf(bob, group)).length === 80, 'all of it at bob');
	await waitFor(async () => (await textsOf(alice, group)).length === 80, 'all of it at alice');
	const seen = await textsOf(alice, group);
	expect(await textsOf(bob, group)).toEqual(seen);
	expect(seen.filter(text => String(text).startsWith('a'))).toEqual(
		Array.from({length: 40}, (_, index) => `a${index}`),
	);
});

test('what is said while Redis is gone comes all the same, and so do kicks and bans', async context => {
	const {first, second, redis} = await begin(context);
	const alice = await joinServer(first, 'alice');
	const bob = await joinServer(second, 'bob');
	const carol = await joinServer(second, 'carol');
	await type(alice, `/admin ${first.adminCode}`);
	const group = await alice.createGroup('ops', ['bob', 'carol']);
	await waitFor(() => bob.getState().conversations.has(group), 'bob to be in the group');
	await redis.kill();
	await write(alice, group, 'without Redis');
	await waitForText(bob, group, 'without Redis');
	await type(alice, '/ban @carol');
	await waitFor(() => carol.getState().connection.status !== 'online', 'carol to be out');
	await redis.restart();
	await write(bob, group, 'with Redis again');
	await waitForText(alice, group, 'with Redis again');
});

test('people see at any node who is there, how they want to be seen, and that they type', async context => {
	const {first, second} = await begin(context);
	const alice = await joinServer(first, 'alice');
	const bob = await joinServer(second, 'bob');
	const group = await alice.createGroup('ops', ['bob']);
	await waitFor(() => bob.getState().conversations.has(group), 'bob to be in the group');
	const seenOf = async (watcher: Client, name: string) =>
		(await watcher.request('get-person', {name})).person.presence;
	await waitFor(async () => (await seenOf(alice, 'bob')) === 'online', 'bob to be online');
	await bob.request('set-presence', {presence: 'busy'});
	await waitFor(async () => (await seenOf(alice, 'bob')) === 'busy', 'bob to be busy');
	const phone = await addDevice(first, 'bob');
	await bob.stop();
	await phone.request('set-presence', {presence: 'away'});
	await waitFor(
		async () => (await seenOf(alice, 'bob')) === 'away',
		'bob to be away, at the phone',
	);
	await alice.request('set-typing', {conversation: group, typing: true});
	await phone.stop();
	await waitFor(async () => (await seenOf(alice, 'bob')) === 'offline', 'bob to be offline');
	const back = await addDevice(second, 'bob');
	await alice.request('set-typing', {conversation: group, typing: true});
	await waitFor(() => (back.getState().typing.get(group)?.length ?? 0) > 0, 'alice to type');
});

test('what an administrator does at one node holds at all', async context => {
	const {first, second} = await begin(context);
	const alice = await joinServer(first, 'alice');
	const bob = await joinServer(second, 'bob');
	await type(alice, `/admin ${first.adminCode}`);
	await type(alice, '/broadcast the kettle is on');
	const everyone = [...bob.getState().conversations.values()].find(({kind}) => kind === 'everyone');
	await waitForText(bob, everyone?.id ?? 0, 'the kettle is on');
	const {objects} = await type(alice, '/stats');
	expect(objects).toMatchObject([{online: 2, nodes: [{name: 'node-1'}, {name: 'node-2'}]}]);
	await type(alice, '/kick @bob');
	// He may be back before anybody looks.
	await waitFor(
		() => bob.getState().farewell?.reason.includes('disconnected by alice') ?? false,
		'bob to be kicked',
	);
	await waitFor(() => bob.getState().connection.status === 'online', 'bob to come back');
	await type(alice, '/shutdown node node-2 in 5m new disks');
	await waitFor(() => bob.getState().shutdown?.reason === 'new disks', 'bob to be warned');
	expect(alice.getState().shutdown).toBeUndefined();
	await expect(type(alice, '/shutdown node node-7 now')).rejects.toThrow(
		'No node is called node-7',
	);
	await type(alice, '/shutdown node node-2 cancel');
	await waitFor(() => bob.getState().shutdown === undefined, 'the all-clear');
});

test('a device that is revoked at one node is out at all', async context => {
	const {first, second} = await begin(context);
	const alice = await joinServer(first, 'alice');
	const phone = await addDevice(second, 'alice');
	const {devices} = await alice.request('list-devices', {});
	const other = devices.find(({isCurrent}) => !isCurrent)?.id ?? 0;
	await alice.request('revoke-device', {device: other});
	await waitFor(() => phone.getState().connection.status === 'stopped', 'the phone to be out');
});

test('guesses of a password count at all nodes together', async context => {
	const {first, second} = await begin(context, 2, {hasRateLimits: true});
	await joinServer(first, 'alice');
	const guess = async (node: ChatServer) => {
		const client = await connectWire(node);
		const code = await client.codeOf('log-in', {name: 'alice', password: 'guess', device: 'x'});
		client.socket.destroy();
		return code;
	};
	const codes: string[] = [];
	for (let count = 0; count < 6; count += 1) {
		codes.push(await guess(first), await guess(second));
	}

	expect(codes.slice(0, 10)).toEqual(Array(10).fill('wrong-credentials'));
	expect(codes.slice(10)).toEqual(['rate-limited', 'rate-limited']);
});

test('the clients of a node that stops go on at another', async context => {
	const {first, second, nodes} = await begin(context);
	const alice = await joinServer(first, 'alice');
	const bob = await joinServer(first, 'bob', {address: await startRelay(nodes)});
	const group = await alice.createGroup('ops', ['bob']);
	await waitFor(() => bob.getState().conversations.has(group), 'bob to be in the group');
	const carol = await joinServer(second, 'carol');
	await type(alice, '/invite @carol #ops');
	await waitFor(() => carol.getState().conversations.has(group), 'carol to be in the group');
	await first.stop();
	await write(carol, group, 'are you there?');
	await waitForText(bob, group, 'are you there?');
	await write(bob, group, 'at the other node');
	await waitForText(carol, group, 'at the other node');
});

test('an address of Redis that makes no sense ends the start, and is not repeated', async context => {
	const found = services();
	if (found === undefined) {
		return context.skip();
	}

	const postgres = await found.postgres.createDatabase();
	for (const end of ['127.0.0.1:99999', '127.0.0.1/one', '%zz@127.0.0.1']) {
		const cluster = {postgres, redis: `redis://:hunter2@${end}`};
		const failure = await startChatServer({cluster}).catch((error: unknown) => error);
		expect(failure).toMatchObject({
			message: 'The address of Redis is no URL of the form redis://USER:PASSWORD@HOST:PORT/NUMBER.',
		});
		expect(inspect(failure, {depth: 9})).not.toContain('hunter2');
	}

	// As only a database can be that nobody is connected to.
	await expect(found.postgres.createDatabase(postgres)).resolves.toBeDefined();
});
