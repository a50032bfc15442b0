/** A node that is cut off from Redis rings in vain: the others notice, long before they compare everything again. */
import {onTestFinished, type TestContext, test} from 'vitest';
import {startProxy} from '../faults/proxy.ts';
import {joinServer, waitForText} from '../helpers/chat-pair.ts';
import {prepareClusterServices, startCluster} from '../helpers/cluster.ts';
import {waitFor} from '../helpers/wait-for.ts';

const services = prepareClusterServices();

/** Alice is at the node behind the proxy, bob at another, and nothing is compared within the test but for a reason. */
const begin = async ({skip}: TestContext) => {
	const found = services();
	if (found === undefined) {
		return skip();
	}

	const proxy = await startProxy({host: '127.0.0.1', port: found.redis.port});
	onTestFinished(() => proxy.close());
	const {nodes} = await startCluster(found, 2, {
		sweepMs: [600_000, 600_000],
		firstRedis: `redis://${proxy.address}`,
	});
	const [first, second] = nodes;
	if (first === undefined || second === undefined) {
		throw new Error('a cluster has two nodes');
	}

	const alice = await joinServer(first, 'alice');
	const bob = await joinServer(second, 'bob');
	const group = await alice.createGroup('ops', ['bob']);
	await waitFor(() => bob.getState().conversations.has(group), 'bob to be in the group');
	const write = (text: string) => alice.whenSent(alice.sendMessage(group, text));
	await write('with Redis');
	await waitForText(bob, group, 'with Redis');
	const seesAlice = async () =>
		(await bob.request('get-person', {name: 'alice'})).person.presence === 'online';
	await waitFor(seesAlice, "bob's node to have heard alice's");
	const cutOff = (): void => {
		proxy.setReachable(false);
		proxy.cut();
	};
	return {proxy, bob, group, write, cutOff};
};

test('what was rung in vain is missed as soon as the node is heard again', async context => {
	const {proxy, bob, group, write, cutOff} = await begin(context);
	// A node that has just begun compares once more: the first may be found so.
	for (const text of ['one', 'two', 'three']) {
		cutOff();
		await write(text);
		proxy.setReachable(true);
		await waitForText(bob, group, text);
	}
});

test('what a silent node stores is looked for while it is silent', async context => {
	const {bob, group, write, cutOff} = await begin(context);
	cutOff();
	for (const text of ['one', 'two', 'three']) {
		await write(text);
		await waitForText(bob, group, text);
	}
});
