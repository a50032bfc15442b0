/** Groups through real clients: who may come in, write, pin, and what newcomers see. */
import {expect, test} from 'vitest';
import {joinServer, startChatServer} from '../../helpers/chat-pair.ts';
import {
	itemsOf,
	messagesOf,
	refusal,
	textsShown,
	type,
	waitForNewest,
} from '../../helpers/slash.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const startTeam = async (input = '/group create team @bob') => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const carol = await joinServer(server, 'carol');
	const team = (await type(alice, input)).openConversation ?? 0;
	await waitFor(() => bob.getState().conversations.get(team)?.isLeft === false, 'bob to be in');
	return {server, alice, bob, carol, team};
};

type Person = Awaited<ReturnType<typeof startTeam>>['alice'];

const state = (client: Person, team: number) => client.getState().conversations.get(team);
const codeOf = async (client: Person, input: string, team?: number) =>
	(await refusal(client, input, team)).code;

test('a public group is listed and joined by name; a private one is not there for strangers', async () => {
	const {alice, carol, team} = await startTeam();
	await type(alice, '/topic Who breaks it fixes it', team);
	expect((await type(carol, '/groups')).lines.join()).toContain('Who breaks it fixes it');
	await type(carol, '/join #team');
	expect(state(carol, team)?.settings?.topic).toBe('Who breaks it fixes it');
	await type(carol, '/leave #team');
	await type(alice, '/group private', team);
	expect((await type(carol, '/groups')).objects).toEqual([]);
	expect(await codeOf(carol, '/join #team')).toBe('not-found');
});

test('an invitation lets into a private group as often as it says, until it is revoked', async () => {
	const {server, alice, carol, team} = await startTeam('/group create team private @bob');
	const dave = await joinServer(server, 'dave');
	const link = async () => {
		const {objects} = await type(alice, '/group link', team);
		return (objects[0] as {code: string}).code;
	};
	const code = await link();
	await type(carol, `/join ${code}`);
	expect(state(carol, team)?.isLeft).toBe(false);
	expect(await codeOf(dave, `/join ${code}`)).toBe('code-invalid');
	const second = await link();
	await type(alice, '/group unlink', team);
	expect(await codeOf(dave, `/join ${second}`)).toBe('code-invalid');
});

test('newcomers see what the group lets them see', async () => {
	const {alice, bob, carol, team} = await startTeam();
	await type(alice, '/msg #team before carol');
	await type(alice, '/group history joined', team);
	await waitFor(() => state(bob, team)?.settings?.history === 'joined', 'the setting');
	await type(carol, '/join #team');
	await type(alice, '/msg #team after carol');
	await waitForNewest(carol, team, ({text}) => text === 'after carol', 'the message');
	const seen = await carol.readEntries(team, {limit: 100});
	expect(JSON.stringify(seen)).not.toContain('before carol');
	expect(textsShown(carol, team)).toEqual(['after carol']);
	expect(textsShown(bob, team)).toEqual(['before carol', 'after carol']);
});

test('roles are given, taken and handed over', async () => {
	const {alice, bob, team} = await startTeam();
	expect(await codeOf(bob, '/topic mine', team)).toBe('forbidden');
	await type(alice, '/promote @bob', team);
	await waitFor(() => state(bob, team)?.role === 'admin', 'bob to be admin');
	await type(bob, '/topic ours', team);
	await waitFor(() => state(alice, team)?.settings?.topic === 'ours', 'the topic');
	expect(await codeOf(bob, '/demote @alice', team)).toBe('forbidden');
	await type(alice, '/demote @bob', team);
	await waitFor(() => state(bob, team)?.role === 'member', 'bob to be a member');
	await type(alice, '/transfer @bob', team);
	await waitFor(() => state(bob, team)?.role === 'owner', 'bob to be owner');
	expect(state(alice, team)?.role).toBe('admin');
});

test('who is muted cannot write until the time is over or it is lifted', async () => {
	const {alice, bob, team} = await startTeam();
	await type(alice, '/group mute @bob 10m too loud', team);
	await waitFor(() => state(bob, team)?.muted !== undefined, 'bob to know');
	const {code, message} = await refusal(bob, '/msg #team hello');
	expect(message).toMatch(/minutes.*too loud/);
	expect(code).toBeDefined();
	await type(alice, '/group unmute @bob', team);
	await waitFor(() => state(bob, team)?.muted === undefined, 'bob to be free');
	await type(bob, '/msg #team hello again');
	await waitForNewest(alice, team, ({text}) => text === 'hello again', 'the message');
});

test('a slow group takes one message in a while, of members only', async () => {
	const {alice, bob, team} = await startTeam();
	await type(alice, '/slow 1h', team);
	await type(alice, '/msg #team one');
	await type(alice, '/msg #team two');
	await type(bob, '/msg #team three');
	expect((await refusal(bob, '/msg #team four')).message).toMatch(/slow/);
	await type(alice, '/slow off', team);
	await waitFor(() => state(bob, team)?.settings?.slowMs === 0, 'the end of it');
	await type(bob, '/msg #team five');
});

test('who is banned is out and stays out', async () => {
	const {alice, bob, team} = await startTeam();
	await type(alice, '/group ban @bob', team);
	await waitFor(() => state(bob, team)?.isLeft === true, 'bob to be out');
	expect(await codeOf(bob, '/join #team')).toBe('forbidden');
	expect((await type(alice, '/group bans', team)).lines.join()).toContain('bob');
	await type(alice, '/group unban @bob', team);
	await type(bob, '/join #team');
	expect(state(bob, team)?.isLeft).toBe(false);
});

test('permissions decide who posts, invites and pins', async () => {
	const {alice, bob, team} = await startTeam();
	await type(bob, '/msg #team pin me');
	expect(await codeOf(bob, '/pin ^', team)).toBe('forbidden');
	await type(alice, '/group allow pin members', team);
	await type(bob, '/pin ^', team);
	await type(alice, '/group allow invite admins', team);
	expect(await codeOf(bob, '/invite @carol #team')).toBe('forbidden');
	await type(alice, '/group allow post admins', team);
	expect((await refusal(bob, '/msg #team hm')).message).toMatch(/admins/);
});

test('an admin recalls what a member wrote', async () => {
	const {alice, bob, team} = await startTeam();
	await type(bob, '/msg #team rude words');
	await waitForNewest(alice, team, ({text}) => text === 'rude words', 'the words');
	await type(alice, '/recall ^', team);
	await waitForNewest(bob, team, ({isRecalled}) => isRecalled, 'them to go');
});

test('a deleted group is over for everybody, and its name free', async () => {
	const {alice, bob, team} = await startTeam();
	await type(bob, '/msg #team last words');
	expect(await codeOf(bob, '/group delete #team', team)).toBe('forbidden');
	await type(alice, '/group delete #team', team);
	await waitFor(() => state(bob, team)?.isLeft === true, 'bob to be out');
	expect(messagesOf(bob, team)).toHaveLength(1);
	expect(itemsOf(bob, team).at(-1)?.body.kind).toBe('group-deleted');
	await type(bob, '/group create team');
});
