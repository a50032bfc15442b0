/** Whose an account is: when its password changes, when it is deleted, and what its name shows. */
import {expect, test} from 'vitest';
import {startTestServer, type TestServer} from '../helpers/test-server.ts';
import {connectWire, password, resumeAs, signUp, type WireClient} from '../helpers/wire-client.ts';

const newPassword = 'another good one';
/** Takes long enough for others to come in between. */
const realCost = {memoryCost: 19_456, timeCost: 2};
const wrong = 'wrong-credentials';

const connectMany = (server: TestServer, count: number): Promise<WireClient[]> =>
	Promise.all(Array.from({length: count}, () => connectWire(server)));

const logIn = (client: WireClient, name: string, secret = password, device = 'phone') =>
	client.codeOf('log-in', {name, password: secret, device});

test('a deleted account is like one that never was to who logs in', async () => {
	const server = await startTestServer();
	const bob = await signUp(server, 'bob');
	await bob.request('delete-account', {password});
	const stranger = await connectWire(server);
	expect(await logIn(stranger, 'bob')).toBe(wrong);
	expect(await logIn(stranger, 'nobody')).toBe(wrong);
});

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
