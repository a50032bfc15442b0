/** What ends a connection or an account ends all that could be done with it, and lets nobody back in who should not be. */
import {expect, test} from 'vitest';
import {startTeam} from '../helpers/team.ts';
import type {TestServer} from '../helpers/test-server.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {connectWire, password, resumeAs, signUp, type WireAccount} from '../helpers/wire-client.ts';

const newPassword = 'another good one';

/** The codes of a right log-in, a wrong one, and of coming back by token. */
const waysIn = async (server: TestServer, {session}: WireAccount, secret = password) => {
	const {name} = session.account;
	const tryTo = async (
		ask: (client: Awaited<ReturnType<typeof connectWire>>) => Promise<string>,
	) => {
		const client = await connectWire(server);
		const code = await ask(client);
		client.socket.destroy();
		return code;
	};
	const logIn = (secretOrGuess: string) =>
		tryTo(client => client.codeOf('log-in', {name, password: secretOrGuess, device: 'phone'}));
	return {
		right: await logIn(secret),
		wrong: await logIn('a guess'),
		token: await tryTo(client => client.codeOf('resume', {token: session.token})),
	};
};

test.each([
	{
		what: 'banned from the server',
		end: ({ada}: Ends) => ada.request('ban', {target: '@bob'}),
		event: 'session-kicked',
		ways: {right: 'banned', wrong: 'wrong-credentials', token: 'banned'},
	},
	{
		what: 'kicked',
		end: ({ada}: Ends) => ada.request('kick-account', {name: 'bob'}),
		event: 'session-kicked',
		ways: {right: 'done', wrong: 'wrong-credentials', token: 'done'},
	},
	{
		what: 'logged out everywhere',
		end: ({other}: Ends) => other.request('log-out', {all: true}),
		event: 'session-ended',
		ways: {right: 'done', wrong: 'wrong-credentials', token: 'token-invalid'},
	},
	{
		what: 'given a new password elsewhere',
		end: ({other}: Ends) =>
			other.request('change-password', {current: password, password: newPassword}),
		event: 'session-ended',
		ways: {right: 'wrong-credentials', wrong: 'wrong-credentials', token: 'token-invalid'},
	},
	{
		what: 'deleted elsewhere',
		end: ({other}: Ends) => other.request('delete-account', {password}),
		event: 'session-ended',
		ways: {right: 'wrong-credentials', wrong: 'wrong-credentials', token: 'token-invalid'},
	},
] as const)(
	'a connection ends, and so does what it asked, when its account is $what',
	async way => {
		const {server, ada, bob, team, makeAdmin} = await startTeam();
		await makeAdmin();
		const client = await connectWire(server);
		const phone = await client.request('log-in', {name: 'bob', password, device: 'phone'});
		const other = Object.assign(client, {session: phone});
		await way.end({ada, other});
		await bob.whenClosed();
		expect(bob.events.at(-1)?.event).toBe(way.event);
		const {epoch} = ada.session;
		const before = await ada.request('fetch-entries', {log: team, epoch});
		expect(before.entries.filter(({kind}) => kind === 'message-sent')).toEqual([]);
		expect(await waysIn(server, bob)).toEqual(way.ways);
	},
);

type Ends = {readonly ada: WireAccount; readonly other: WireAccount};

test('once a ban is answered nothing more of the banned one is stored', async () => {
	const {server, ada, bob, team, makeAdmin} = await startTeam();
	await makeAdmin();
	const {epoch} = ada.session;
	const head = async () => (await ada.request('fetch-entries', {log: team, epoch})).head;
	let isOver = false;
	const talk = (async () => {
		while (!bob.isClosed) {
			bob
				.request('send-message', {conversation: team, id: crypto.randomUUID(), text: 'x'})
				.catch(() => {
					isOver = true;
				});
			await new Promise(setImmediate);
		}
	})();
	await waitFor(async () => (await head()) > 100, 'messages');
	await ada.request('ban', {target: '@bob'});
	const atBan = await head();
	await talk;
	expect(isOver).toBe(true);
	await ada.settle();
	expect(await head()).toBe(atBan);
	expect(await waysIn(server, bob)).toMatchObject({right: 'banned', token: 'banned'});
});

test('who loses a right loses it for connections that are open', async () => {
	const {server, ada, bob, makeAdmin, team} = await startTeam();
	await makeAdmin();
	await ada.request('set-admin', {name: 'bob', isAdmin: true});
	const twin = await resumeAs(server, bob);
	expect(await twin.codeOf('get-stats', {})).toBe('done');
	await ada.request('set-admin', {name: 'bob', isAdmin: false});
	expect(await twin.codeOf('get-stats', {})).toBe('forbidden');
	expect(await bob.codeOf('set-admin', {name: 'bob', isAdmin: true})).toBe('forbidden');
	const mine = {conversation: team, name: 'bob'};
	await ada.request('set-member-role', {...mine, role: 'admin'});
	expect(await twin.codeOf('list-member-bans', {conversation: team})).toBe('done');
	await ada.request('set-member-role', {...mine, role: 'member'});
	expect(await twin.codeOf('list-member-bans', {conversation: team})).toBe('forbidden');
	await ada.request('remove-member', mine);
	expect(await twin.codeOf('list-members', {conversation: team})).toBe('not-a-member');
});

test('a group that is gone is there for nobody who was in it', async () => {
	const {ada, bob, team} = await startTeam();
	await ada.request('delete-group', {conversation: team});
	for (const client of [ada, bob]) {
		const {epoch} = client.session;
		expect(await client.codeOf('fetch-entries', {log: team, epoch})).toBe('not-a-member');
		expect(await client.codeOf('list-files', {conversation: team})).toBe('not-a-member');
		expect(await client.codeOf('join-group', {name: 'team'})).toBe('not-found');
	}
});

test('what a group hides from strangers it hides from all of them alike', async () => {
	const {server, ada, carol} = await startTeam();
	const {conversation} = await ada.request('create-group', {
		name: 'cellar',
		settings: {visibility: 'private'},
	});
	const refusalOf = (name: string) =>
		carol.request('join-group', {name}).then(String, ({code, message}) => [code, message]);
	const [hidden, none] = [await refusalOf('cellar'), await refusalOf('attics')];
	expect(hidden).toEqual(['not-found', 'There is no group #cellar that you may join.']);
	expect(none).toEqual(['not-found', 'There is no group #attics that you may join.']);
	const {groups} = await carol.request('list-groups', {});
	expect(groups.map(({name}) => name)).not.toContain('cellar');
	await ada.request('ban-member', {conversation: conversation.id, name: 'carol'});
	expect(await refusalOf('cellar')).toEqual(hidden);
	const dora = await signUp(server, 'dora');
	const missing = {conversation: 999, seq: 1};
	for (const place of [missing, {conversation: conversation.id, seq: 1}]) {
		expect(await dora.codeOf('mark-read', place)).toBe('not-a-member');
		expect(await dora.codeOf('recall-message', place)).toBe('not-a-member');
	}
});
