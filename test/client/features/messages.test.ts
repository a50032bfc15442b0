/** What two people do with messages: both see the same, and a second device too. */
import {expect, test} from 'vitest';
import {addDevice, joinServer, startChatServer, waitUntilSent} from '../../helpers/chat-pair.ts';
import {
	itemsOf,
	messagesOf,
	refusal,
	textsShown,
	type,
	waitForNewest,
} from '../../helpers/slash.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const startTalk = async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	await type(alice, '/msg @bob ship it?');
	const talk = await alice.resolveTarget('@bob');
	await waitForNewest(bob, talk, ({text}) => text === 'ship it?', 'the first message');
	return {server, alice, bob, talk};
};

test('a reply quotes what it answers', async () => {
	const {alice, bob, talk} = await startTalk();
	await type(bob, '/reply ^ not yet', talk);
	await waitForNewest(alice, talk, ({text}) => text === 'not yet', 'the reply');
	expect(messagesOf(alice, talk).at(-1)?.replyTo).toMatchObject({
		sender: 'alice',
		text: 'ship it?',
	});
});

test('a reaction is given, counted and taken back', async () => {
	const {alice, bob, talk} = await startTalk();
	await type(bob, '/react ^ 👍', talk);
	await type(alice, '/react ^ 👍', talk);
	await waitForNewest(alice, talk, ({reactions}) => reactions[0]?.accounts.length === 2, 'both');
	expect(messagesOf(alice, talk).at(-1)?.reactions).toMatchObject([{emoji: '👍', isOwn: true}]);
	await type(bob, '/react ^ 👍', talk);
	await waitForNewest(alice, talk, ({reactions}) => reactions[0]?.accounts.length === 1, 'one');
	expect((await refusal(bob, '/react ^ hello', talk)).code).toBe('bad-payload');
});

test('an edit shows, and what was said before can be seen', async () => {
	const {alice, bob, talk} = await startTalk();
	await type(alice, '/edit ^ ship it today?', talk);
	await waitForNewest(bob, talk, ({text}) => text === 'ship it today?', 'the edit');
	expect(messagesOf(bob, talk).at(-1)?.editedAt).toBeGreaterThan(0);
	const {objects} = await type(bob, '/versions ^', talk);
	expect(objects).toMatchObject([{text: 'ship it?'}, {text: 'ship it today?'}]);
	expect((await refusal(bob, '/edit ^ mine', talk)).code).toBe('forbidden');
});

test('a recalled message leaves a tombstone everywhere, and its text nowhere', async () => {
	const {server, alice, bob, talk} = await startTalk();
	await type(alice, '/edit ^ a secret', talk);
	expect((await refusal(bob, '/recall ^', talk)).code).toBe('forbidden');
	await type(alice, '/recall ^', talk);
	await waitForNewest(bob, talk, ({isRecalled}) => isRecalled, 'the tombstone');
	expect(textsShown(bob, talk)).toEqual(['']);
	expect(bob.searchMessages('ship')).toEqual([]);
	const fresh = await addDevice(server, 'bob');
	expect(JSON.stringify(await fresh.readEntries(talk, {limit: 50}))).not.toMatch(/secret|ship/);
	expect((await refusal(alice, '/recall ^', talk)).code).toBe('not-found');
});

test('delete hides a message from oneself alone, on all devices', async () => {
	const {server, alice, bob, talk} = await startTalk();
	const phone = await addDevice(server, 'bob');
	await waitForNewest(phone, talk, () => true, 'the phone to have it');
	await type(bob, '/delete ^', talk);
	await waitFor(() => messagesOf(phone, talk).length === 0, 'the phone to hide it');
	expect(messagesOf(bob, talk)).toEqual([]);
	expect(textsShown(alice, talk)).toEqual(['ship it?']);
	const later = await addDevice(server, 'bob');
	await later.readEntries(talk, {limit: 50});
	expect(messagesOf(later, talk)).toEqual([]);
});

test('a forwarded message names who wrote it', async () => {
	const {server, alice, bob, talk} = await startTalk();
	const carol = await joinServer(server, 'carol');
	await type(bob, '/forward ^ @carol', talk);
	const other = await carol.resolveTarget('@bob');
	await waitForNewest(carol, other, ({text}) => text === 'ship it?', 'the forwarded one');
	expect(messagesOf(carol, other).at(-1)?.forwarded?.sender).toBe('alice');
	expect(textsShown(alice, talk)).toEqual(['ship it?']);
});

test('a pin stands in the conversation until it is taken away', async () => {
	const {alice, bob, talk} = await startTalk();
	await type(alice, '/pin ^', talk);
	await waitFor(() => bob.getState().conversations.get(talk)?.pins.length === 1, 'the pin');
	expect((await type(bob, '/pins', talk)).lines.join()).toContain('ship it?');
	await type(bob, '/unpin ^', talk);
	await waitFor(() => alice.getState().conversations.get(talk)?.pins.length === 0, 'no pin');
});

test('/me, mentions and @here reach those who are meant', async () => {
	const {server, alice, bob} = await startTalk();
	await joinServer(server, 'carol');
	const team = await alice.createGroup('team', ['bob', 'carol']);
	await waitFor(() => bob.getState().conversations.has(team), 'bob to be in');
	await type(alice, '/me waves at @bob', team);
	await waitForNewest(bob, team, ({isAction}) => isAction, 'the wave');
	expect(messagesOf(bob, team).at(-1)).toMatchObject({text: 'waves at @bob', isMentioned: true});
	await type(alice, '/msg #team lunch @here');
	await waitFor(() => bob.getState().conversations.get(team)?.mentions === 2, 'two mentions');
});

test('a message to several people makes one conversation of them', async () => {
	const {server, alice, bob} = await startTalk();
	const carol = await joinServer(server, 'carol');
	await type(alice, '/msg @bob,@carol the three of us');
	const three = await alice.openDirect(['bob', 'carol']);
	for (const client of [bob, carol]) {
		await waitForNewest(client, three, ({text}) => text === 'the three of us', 'the message');
	}

	expect(bob.getState().conversations.get(three)?.peers).toHaveLength(2);
});

test('a broadcast reaches everyone, also who comes later; the server may keep it for admins', async () => {
	const {server, alice, bob} = await startTalk();
	await type(alice, '/broadcast the kettle is on');
	const everyone = await bob.resolveTarget('#everyone');
	await waitForNewest(bob, everyone, ({text}) => text === 'the kettle is on', 'the broadcast');
	const late = await joinServer(server, 'late');
	expect(
		(await late.readEntries(everyone, {limit: 20})).map(({content}) => content.text),
	).toContain('the kettle is on');
	await type(alice, `/admin ${server.adminCode}`);
	await type(alice, '/server broadcast admins');
	expect((await refusal(bob, '/broadcast me too')).code).toBeDefined();
	await type(alice, '/broadcast still me');
});

test('search finds words in the local copy, and people by name and nickname', async () => {
	const {alice, bob} = await startTalk();
	await type(bob, '/nick Robert');
	expect((await type(bob, '/search ship')).lines.join()).toContain('ship it?');
	expect((await type(alice, '/search rober')).lines.join()).toContain('bob');
});

test('a new device finds what was said long ago; without a connection, what it has', async () => {
	const {server, alice, talk} = await startTalk();
	for (let count = 0; count < 250; count += 1) {
		alice.sendMessage(talk, `line ${count}`);
	}

	await waitUntilSent(alice);
	const phone = await addDevice(server, 'bob');
	expect(phone.searchMessages('ship')).toEqual([]);
	expect((await type(phone, '/search ship')).lines.join()).toContain('ship it?');
	await server.stop();
	await waitFor(() => phone.getState().connection.status !== 'online', 'the phone to be offline');
	expect((await type(phone, '/search ship')).lines.join()).toContain('ship it?');
});

test('reflect comes back with the time it took', async () => {
	const {alice} = await startTalk();
	const {objects} = await type(alice, '/reflect 你好');
	expect(objects).toMatchObject([{text: '你好', roundTripMs: expect.any(Number)}]);
});

test('one names messages by ^, ^2, and by their ids', async () => {
	const {alice, bob, talk} = await startTalk();
	await type(alice, '/msg @bob second');
	await waitForNewest(bob, talk, ({text}) => text === 'second', 'the second');
	await type(bob, '/react ^2 🎉', talk);
	const first = itemsOf(bob, talk).find(({body}) => body.kind === 'message-sent');
	await type(bob, `/react ${first?.id} 👀`, talk);
	await waitFor(() => messagesOf(alice, talk)[0]?.reactions.length === 2, 'both reactions');
	expect((await refusal(bob, '/react ^9 🎉', talk)).code).toBe('not-found');
});
