/** Several nodes are one server: whoever is at one of them sees, hears and is ruled by those at the others. */
import {expect, type TestContext, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {type ChatServer, joinServer, textsOf, waitForText} from '../helpers/chat-pair.ts';
import {type Cluster, prepareClusterServices, startCluster} from '../helpers/cluster.ts';
import {type} from '../helpers/slash.ts';
import {waitFor} from '../helpers/wait-for.ts';

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
