/** Reading and being told, through real clients: marks, offline messages, do-not-disturb, on all devices. */
import {expect, test} from 'vitest';
import {addDevice, joinServer, startChatServer} from '../../helpers/chat-pair.ts';
import {itemsOf, type, waitForNewest} from '../../helpers/slash.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const startTwo = async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	await type(alice, '/msg @bob hello');
	const talk = await alice.resolveTarget('@bob');
	await waitForNewest(bob, talk, ({text}) => text === 'hello', 'the first message');
	return {server, alice, bob, talk};
};

test('a message is sent, delivered, read; a reader may keep that to themselves', async () => {
	const {alice, bob, talk} = await startTwo();
	const delivery = () => itemsOf(alice, talk).at(-1)?.delivery;
	await waitFor(() => delivery() === 'delivered', 'it to be delivered');
	bob.markRead(talk, bob.getState().conversations.get(talk)?.head ?? 0);
	await waitFor(() => delivery() === 'read', 'it to be read');
	await type(bob, '/receipts off');
	await type(alice, '/msg @bob secretly');
	await waitForNewest(bob, talk, ({text}) => text === 'secretly', 'the second message');
	bob.markRead(talk, bob.getState().conversations.get(talk)?.head ?? 0);
	await type(bob, '/msg @alice I answer');
	await waitForNewest(alice, talk, ({text}) => text === 'I answer', 'the answer');
	const second = itemsOf(alice, talk).find(
		({body}) => body.kind === 'message-sent' && body.text === 'secretly',
	);
	expect(second?.delivery).toBe('sent');
});

test('at log-in each conversation tells how much was missed, and from whom', async () => {
	const {server, alice, bob, talk} = await startTwo();
	bob.markRead(talk, bob.getState().conversations.get(talk)?.head ?? 0);
	await type(alice, '/msg @bob hello again');
	const carol = await joinServer(server, 'carol');
	const team = await carol.createGroup('team', ['bob', 'alice']);
	await type(carol, '/msg #team one');
	await type(carol, '/msg #team two');
	const phone = await addDevice(server, 'bob', temporaryFolder());
	await waitFor(() => phone.getState().conversations.get(team)?.unread === 2, 'the counts');
	expect(phone.getState().conversations.get(team)?.unreadFrom).toMatchObject([
		{account: {name: 'carol'}, count: 2},
	]);
});

test('mutes, do-not-disturb and keywords follow to the other device', async () => {
	const {server, bob, talk} = await startTwo();
	const phone = await addDevice(server, 'bob');
	await type(bob, '/mute @alice 1h');
	await waitFor(
		() => phone.getState().conversations.get(talk)?.notifications.level === 'none',
		'the mute',
	);
	expect(phone.getState().conversations.get(talk)?.notifications.until).toBeGreaterThan(Date.now());
	await type(phone, '/unmute @alice');
	await waitFor(
		() => bob.getState().conversations.get(talk)?.notifications.level === 'all',
		'the end of the mute',
	);
	await type(bob, '/dnd 22:00-07:00');
	await type(bob, '/keywords add deploy');
	await waitFor(() => phone.getState().preferences.keywords.includes('deploy'), 'the keyword');
	expect(phone.getState().preferences.quietHours).toEqual({from: 1320, to: 420});
	await type(bob, '/dnd 2h');
	await waitFor(() => phone.getState().preferences.quietUntil !== undefined, 'the quiet time');
	await type(phone, '/dnd off');
	await waitFor(() => bob.getState().preferences.quietUntil === undefined, 'the end of it');
});
