/** What the commands about messages do, on a real server, for both sides. */
import {expect, test} from 'vitest';
import type {Client} from '../../../source/client/client-api.ts';
import type {MessageBody} from '../../../source/client/state.ts';
import {joinServer, waitForText} from '../../helpers/chat-pair.ts';
import {waitFor} from '../../helpers/wait-for.ts';
import {openGroup, openPair, run, say} from './command-runner.ts';

const newest = async (client: Client, conversation: number): Promise<MessageBody> => {
	const {body} = await client.findMessage(conversation, '^');
	if (body.kind !== 'message-sent') {
		throw new Error('it is no message');
	}

	return body;
};

test('a message is answered, edited, reacted to and recalled', async () => {
	const pair = await openPair();
	const {alice, bob} = pair;
	const group = await openGroup(pair);
	const {objects} = await run(alice, '/msg #ops helo');
	const {seq, id} = objects[0] as {seq: number; id: string};
	await waitForText(bob, group, 'helo');

	await run(bob, '/reply ^ hello to you', group);
	await waitForText(alice, group, 'hello to you');
	expect((await newest(alice, group)).replyTo).toMatchObject({seq, text: 'helo'});

	expect(await say(bob, '/react ^2 👍', group)).toEqual(['You reacted with 👍.']);
	await waitFor(async () => (await newestReactions(alice, group, id)).includes('👍'));
	expect(await say(bob, `/react #ops:${id} 👍`)).toEqual(['You took 👍 back.']);
	await waitFor(async () => (await newestReactions(alice, group, id)).length === 0);

	expect(await say(alice, `/edit ${id} hello`, group)).toEqual(['The message is changed.']);
	await waitForText(bob, group, 'hello');
	const versions = await run(bob, `/versions ${id}`, group);
	expect(versions.objects).toMatchObject([{text: 'helo'}, {text: 'hello'}]);
	await expect(run(bob, `/edit ${id} stolen`, group)).rejects.toMatchObject({code: 'forbidden'});

	expect(await say(alice, '/recall --in #ops ^2')).toEqual(['The message is taken back.']);
	await waitFor(async () => {
		const {body} = await bob.findMessage(group, id);
		return body.kind === 'message-sent' && body.isRecalled;
	}, 'bob to see the tombstone');
	expect(await say(bob, `/versions ${id}`, group)).toEqual(['The message was recalled.']);
	await expect(run(bob, `/forward ${id} @alice`, group)).rejects.toThrow('nothing is left of it');
});

const newestReactions = async (client: Client, group: number, id: string): Promise<string[]> => {
	const {body} = await client.findMessage(group, id);
	return body.kind === 'message-sent' ? body.reactions.map(({emoji}) => emoji) : [];
};

test('a message is forwarded, hidden and pinned', async () => {
	const pair = await openPair();
	const {alice, bob} = pair;
	const group = await openGroup(pair);
	await run(bob, '/msg #ops the plan');
	await waitForText(alice, group, 'the plan');

	const forwarded = await run(alice, '/forward ^ @bob', group);
	const direct = forwarded.openConversation ?? 0;
	await waitForText(bob, direct, 'the plan');
	expect((await newest(bob, direct)).forwarded?.sender).toBe('bob');

	expect(await say(alice, '/pin ^', group)).toEqual(['The message is pinned.']);
	await waitFor(() => bob.getState().conversations.get(group)?.pins.length === 1, 'the pin');
	const pins = await run(bob, '/pins', group);
	expect(pins.lines[0]).toMatch(
		/^#ops {2}\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}bob: the plan {2}\(.+\)$/,
	);
	expect(pins.objects).toMatchObject([{text: 'the plan', sender: 'bob', isPinned: true}]);
	await run(alice, '/unpin --in #ops ^');
	await waitFor(() => bob.getState().conversations.get(group)?.pins.length === 0, 'no pin');
	expect(await say(bob, '/pins', group)).toEqual(['Nothing is pinned here.']);

	await run(bob, '/delete ^', group);
	await waitFor(
		async () => (await bob.findMessage(group, '^').catch(() => undefined)) === undefined,
		'the message to be hidden',
	);
	expect((await newest(alice, group)).text).toBe('the plan');
});

test('several people are written to at once, and everyone', async () => {
	const {server, alice, bob} = await openPair();
	const carol = await joinServer(server, 'carol');
	const {openConversation = 0} = await run(alice, '/msg @bob,@carol lunch?');
	await waitForText(bob, openConversation, 'lunch?');
	await waitForText(carol, openConversation, 'lunch?');

	await run(carol, '/me waves', openConversation);
	await waitForText(bob, openConversation, 'waves');
	expect((await newest(bob, openConversation)).isAction).toBe(true);

	const everyone = (await run(alice, '/broadcast The cake is here')).openConversation ?? 0;
	await waitForText(bob, everyone, 'The cake is here');

	const reflected = await run(bob, '/reflect  ünï 👍🏽 "x"');
	expect(reflected.objects[0]).toMatchObject({text: 'ünï 👍🏽 "x"'});
	expect(reflected.lines[0]).toMatch(/^ünï 👍🏽 "x" {2}\([\d.]+ ms there and back\)$/);
});
