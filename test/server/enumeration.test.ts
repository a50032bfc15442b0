/** A stranger learns of no name on the server by how a log-in is refused; nobody learns of what was deleted or hidden. */
import {expect, test, vi} from 'vitest';
import {Passwords} from '../../source/server/passwords.ts';
import {startTeam} from '../helpers/team.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {connectWire, password, signUp, type WireClient} from '../helpers/wire-client.ts';

const refusalOf = (work: Promise<unknown>) =>
	work.then(
		() => 'done',
		({code, message, retryAfterMs}) => ({code, message, retryAfterMs}),
	);

/** Names of every kind that a stranger may ask about; the first is nobody's. */
const names = [
	'nobody',
	'ada',
	'gone',
	'outlaw',
	'silent',
	'BOB',
	'ａｄａ',
	'here',
	'@ada',
	'a b',
	'\u0000',
];

const startWithNames = async (registration: 'open' | 'invite' | 'closed' = 'open') => {
	const server = await startTestServer();
	const people = await Promise.all(
		['ada', 'bob', 'gone', 'outlaw', 'silent'].map(name => signUp(server, name)),
	);
	const [ada, , gone] = people;
	await ada?.request('claim-admin', {code: server.server.adminCode ?? ''});
	await ada?.request('ban', {target: '@outlaw'});
	await ada?.request('ban-talk', {name: 'silent'});
	const {code} = (await ada?.request('create-invitation', {})) ?? {code: ''};
	await gone?.request('delete-account', {password});
	await server.close();
	return {
		code,
		server: await startTestServer({dataDir: server.dataDir, registration, hasRateLimits: true}),
	};
};

const logIn = (client: WireClient, name: string) =>
	client.request('log-in', {name, password: 'a wrong guess', device: 'x'});

test('a wrong log-in is refused alike for every name, there or not', async () => {
	const {server} = await startWithNames();
	for (const [index, name] of names.entries()) {
		const client = await connectWire(server, {localAddress: `127.0.3.${index + 1}`});
		const refusal = {
			code: 'wrong-credentials',
			message: 'Name and password do not match.',
			retryAfterMs: undefined,
		};
		expect([name, await refusalOf(logIn(client, name))]).toEqual([name, refusal]);
	}
});

test('a wrong log-in costs the same hash for every name', async () => {
	const {server} = await startWithNames();
	const verify = vi.spyOn(Passwords.prototype, 'verify');
	for (const [index, name] of names.entries()) {
		const client = await connectWire(server, {localAddress: `127.0.4.${index + 1}`});
		await refusalOf(logIn(client, name));
		expect(verify).toHaveBeenCalledTimes(index + 1);
	}

	verify.mockRestore();
	const passwords = new Passwords({memoryCost: 64, timeCost: 1});
	expect(await passwords.verify(undefined, 'nobody')).toBe(false);
	expect(await passwords.verify(await passwords.hash('nobody'), 'nobody')).toBe(true);
});

test('guesses are slowed alike for every name, there or not', async () => {
	const {server} = await startWithNames();
	const codesOf = async (name: string, address: string) => {
		const client = await connectWire(server, {localAddress: address});
		const codes: unknown[] = [];
		for (let count = 0; count < 13; count += 1) {
			codes.push(await client.codeOf('log-in', {name, password: 'a wrong guess', device: 'x'}));
		}

		return codes;
	};
	expect(await codesOf('ada', '127.0.5.1')).toEqual(await codesOf('nobody', '127.0.5.2'));
});

test.each(['closed', 'invite'] as const)(
	'who has no invitation to a server of registration "%s" learns of no name',
	async registration => {
		const {server} = await startWithNames(registration);
		const hash = vi.spyOn(Passwords.prototype, 'hash');
		const stranger = await connectWire(server);
		const entry = {password: 'a good password', device: 'x'};
		for (const code of [undefined, 'a guess']) {
			const given = code === undefined ? {} : {code};
			const [taken, free, reserved] = await Promise.all(
				['ada', 'free', 'here'].map(async name => {
					const client = await connectWire(server);
					return refusalOf(client.request('register', {...entry, ...given, name}));
				}),
			);
			expect(taken).toEqual(free);
			expect(reserved).toEqual(free);
			expect(free).toMatchObject({
				code: registration === 'closed' ? 'registration-closed' : 'code-invalid',
			});
		}

		// And it costs the server nothing.
		expect(hash).not.toHaveBeenCalled();
		hash.mockRestore();
		await stranger.settle();
	},
);

test('an invitation is used up by who comes in, not by a name that is taken', async () => {
	const {server, code} = await startWithNames('invite');
	const client = await connectWire(server);
	const entry = {password: 'a good password', device: 'x', code};
	expect(await client.codeOf('register', {...entry, name: 'ada'})).toBe('name-taken');
	expect(await client.codeOf('register', {...entry, name: 'dora'})).toBe('done');
	const other = await connectWire(server);
	expect(await other.codeOf('register', {...entry, name: 'eve'})).toBe('code-invalid');
});

test('a deleted account is spoken of as one that never was', async () => {
	const {ada, bob, carol, team} = await startTeam();
	await carol.request('delete-account', {password});
	const ways = [
		(name: string) => ada.request('get-person', {name}),
		(name: string) => ada.request('open-direct', {members: [name]}),
		(name: string) => ada.request('invite-member', {conversation: team, name}),
		(name: string) => ada.request('create-group', {name: 'other', members: [name]}),
		(name: string) => ada.request('request-friend', {name}),
		(name: string) => ada.request('block-account', {name}),
		(name: string) => ada.request('remove-member', {conversation: team, name}),
	];
	for (const ask of ways) {
		const [gone, never] = [await refusalOf(ask('carol')), await refusalOf(ask('nobody'))];
		const said = JSON.stringify(never).replaceAll('nobody called nobody', 'nobody called carol');
		expect(JSON.stringify(gone)).toBe(said.replace('"nobody is', '"carol is'));
	}

	const {people} = await bob.request('list-people', {});
	expect(people.map(({name}) => name)).toEqual(['ada', 'bob']);
});

test('whether a token was revoked, deleted or never made does not show', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	await ada.request('log-out', {});
	await bob.request('delete-account', {password});
	for (const token of [ada.session.token, bob.session.token, 'x'.repeat(43)]) {
		const client = await connectWire(server);
		expect(await refusalOf(client.request('resume', {token}))).toEqual({
			code: 'token-invalid',
			message: 'The device token is unknown or revoked: log in again.',
			retryAfterMs: undefined,
		});
	}
});
