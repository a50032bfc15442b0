/** Whose an account is: when its password changes, when it is deleted, and what its name shows. */
import {expect, test} from 'vitest';
import {startTestServer, type TestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {
	befriend,
	connectWire,
	password,
	resumeAs,
	signUp,
	type WireAccount,
	type WireClient,
} from '../helpers/wire-client.ts';

const newPassword = 'another good one';
/** Takes long enough for others to come in between. */
const realCost = {memoryCost: 19_456, timeCost: 2};
const wrong = 'wrong-credentials';

const connectMany = (server: TestServer, count: number): Promise<WireClient[]> =>
	Promise.all(Array.from({length: count}, () => connectWire(server)));

const logIn = (client: WireClient, name: string, secret = password, device = 'phone') =>
	client.codeOf('log-in', {name, password: secret, device});

test('no log-in under way brings an account back that is being deleted', async () => {
	const server = await startTestServer();
	const bob = await signUp(server, 'bob');
	const others = await connectMany(server, 8);
	const gone = bob.request('delete-account', {password});
	const sessions = others.map(other =>
		other.request('log-in', {name: 'bob', password, device: 'phone'}).then(
			({token}) => token,
			() => undefined,
		),
	);
	await gone;
	await bob.whenClosed();
	for (const token of await Promise.all(sessions)) {
		const back = await connectWire(server);
		expect(await back.codeOf('resume', {token: token ?? 'none'})).toBe('token-invalid');
	}

	for (const other of others) {
		const code = other.isClosed ? 'closed' : await other.codeOf('get-account', {});
		expect(['closed', 'not-logged-in']).toContain(code);
	}
});

test('a new password under way does not open an account that was deleted meanwhile', async () => {
	const server = await startTestServer({passwordCost: realCost});
	const bob = await signUp(server, 'bob');
	const change = bob.codeOf('change-password', {current: password, password: newPassword});
	// It has one hash to wait for, the change has two: it is sooner, unless the machine is very busy.
	const gone = await bob.codeOf('delete-account', {password});
	await change;
	const code = await logIn(await connectWire(server), 'bob', newPassword);
	expect(code).toBe(gone === 'done' ? wrong : 'done');
});

test('who knows the old password keeps no device through the change', async () => {
	const server = await startTestServer({passwordCost: realCost});
	const bob = await signUp(server, 'bob');
	const thieves = await connectMany(server, 40);
	const change = bob.request('change-password', {current: password, password: newPassword});
	const thefts: Promise<string>[] = [];
	for (const thief of thieves) {
		thefts.push(logIn(thief, 'bob', password, 'thief'));
		// One after the other, so that some wait for their hash while the password changes.
		await bob.settle();
	}

	await change;
	await Promise.all(thefts);
	const {devices} = await bob.request('list-devices', {});
	expect(devices.map(({name}) => name)).toEqual(['test']);
});

test('of two new passwords at once one holds', async () => {
	const server = await startTestServer();
	const bob = await signUp(server, 'bob');
	const twin = await resumeAs(server, bob);
	const secrets = [newPassword, 'one more good one'] as const;
	const codes = await Promise.all([
		bob.codeOf('change-password', {current: password, password: secrets[0]}),
		twin.codeOf('change-password', {current: password, password: secrets[1]}),
	]);
	expect(codes.toSorted()).toEqual(['done', wrong]);
	const isFirst = codes[0] === 'done';
	const stranger = await connectWire(server);
	expect(await logIn(stranger, 'bob', secrets[isFirst ? 1 : 0])).toBe(wrong);
	expect(await logIn(stranger, 'bob', secrets[isFirst ? 0 : 1])).toBe('done');
});

const startWithAdmin = async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	await ada.request('claim-admin', {code: server.server.adminCode ?? ''});
	return {server, ada};
};

test.each(['127.0.0.1', '127.0.0.0/8', '0.0.0.0/0', '::ffff:127.0.0.1'])(
	'an administrator cannot ban the address %s, which is their own',
	async target => {
		const {server, ada} = await startWithAdmin();
		expect(await ada.codeOf('ban', {target})).toBe('forbidden');
		await ada.settle();
		await connectWire(server);
	},
);

test('who was connected before their address was banned cannot come in', async () => {
	const {server, ada} = await startWithAdmin();
	const stranger = await connectWire(server, {localAddress: '127.0.0.2'});
	await ada.request('ban', {target: '127.0.0.2'});
	expect(await stranger.codeOf('register', {name: 'eve', password, device: 'phone'})).toBe(
		'banned',
	);
	expect(await logIn(stranger, 'ada')).toBe('banned');
	expect(await stranger.codeOf('resume', {token: ada.session.token})).toBe('banned');
	expect((await ada.request('list-people', {query: 'eve'})).people).toEqual([]);
});

test('who is banned for a while is told when to come back', async () => {
	const {server, ada} = await startWithAdmin();
	const bob = await signUp(server, 'bob');
	await ada.request('ban', {target: '@bob', forMs: 600_000, reason: 'spam'});
	const client = await connectWire(server);
	await expect(client.request('resume', {token: bob.session.token})).rejects.toMatchObject({
		code: 'banned',
		message: expect.stringContaining('10 minutes: spam'),
		retryAfterMs: expect.closeTo(600_000, -5),
	});
});

test('bans that are over stand in nobody’s way when bans are listed', async () => {
	const {ada} = await startWithAdmin();
	await ada.request('ban', {target: '10.0.0.1', forMs: 1});
	await ada.request('ban', {target: '10.0.0.2'});
	const list = () => ada.request('list-bans', {limit: 1});
	await waitFor(async () => (await list()).bans[0]?.target === '10.0.0.2', 'the ban to be over');
	expect((await list()).more).toBe(false);
});

test('who is banned cannot become the administrator that the server is left with', async () => {
	const {server, ada} = await startWithAdmin();
	await signUp(server, 'bob');
	await ada.request('ban', {target: '@bob'});
	expect(await ada.codeOf('set-admin', {name: 'bob', isAdmin: true})).toBe('forbidden');
	expect(await ada.codeOf('set-admin', {name: 'ada', isAdmin: false})).toBe('forbidden');
	await ada.request('unban', {target: '@bob'});
	expect(await ada.codeOf('set-admin', {name: 'bob', isAdmin: true})).toBe('done');
});

/** One after the other: a connection logs in once at a time. */
const guessFrom = async (server: TestServer, localAddress: string): Promise<string[]> => {
	const client = await connectWire(server, {localAddress});
	const codes: string[] = [];
	for (let count = 0; count < 12; count += 1) {
		codes.push(await logIn(client, 'ada', 'a guess'));
	}

	return codes;
};

test('a stranger who guesses keeps nobody from logging in, or from a new password', async () => {
	const server = await startTestServer({hasRateLimits: true});
	const ada = await signUp(server, 'ada');
	for (const address of ['127.0.0.2', '127.0.0.3']) {
		expect(await guessFrom(server, address)).toContain('rate-limited');
	}

	expect(await logIn(await connectWire(server), 'ada')).toBe('done');
	const change = {current: password, password: newPassword};
	expect(await ada.codeOf('change-password', change)).toBe('done');
});

test('many who guess one name together are slowed down too, and so is a device', async () => {
	const server = await startTestServer({hasRateLimits: true});
	const ada = await signUp(server, 'ada');
	const addresses = Array.from({length: 14}, (_, host) => `127.0.1.${host + 1}`);
	const codes = await Promise.all(addresses.map(address => guessFrom(server, address)));
	const guesses = codes.flat().filter(code => code === wrong).length;
	expect(guesses).toBeGreaterThan(90);
	expect(guesses).toBeLessThan(120);
	const own = Array.from({length: 12}, () =>
		ada.codeOf('change-password', {current: 'a guess', password: newPassword}),
	);
	expect(await Promise.all(own)).toContain('rate-limited');
});

test('a deleted account goes unheard by who has blocked it, and stands in no list', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	const carol = await signUp(server, 'carol');
	await befriend(bob, carol);
	await ada.request('block-account', {name: 'bob'});
	await bob.request('request-friend', {name: 'ada'});
	await bob.request('delete-account', {password});
	await Promise.all([ada.settle(), carol.settle()]);
	const kindsOf = (client: WireAccount) =>
		client.entriesOf(client.session.log).map(({kind}) => kind);
	expect(kindsOf(ada)).not.toContain('friend-removed');
	expect(kindsOf(carol)).toContain('friend-removed');
	expect(await ada.request('get-account', {})).toMatchObject({friends: [], blocked: []});
	expect(await carol.request('get-account', {})).toMatchObject({friends: []});
});

test('who is blocked cannot make the blocker hear of it, nor learn of it as a stranger', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	await ada.request('block-account', {name: 'bob'});
	await bob.settle();
	expect(bob.bodiesOf('presence-changed')).toEqual([]);
	await ada.settle();
	const heard = ada.events.length;
	await bob.request('request-friend', {name: 'ada'});
	await bob.request('remove-friend', {name: 'ada'});
	await ada.settle();
	expect(ada.events.slice(heard)).toEqual([]);
});

test('who share a group see each other again when the block is over', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	await ada.request('create-group', {name: 'team', members: ['bob']});
	await ada.request('block-account', {name: 'bob'});
	await ada.request('unblock-account', {name: 'bob'});
	await Promise.all([ada.settle(), bob.settle()]);
	const shown = (client: WireAccount) =>
		client.bodiesOf('person-changed').map(({person}) => [person.name, person.presence]);
	expect(shown(ada)).toEqual([['bob', 'online']]);
	expect(shown(bob)).toEqual([['ada', 'online']]);
});
