/** People through two real clients: profiles, passwords, friends, presence, blocks. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {logIn} from '../../../source/client/sign-in.ts';
import {
	addDevice,
	joinServer,
	password,
	quickly,
	startChatServer,
	stopLater,
} from '../../helpers/chat-pair.ts';
import {messagesOf, refusal, textsShown, type, waitForNewest} from '../../helpers/slash.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const startTwo = async () => {
	const server = await startChatServer();
	return {
		server,
		alice: await joinServer(server, 'alice'),
		bob: await joinServer(server, 'bob'),
	};
};

type Person = Awaited<ReturnType<typeof startTwo>>['alice'];

const seen = (client: Person, name: string) =>
	[...client.getState().people.values()].find(person => person.name === name);

const befriend = async (one: Person, other: Person): Promise<void> => {
	const name = other.getState().account.name;
	await type(one, `/friend @${name}`);
	await waitFor(() => other.getState().friends.size === 1, 'the request to arrive');
	await type(other, `/accept @${one.getState().account.name}`);
	await waitFor(() => [...one.getState().friends.values()][0] === 'friend', 'to be friends');
};

/** The smallest PNG: one pixel. */
const png =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a profile is seen by friends as it changes, and by a new device', async () => {
	const {server, alice, bob} = await startTwo();
	await befriend(alice, bob);
	const file = join(temporaryFolder(), 'face.png');
	writeFileSync(file, Buffer.from(png, 'base64'));
	await type(bob, '/nick Robert');
	await type(bob, '/signature May the log be with you');
	await type(bob, '/status at lunch');
	await type(bob, `/avatar ${file}`);
	await waitFor(() => seen(alice, 'bob')?.avatar !== undefined, 'the picture');
	expect(seen(alice, 'bob')).toMatchObject({
		nickname: 'Robert',
		signature: 'May the log be with you',
		status: 'at lunch',
	});
	const {picture} = await alice.request('fetch-picture', {
		picture: seen(alice, 'bob')?.avatar ?? '',
	});
	expect(picture).toBe(png);
	const phone = await addDevice(server, 'bob');
	expect(phone.getState().account).toMatchObject({nickname: 'Robert', status: 'at lunch'});
	writeFileSync(file, 'no picture');
	expect((await refusal(bob, `/avatar ${file}`)).message).toMatch(/PNG/);
});

test('a new password lets in, the old one no more, and other devices are out', async () => {
	const {server, bob} = await startTwo();
	const phone = await addDevice(server, 'bob');
	expect((await refusal(bob, '/passwd wrong-one another-one')).code).toBe('wrong-credentials');
	await type(bob, `/passwd "${password}" another-one`);
	await waitFor(() => phone.getState().connection.status === 'stopped', 'the phone to be out');
	const enter = (secret: string) =>
		logIn({
			...quickly,
			dataDir: temporaryFolder(),
			server: server.address,
			name: 'bob',
			password: secret,
			acceptFingerprint: server.fingerprint,
		});
	await expect(enter(password)).rejects.toMatchObject({code: 'wrong-credentials'});
	stopLater(await enter('another-one'));
});

test('a deleted account is gone; what it said stays, its name too', async () => {
	const {server, alice, bob} = await startTwo();
	await type(bob, '/msg @alice remember me');
	const talk = await alice.resolveTarget('@bob');
	await waitForNewest(alice, talk, ({text}) => text === 'remember me', 'the message');
	await befriend(alice, bob);
	await type(bob, '/nick Bobby');
	await waitFor(() => seen(alice, 'bob')?.nickname === 'Bobby', 'the nickname');
	await type(bob, `/delete-account "${password}"`);
	await waitFor(() => bob.getState().connection.status === 'stopped', 'bob to be out');
	expect(textsShown(alice, talk)).toEqual(['remember me']);
	await waitFor(() => seen(alice, 'bob') === undefined, 'bob to be forgotten');
	expect(seen(alice, 'deleted-2')).toEqual({id: 2, name: 'deleted-2'});
	expect(alice.getState().conversations.get(talk)?.name).toBe('deleted-2');
	await expect(joinServer(server, 'bob')).rejects.toMatchObject({code: 'name-taken'});
	expect((await refusal(alice, '/msg @bob hello?')).message).toMatch(/nobody called bob/);
	expect((await refusal(alice, '/msg @deleted-2 hello?')).message).toMatch(/takes no messages/);
});

test('friends are asked, accept, decline and part', async () => {
	const {alice, bob} = await startTwo();
	await type(alice, '/friend @bob');
	await waitFor(() => [...bob.getState().friends.values()][0] === 'asking', 'the request');
	await type(bob, '/decline @alice');
	await waitFor(() => alice.getState().friends.size === 0, 'the answer');
	await befriend(alice, bob);
	expect((await type(alice, '/friends')).lines.join()).toContain('bob');
	await type(alice, '/unfriend @bob');
	await waitFor(() => bob.getState().friends.size === 0, 'the end of it');
});

test('presence is for friends: away, busy, back, gone', async () => {
	const {alice, bob} = await startTwo();
	await type(alice, '/msg @bob hi');
	expect(seen(alice, 'bob')?.presence).toBeUndefined();
	await befriend(alice, bob);
	await waitFor(() => seen(alice, 'bob')?.presence === 'online', 'online');
	await type(bob, '/away');
	await waitFor(() => seen(alice, 'bob')?.presence === 'away', 'away');
	await type(bob, '/busy');
	await waitFor(() => seen(alice, 'bob')?.presence === 'busy', 'busy');
	await bob.stop();
	await waitFor(() => seen(alice, 'bob')?.presence === 'offline', 'offline');
	expect(seen(alice, 'bob')?.seenAt).toBeGreaterThan(0);
});

test('who is blocked reaches nobody, and is not told so', async () => {
	const {alice, bob} = await startTwo();
	await befriend(alice, bob);
	await type(alice, '/msg @bob hi');
	const talk = await alice.resolveTarget('@bob');
	const team = await alice.createGroup('team', ['bob']);
	await type(alice, '/block @bob');
	await waitFor(() => alice.getState().blocked.size === 1, 'the block');
	await waitFor(() => seen(bob, 'alice')?.presence === 'offline', 'alice to be out of sight');
	const {code, message} = await refusal(bob, '/msg @alice let me in');
	expect(message).not.toMatch(/block/i);
	expect(code).toBeDefined();
	await type(bob, '/friend @alice');
	await waitFor(() => bob.getState().conversations.has(team), 'bob to be in the team');
	await type(bob, '/msg #team can you hear me');
	await waitForNewest(alice, team, ({isFolded}) => isFolded, 'the folded message');
	expect(alice.getState().conversations.get(team)?.unread).toBe(0);
	expect(alice.getState().friends.size).toBe(0);
	expect(messagesOf(alice, talk)).toHaveLength(1);
	await type(alice, '/unblock @bob');
	await waitFor(() => alice.getState().conversations.get(team)?.unread === 1, 'it to count again');
	await type(bob, '/msg @alice thank you');
	await waitForNewest(alice, talk, ({text}) => text === 'thank you', 'the message');
});

test('/who lists the people of the server, by part of a name', async () => {
	const {server, alice} = await startTwo();
	await joinServer(server, 'carol');
	expect((await type(alice, '/who')).objects).toHaveLength(3);
	expect((await type(alice, '/who car')).lines.join()).toContain('carol');
});

test('names that look alike are refused', async () => {
	const {server} = await startTwo();
	for (const name of ['аlice', 'AIice', 'a1ice', 'ALICE', 'ａlice']) {
		await expect(joinServer(server, name), name).rejects.toMatchObject({code: 'name-taken'});
	}
});
