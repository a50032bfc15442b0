/** Which names and texts the server takes, over the wire. */
import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {startTestServer} from '../helpers/test-server.ts';
import {connectWire, password, signUp} from '../helpers/wire-client.ts';

test('nobody is called like nothing, like somebody else, or like what the server says', async () => {
	const server = await startTestServer();
	await signUp(server, 'bob');
	const stranger = await connectWire(server);
	const register = (name: string) => stranger.codeOf('register', {name, password, device: 'test'});
	for (const name of ['\u3164', '\u1160\u1160', 'bob\u1160', 'bo\u034Fb', 'bo\uFE0Fb']) {
		expect(await register(name), JSON.stringify(name)).toBe('name-invalid');
	}

	for (const name of ['here', 'Everyone', 'еveryone', 'deleted-1', 'deleted-l2', 'DELETED-9']) {
		expect(await register(name), JSON.stringify(name)).toBe('name-taken');
	}
});

const startTeam = async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob', {encoding: 'msgpack'});
	const {conversation} = await ada.request('create-group', {
		name: 'team',
		title: 'a\nteam\u202E\u0007',
		members: ['bob'],
	});
	return {server, ada, bob, conversation};
};

test('a message shows something, and holds nothing that a reader stumbles over', async () => {
	const {ada, bob, conversation} = await startTeam();
	const place = {conversation: conversation.id};
	const send = (text: string) => ({...place, id: crypto.randomUUID(), text});
	for (const text of ['', ' ', '\u200B', '\u0000', '\u202E', '\u3164\n']) {
		expect(await ada.codeOf('send-message', send(text)), JSON.stringify(text)).toBe('bad-payload');
	}

	const message = send('\u0007hi\u001B[31m\uD800\r\n\tthere');
	const {seq} = await ada.request('send-message', message);
	expect(await ada.request('send-message', message)).toMatchObject({seq});
	expect(await ada.codeOf('edit-message', {...place, seq, text: '\u200B'})).toBe('bad-payload');
	await ada.request('edit-message', {...place, seq, text: 'bye\u0000'});
	await bob.settle();
	const texts = bob.entriesOf(conversation.id).map(({content}) => content.text);
	expect(texts.slice(-2)).toEqual(['hi[31m\uFFFD\n\tthere', 'bye']);
});

test('what stands on one line is one line that can be read', async () => {
	const {server, ada, bob, conversation} = await startTeam();
	expect(conversation.settings?.title).toBe('a team');
	const id = conversation.id;
	await ada.request('change-group', {
		conversation: id,
		title: '\u200B',
		topic: '\u202Etea\r\nat 5',
	});
	await ada.request('set-profile', {nickname: '\u202E\u0007\u200B', status: 'here\u2028 \uD800'});
	await ada.request('mute-member', {conversation: id, name: 'bob', reason: 'too\n loud\u0007'});
	const {conversations} = await bob.request('list-conversations', {only: [id]});
	expect(conversations[0]).toMatchObject({
		settings: {title: '', topic: 'tea at 5'},
		muted: {reason: 'too loud'},
	});
	const {person} = await bob.request('get-person', {name: 'ada'});
	expect(person).toMatchObject({status: 'here \uFFFD'});
	expect(person).not.toHaveProperty('nickname');

	const other = await connectWire(server);
	const logIn = (device: string) => other.codeOf('log-in', {name: 'ada', password, device});
	expect(await logIn(' \u200B')).toBe('bad-payload');
	expect(await logIn('my\u202E\nphone')).toBe('done');
	const {devices} = await ada.request('list-devices', {});
	expect(devices.map(({name}) => name)).toContain('my phone');
});

test.each([40, 14_000])('a recalled text of %i characters is gone from the disk', async length => {
	const {server, ada, conversation} = await startTeam();
	const place = {conversation: conversation.id};
	const secret = 'recall me '.repeat(length / 10);
	const send = (text: string) =>
		ada.request('send-message', {...place, id: crypto.randomUUID(), text});
	for (let count = 0; count < 20; count += 1) {
		await send('filler '.repeat(400));
	}

	const {seq} = await send(secret);
	await ada.request('edit-message', {...place, seq, text: `${secret}!`});
	await ada.request('recall-message', {...place, seq});
	await server.close();
	const files = readdirSync(server.dataDir).filter(file => file.startsWith('server.db'));
	expect(files).toContain('server.db');
	for (const file of files) {
		expect(readFileSync(`${server.dataDir}/${file}`).includes('recall me')).toBe(false);
	}
});

test('no group looks like another, or like the one of everyone', async () => {
	const {ada, bob, conversation} = await startTeam();
	for (const name of ['team', 'tеam', 'TEAM', '#teaｍ', 'еveryone']) {
		expect(await bob.codeOf('create-group', {name}), name).toBe('name-taken');
	}

	await ada.request('delete-group', {conversation: conversation.id});
	expect(await bob.codeOf('create-group', {name: 'tеam'})).toBe('done');
});
