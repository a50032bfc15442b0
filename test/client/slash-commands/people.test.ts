/** What the commands about people and one's own profile do, on a real server. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {limits} from '../../../source/protocol/limits.ts';
import {joinServer, password, waitForText} from '../../helpers/chat-pair.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';
import {openGroup, openPair, run, say} from './command-runner.ts';

/** One transparent pixel. */
const pixel = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64',
);

test('a profile is set, seen by others, and taken away', async () => {
	const pair = await openPair();
	const {alice, bob} = pair;
	await openGroup(pair);
	expect(await say(bob, '/nick Bob 宝 "the builder"')).toEqual([
		'Your nickname is "Bob 宝 "the builder"" now.',
	]);
	await run(bob, '/status at lunch');
	await run(bob, '/signature Can we fix it?');
	await run(bob, '/busy');
	expect(await say(alice, '/whois @BOB')).toEqual([
		'bob (Bob 宝 "the builder"), busy, no friend of yours: at lunch',
		'Can we fix it?',
		'You are both in #ops.',
	]);
	expect(await say(alice, '/who buil')).toEqual(['bob (Bob 宝 "the builder"), busy: at lunch']);
	await run(bob, '/online');
	await run(bob, '/status');
	await run(bob, '/nick');
	await run(bob, '/signature');
	expect(await say(alice, '/whois bob')).toEqual([
		'bob, online, no friend of yours',
		'You are both in #ops.',
	]);
	expect((await run(alice, '/whois bob')).objects).toMatchObject([{groups: ['ops']}]);
	expect(await say(alice, '/whois alice')).toEqual(['alice, online, administrator, you']);
	await joinServer(pair.server, 'carol');
	expect(await say(alice, '/whois carol')).toEqual([
		'carol, no friend of yours',
		'Only friends and members of the same small groups see whether carol is online.',
	]);
	await expect(run(bob, `/status ${'x'.repeat(101)}`)).rejects.toThrow(
		'A status has at most 100 characters; this one has 101.',
	);
	await expect(run(alice, '/whois @nobody')).rejects.toMatchObject({code: 'not-found'});
});

test('a picture is read from a file, and refused in words', async () => {
	const {alice, bob} = await openPair();
	const folder = temporaryFolder();
	const [face, large] = [join(folder, 'my face.png'), join(folder, 'large.png')];
	writeFileSync(face, pixel);
	writeFileSync(large, Buffer.alloc(limits.pictureBytesMax + 1));
	expect(await say(bob, `/avatar "${face}"`)).toEqual(['Your picture is set.']);
	const [person] = (await run(alice, '/whois @bob')).objects as [{avatar?: string}];
	expect(await alice.request('fetch-picture', {picture: person.avatar ?? ''})).toEqual({
		picture: pixel.toString('base64'),
	});
	await expect(run(bob, `/avatar ${large}`)).rejects.toThrow('too large: at most 64 KiB');
	await expect(run(bob, '/avatar /none.png')).rejects.toThrow('there is no such file');
	await expect(run(bob, `/avatar ${folder}`)).rejects.toThrow('it is no file');
	await run(bob, '/avatar');
	expect((await run(alice, '/whois @bob')).objects[0]).not.toHaveProperty('avatar');
});

test('friends are asked, accepted, declined and left; somebody is blocked', async () => {
	const {server, alice, bob} = await openPair();
	const carol = await joinServer(server, 'carol');
	expect(await say(alice, '/friend @bob')).toEqual(['You asked bob to be your friend.']);
	await waitFor(() => bob.getState().friends.size === 1, 'the request');
	expect(await say(bob, '/friends')).toEqual([
		expect.stringMatching(/^alice.*asks you: \/accept or \/decline$/),
	]);
	expect(await say(bob, '/accept @alice')).toEqual(['You and alice are friends now.']);
	await waitFor(() => alice.getState().friends.get(2) !== 'asked', 'the answer');
	expect((await run(alice, '/friends')).objects).toMatchObject([
		{account: {name: 'bob'}, friendship: 'friend'},
	]);

	await run(carol, '/friend alice');
	await waitFor(() => alice.getState().friends.size === 2, 'another request');
	expect(await say(alice, '/decline @carol')).toEqual(['You declined the request of carol.']);
	await expect(run(alice, '/accept @carol')).rejects.toMatchObject({code: 'not-found'});

	expect(await say(alice, '/unfriend @bob')).toEqual(['You and bob are no longer friends.']);
	expect(await say(alice, '/block @bob')).toEqual(['You blocked bob.']);
	await waitFor(() => alice.getState().blocked.size === 1, 'the block');
	expect(await say(alice, '/friends')).toEqual([expect.stringMatching(/^bob.*blocked/)]);
	await expect(run(bob, '/msg @alice hi')).rejects.toMatchObject({code: 'undeliverable'});
	await run(alice, '/unblock @bob');
	await waitFor(() => alice.getState().blocked.size === 0, 'no block');
	expect(await say(alice, '/friends')).toEqual([
		'You have no friends here yet: /friend @name asks.',
	]);
});

test('people and messages are found by words', async () => {
	const pair = await openPair();
	const {alice, bob} = pair;
	const group = await openGroup(pair);
	await run(bob, '/msg #ops the bobsled is ready');
	await waitForText(alice, group, 'the bobsled is ready');
	const found = await run(alice, '/search bob');
	expect(found.objects[0]).toMatchObject({kind: 'person', name: 'bob'});
	expect((await run(alice, '/search ready bobsled')).objects).toMatchObject([
		{kind: 'message', text: 'the bobsled is ready', sender: 'bob', conversation: group},
	]);
	expect(await say(alice, '/search quetzal')).toEqual(['Nothing was found.']);
});

test('a password is changed, and an account deleted', async () => {
	const {alice, bob} = await openPair();
	await expect(run(bob, '/passwd wrong-one another-one')).rejects.toMatchObject({
		code: 'wrong-credentials',
	});
	await run(bob, `/passwd "${password}" "a new password"`);
	await expect(run(bob, `/delete-account "${password}"`)).rejects.toMatchObject({
		code: 'wrong-credentials',
	});
	expect(await say(bob, '/delete-account "a new password"')).toEqual(['Your account is deleted.']);
	await expect(run(alice, '/whois @bob')).rejects.toMatchObject({code: 'not-found'});
});
