/** Leaving groups and conversations of several people, and what those see who stay. */
import {expect, test} from 'vitest';
import {joinServer} from '../../helpers/chat-pair.ts';
import {waitFor} from '../../helpers/wait-for.ts';
import {openGroup, openPair, run, say} from './command-runner.ts';

test('a group is left by its name, or when it is open', async () => {
	const pair = await openPair();
	const group = await openGroup(pair);
	expect(await say(pair.bob, '/leave #ops')).toEqual(['You left #ops.']);
	await waitFor(() => pair.bob.getState().conversations.get(group)?.isLeft === true, 'bob to go');
	expect(await say(pair.alice, '/leave', group)).toEqual(['You left #ops.']);
	await expect(run(pair.alice, '/leave #nowhere')).rejects.toThrow('in no group');
});

test('a conversation of three is left, and named after those who stay', async () => {
	const {server, alice, bob} = await openPair();
	const carol = await joinServer(server, 'carol');
	const three = await alice.openDirect(['bob', 'carol']);
	await waitFor(() => carol.getState().conversations.has(three), 'carol to be in');
	expect((await say(carol, '/leave @bob,@alice'))[0]).toContain('You left');
	await waitFor(() => alice.getState().conversations.get(three)?.name === 'bob', 'its name');
	expect(alice.getState().conversations.get(three)?.peers).toHaveLength(1);
	await expect(run(carol, '/leave @bob')).rejects.toThrow('no conversation with');
	const two = await alice.openDirect(['bob']);
	await waitFor(() => bob.getState().conversations.has(two), 'bob to be in');
	await expect(run(alice, '/leave', two)).rejects.toMatchObject({code: 'forbidden'});
});
