/** The commands of accounts and devices over real sockets: what they do and what they refuse. */
import type {Socket} from 'node:net';
import {describe, expect, test} from 'vitest';
import {commandTable} from '../../source/server/command-table.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {befriend, connectWire, password, resumeAs, signUp} from '../helpers/wire-client.ts';

const device = 'test';

describe.each([
	{isTls: false, encoding: 'json'},
	{isTls: true, encoding: 'msgpack'},
] as const)('over %o', wire => {
	test('registers, logs in and resumes one account', async () => {
		const server = await startTestServer();
		const registered = await signUp(server, 'ada', wire);
		expect(registered.session.account.name).toBe('ada');

		const other = await connectWire(server, wire);
		const session = await other.request('log-in', {name: 'ADA', password, device: 'phone'});
		expect(session.account).toEqual(registered.session.account);
		expect(session.device).not.toBe(registered.session.device);

		const back = await connectWire(server, wire);
		const resumed = await back.request('resume', {token: session.token});
		expect(resumed).toMatchObject({account: session.account, device: session.device});
		await registered.settle();
		expect(registered.entriesOf(session.log).map(({kind}) => kind)).toContain('device-added');
	});
});

test('answers hello and ping to strangers, and no other version', async () => {
	const server = await startTestServer({serverName: 'home', registration: 'invite'});
	const client = await connectWire(server);
	const hello = {versions: [9, 1], software: 'test', features: []};
	expect(await client.request('hello', hello)).toMatchObject({
		version: 1,
		server: {name: 'home'},
		registration: 'invite',
	});
	expect(await client.codeOf('hello', {...hello, versions: [9]})).toBe('unsupported-version');
	expect((await client.request('ping', {})).at).toBeGreaterThan(0);
});

test('lets strangers use nothing else', async () => {
	const server = await startTestServer();
	const client = await connectWire(server);
	const bodies: Record<string, object> = {
		'log-out': {},
		'list-devices': {},
		'revoke-device': {device: 1},
		'list-conversations': {},
		'fetch-entries': {log: 1, epoch: 'any'},
		'mark-read': {conversation: 1, seq: 1},
		'send-message': {conversation: 1, id: crypto.randomUUID(), text: 'hi'},
		'set-typing': {conversation: 1, typing: true},
		'list-people': {},
		'claim-admin': {code: 'any'},
		'create-invitation': {},
		'open-direct': {members: ['ada']},
		'create-group': {name: 'team'},
		'join-group': {name: 'everyone'},
		'leave-group': {conversation: 1},
		'invite-member': {conversation: 1, name: 'ada'},
		'remove-member': {conversation: 1, name: 'ada'},
		'list-members': {conversation: 1},
		'get-account': {},
		'set-profile': {},
		'set-avatar': {picture: ''},
		'fetch-picture': {picture: 'x'.repeat(43)},
		'set-presence': {presence: 'away'},
		'change-password': {current: password, password},
		'delete-account': {password},
		'set-preferences': {},
		'mark-delivered': {conversation: 1, seq: 1},
		'set-notifications': {conversation: 1, level: 'none'},
		'set-retention': {conversation: 1},
		'edit-message': {conversation: 1, seq: 1, text: 'hi'},
		'recall-message': {conversation: 1, seq: 1},
		'hide-message': {conversation: 1, seq: 1},
		'react-to-message': {conversation: 1, seq: 1, emoji: '👍', isOn: true},
		'pin-message': {conversation: 1, seq: 1, isOn: true},
		reflect: {text: 'hi'},
		'get-person': {name: 'ada'},
		'request-friend': {name: 'ada'},
		'answer-friend': {name: 'ada', accept: true},
		'remove-friend': {name: 'ada'},
		'block-account': {name: 'ada'},
		'unblock-account': {name: 'ada'},
		'set-admin': {name: 'ada', isAdmin: true},
		'kick-account': {name: 'ada'},
		'ban-talk': {name: 'ada'},
		'unban-talk': {name: 'ada'},
		ban: {target: '@ada'},
		unban: {target: '@ada'},
		'list-bans': {},
		'list-audit': {},
		'get-stats': {},
		'shut-down': {},
		'change-server': {},
		'list-groups': {},
		'change-group': {conversation: 1},
		'set-group-picture': {conversation: 1, picture: ''},
		'delete-group': {conversation: 1},
		'create-group-invitation': {conversation: 1},
		'revoke-group-invitations': {conversation: 1},
		'set-member-role': {conversation: 1, name: 'ada', role: 'admin'},
		'mute-member': {conversation: 1, name: 'ada'},
		'unmute-member': {conversation: 1, name: 'ada'},
		'ban-member': {conversation: 1, name: 'ada'},
		'unban-member': {conversation: 1, name: 'ada'},
		'list-member-bans': {conversation: 1},
		'start-upload': {file: 'A'.repeat(43), size: 1},
		'write-chunk': {upload: 1, offset: 0, data: new Uint8Array(1)},
		'finish-upload': {upload: 1},
		'cancel-upload': {file: 'A'.repeat(43)},
		'fetch-chunk': {conversation: 1, seq: 1, offset: 0, length: 1},
		'list-files': {conversation: 1},
	};
	const open = ['hello', 'ping', 'register', 'log-in', 'resume'];
	expect([...open, ...Object.keys(bodies)].sort()).toEqual(Object.keys(commandTable).sort());
	for (const [command, body] of Object.entries(bodies)) {
		expect(await client.codeOf(command as 'ping', body as Record<string, never>), command).toBe(
			'not-logged-in',
		);
	}
});

test('refuses names, passwords and tokens that cannot be', async () => {
	const server = await startTestServer();
	await signUp(server, 'ada');
	const client = await connectWire(server);
	const register = (name: string, secret = password) =>
		client.codeOf('register', {name, password: secret, device});
	expect(await register('ａｄａ')).toBe('name-taken');
	expect(await register('a b')).toBe('name-invalid');
	expect(await register('bob', 'short')).toBe('password-weak');
	const logIn = (name: string) => client.codeOf('log-in', {name, password: 'wrong', device});
	expect(await logIn('ada')).toBe('wrong-credentials');
	expect(await logIn('nobody')).toBe('wrong-credentials');
	expect(await client.codeOf('resume', {token: 'wrong'})).toBe('token-invalid');
	expect(await register('bob')).toBe('done');
	expect(await register('carol')).toBe('already-logged-in');
	expect(await client.codeOf('resume', {token: 'wrong'})).toBe('already-logged-in');
});

test('binds a connection to one account, however many log-ins it sends at once', async () => {
	const server = await startTestServer();
	const bob = await signUp(server, 'bob');
	const carol = await signUp(server, 'carol');
	const client = await connectWire(server);
	const codes = await Promise.all(
		[bob, carol].map(({session}) => client.codeOf('resume', {token: session.token})),
	);
	expect(codes).toEqual(['done', 'already-logged-in']);
});

test('still answers after many refusals on one connection', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	for (let count = 0; count < 300; count += 1) {
		await ada.codeOf('set-typing', {conversation: 999, typing: true});
	}

	await ada.settle();
});

test('counts nobody as online whose connection went during the log-in', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	await befriend(ada, bob);
	bob.socket.destroy();
	await waitFor(() => ada.bodiesOf('presence-changed').length === 1, 'bob to be gone');

	const client = await connectWire(server);
	void client.codeOf('log-in', {name: 'bob', password, device});
	(client.socket as Socket).resetAndDestroy();
	await waitFor(async () => {
		const entries = await ada.request('list-people', {query: 'bob'});
		return entries.people[0]?.presence === 'offline';
	}, 'bob to be seen as offline');
	// Another log-in as a fence: it queues behind the first one.
	const fence = await connectWire(server);
	await fence.request('log-in', {name: 'ada', password, device});
	const {people} = await ada.request('list-people', {query: 'bob'});
	expect(people).toMatchObject([{name: 'bob', presence: 'offline'}]);
});

test('ends the sessions of a revoked device, and its token', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const phone = await connectWire(server);
	const session = await phone.request('log-in', {name: 'ada', password, device: 'phone'});
	const {devices} = await ada.request('list-devices', {});
	expect(devices.map(({name, isCurrent}) => [name, isCurrent])).toEqual(
		expect.arrayContaining([
			['test', true],
			['phone', false],
		]),
	);

	expect(await ada.codeOf('revoke-device', {device: 999})).toBe('not-found');
	await ada.request('revoke-device', {device: session.device});
	await phone.whenClosed();
	expect(phone.bodiesOf('session-ended')).toHaveLength(1);
	const back = await connectWire(server);
	expect(await back.codeOf('resume', {token: session.token})).toBe('token-invalid');
	expect((await ada.request('list-devices', {})).devices).toHaveLength(1);
});

test('does not let one account revoke the devices of another', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	expect(await bob.codeOf('revoke-device', {device: ada.session.device})).toBe('not-found');
});

test('logs out one device, or all of them', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const twin = await resumeAs(server, ada);
	const phone = await connectWire(server);
	const {token} = await phone.request('log-in', {name: 'ada', password, device: 'phone'});
	await ada.request('log-out', {});
	await Promise.all([ada.whenClosed(), twin.whenClosed()]);
	await phone.settle();

	const tablet = await connectWire(server);
	await tablet.request('log-in', {name: 'ada', password, device: 'tablet'});
	await tablet.request('log-out', {all: true});
	await Promise.all([phone.whenClosed(), tablet.whenClosed()]);
	const back = await connectWire(server);
	expect(await back.codeOf('resume', {token})).toBe('token-invalid');
});

test('takes new accounts by invitation only, and each invitation as often as allowed', async () => {
	const server = await startTestServer({registration: 'invite'});
	const code = server.server.adminCode ?? '';
	const stranger = await connectWire(server);
	const register = (name: string, invitation?: string) =>
		stranger.codeOf('register', {name, password, device, ...(invitation && {code: invitation})});
	expect(await register('bob')).toBe('code-invalid');
	expect(await register('bob', 'guess')).toBe('code-invalid');

	const ada = await signUp(server, 'ada', {code});
	expect(await ada.codeOf('create-invitation', {})).toBe('forbidden');
	expect(await ada.codeOf('claim-admin', {code: 'guess'})).toBe('code-invalid');
	await ada.request('claim-admin', {code});
	await ada.settle();
	expect(ada.entriesOf(ada.session.log).map(({kind}) => kind)).toContain('admin-granted');
	expect(await ada.codeOf('claim-admin', {code})).toBe('code-invalid');

	const invitation = await ada.request('create-invitation', {uses: 1});
	await signUp(server, 'bob', {code: invitation.code});
	expect(await register('carol', invitation.code)).toBe('code-invalid');
	const expired = await ada.request('create-invitation', {validMs: 1});
	await waitFor(() => Date.now() > expired.expiresAt, 'the invitation to expire');
	expect(await register('carol', expired.code)).toBe('code-invalid');
});

test('takes no new accounts when registration is closed', async () => {
	const server = await startTestServer({registration: 'closed'});
	const stranger = await connectWire(server);
	expect(await stranger.codeOf('register', {name: 'bob', password, device})).toBe(
		'registration-closed',
	);
});

test('slows down who guesses passwords, even many at once', async () => {
	const server = await startTestServer({hasRateLimits: true});
	await signUp(server, 'ada');
	const guess = async () => {
		const client = await connectWire(server);
		const codes = [1, 2].map(() => client.codeOf('log-in', {name: 'ada', password: 'no', device}));
		return Promise.all(codes);
	};
	const codes = (await Promise.all(Array.from({length: 20}, guess))).flat();
	expect(codes.filter(code => code === 'wrong-credentials').length).toBeLessThanOrEqual(10);
	expect(codes).toContain('rate-limited');
});

test('does not count log-ins that succeed against the next one', async () => {
	const server = await startTestServer({hasRateLimits: true});
	await signUp(server, 'ada');
	for (let count = 0; count < 15; count += 1) {
		const client = await connectWire(server);
		expect(await client.codeOf('log-in', {name: 'ada', password, device})).toBe('done');
	}
});
