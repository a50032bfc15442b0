/** Who asks or guesses too often is slowed, and told in words when to come back; others notice nothing. */
import {expect, test} from 'vitest';
import {ProtocolError} from '../../source/protocol/errors.ts';
import {attempt} from '../../source/server/attempt.ts';
import {Passwords} from '../../source/server/passwords.ts';
import {addressKey, Throttle} from '../../source/server/throttle.ts';
import {send} from '../helpers/team.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {connectWire, resumeAs, signUp, type WireClient} from '../helpers/wire-client.ts';

const refusalOf = (work: Promise<unknown>) =>
	work.then(
		() => undefined,
		({code, message, retryAfterMs}) => ({code, message, retryAfterMs}),
	);

test.each([
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::1', true],
	['2001:db8:1:2::', '2001:DB8:0001:0002:ffff:ffff:ffff:ffff', true],
	['2001:db8:1:2::1', '2001:db8:1:3::1', false],
	['fe80::1%eth0', 'fe80::2%eth1', true],
	['::1', '::2', true],
	['::ffff:10.0.0.1', '10.0.0.1', true],
	['::ffff:10.0.0.1', '::ffff:10.0.0.2', false],
	['10.0.0.1', '10.0.0.2', false],
])('%s and %s are one household: %s', (one, other, isSame) => {
	expect(addressKey(one) === addressKey(other)).toBe(isSame);
});

test('all addresses of one /64 share what one address may try, and other networks do not', () => {
	const throttle = new Throttle({burst: 3, perSecond: 1 / 60}, 'failed log-ins');
	const guess = (address: string) => throttle.count(addressKey(address));
	for (const host of ['a', 'b', 'c']) {
		guess(`2001:db8:0:1::${host}`);
	}

	expect(() => guess('2001:db8:0:1:dead:beef::')).toThrow(
		/^Too many failed log-ins: try again in (?:60 seconds|1 minute)\.$/,
	);
	guess('2001:db8:0:2::a');
	guess('192.0.2.1');
});

test('a throttle forgets the oldest of very many keys, not the newest', () => {
	const throttle = new Throttle({burst: 1, perSecond: 1 / 60}, 'requests');
	throttle.count('first');
	for (let key = 0; key < 9_999; key += 1) {
		throttle.count(String(key));
	}

	expect(() => throttle.count('9998')).toThrow();
	throttle.count('one more');
	throttle.count('first');
});

test('connections of one account share what it may ask, and coming back gives nothing new', async () => {
	const server = await startTestServer({hasRateLimits: true});
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	// Counts among what comes back slowest.
	const ask = (client: WireClient) =>
		refusalOf(client.request('revoke-device', {device: 1_000_000}));
	const refusals: Awaited<ReturnType<typeof ask>>[] = [];
	for (let connection = 0; connection < 6; connection += 1) {
		const client = await resumeAs(server, ada);
		refusals.push(...(await Promise.all(Array.from({length: 60}, () => ask(client)))));
		client.socket.destroy();
	}

	const slowed = refusals.filter(refusal => refusal?.code === 'rate-limited');
	const answered = refusals.filter(refusal => refusal?.code === 'not-found');
	expect(answered.length).toBeGreaterThanOrEqual(240);
	expect(slowed.length).toBeGreaterThan(0);
	expect(slowed.length + answered.length).toBe(360);
	expect(slowed[0]?.message).toBe('Too many requests: try again in 1 second.');
	expect(await ask(bob)).toMatchObject({code: 'not-found'});
});

/** More hashes than have room; each takes a moment. */
const slowCost = {memoryCost: 8_192, timeCost: 3};

test('a full queue tells how long it takes to get through it', async () => {
	const passwords = new Passwords(slowCost);
	const first = Array.from({length: 20}, () => passwords.hash('some password'));
	// Some are measured before anybody is refused.
	await Promise.all(first);
	const startedAt = performance.now();
	const waiting = Array.from({length: 202}, () => passwords.hash('some password'));
	const refusal = await refusalOf(passwords.hash('some password'));
	const seconds = (refusal?.retryAfterMs ?? 0) / 1_000;
	expect(refusal).toMatchObject({
		code: 'busy',
		message: `Many people are logging in right now: try again in ${seconds} s.`,
	});
	await Promise.all(waiting);
	const tookSeconds = (performance.now() - startedAt) / 1_000;
	// Right by a factor: the machine does other things too.
	expect(seconds).toBeGreaterThanOrEqual(Math.floor(tookSeconds / 8));
	expect(seconds).toBeLessThanOrEqual(Math.ceil(tookSeconds * 8) + 1);
});

const fillQueue = async (server: {readonly port: number}): Promise<Promise<string>[]> => {
	const hosts = Array.from({length: 260}, (_, host) => `127.0.2.${(host % 250) + 1}`);
	const clients: WireClient[] = await Promise.all(
		hosts.map(localAddress => connectWire(server, {localAddress})),
	);
	return clients.map((client, index) =>
		client.codeOf('log-in', {name: `nobody${index}`, password: 'a guess', device: 'x'}),
	);
};

test('who fills the queue from many addresses keeps no device from coming back', async () => {
	const server = await startTestServer({hasRateLimits: true, passwordCost: slowCost});
	const ada = await signUp(server, 'ada');
	const {conversation} = await ada.request('create-group', {name: 'team'});
	const guesses = await fillQueue(server);
	const isOver = Promise.all(guesses).then(() => 'over');
	// The first who is refused shows that the queue is full.
	await Promise.any(guesses.map(async guess => expect(await guess).toBe('busy')));
	const back = await resumeAs(server, ada);
	await send(Object.assign(back, {session: ada.session}), conversation.id, 'here');
	// All this went by while the guesses waited.
	expect(await Promise.race([isOver, Promise.resolve('waiting')])).toBe('waiting');
	expect(new Set(await Promise.all(guesses))).toEqual(new Set(['wrong-credentials', 'busy']));
}, 60_000);

test('who is told to come back later has used up no try, and who guessed wrong has', async () => {
	const throttle = new Throttle({burst: 2, perSecond: 1 / 60}, 'failed log-ins');
	const tryTo = (code: 'busy' | 'wrong-credentials' | undefined) =>
		attempt([[throttle, 'ada']], async () => {
			if (code !== undefined) {
				throw new ProtocolError(code);
			}
		}).then(
			() => 'done',
			error => error.code,
		);
	for (let count = 0; count < 5; count += 1) {
		expect(await tryTo('busy')).toBe('busy');
		expect(await tryTo(undefined)).toBe('done');
	}

	expect(await Promise.all([1, 2, 3].map(() => tryTo('wrong-credentials')))).toEqual([
		'wrong-credentials',
		'wrong-credentials',
		'rate-limited',
	]);
});
