/** Groups and slash commands, with people on both sides of them. */
import {expect, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {completeInput} from '../../source/client/slash-commands/complete-input.ts';
import {runSlashCommand} from '../../source/client/slash-commands/run-slash-command.ts';
import type {SlashResult} from '../../source/client/slash-commands/slash-command.ts';
import type {ConversationState} from '../../source/client/state.ts';
import {
	addDevice,
	joinServer,
	registerAccount,
	startChatServer,
	waitForText,
} from '../helpers/chat-pair.ts';
import {waitFor} from '../helpers/wait-for.ts';

const groupNamed = (client: Client, name: string): ConversationState | undefined =>
	[...client.getState().conversations.values()].find(
		conversation => conversation.name === name && !conversation.isLeft,
	);

const waitForGroup = async (client: Client, name: string): Promise<ConversationState> => {
	await waitFor(
		() => groupNamed(client, name) !== undefined,
		`${client.getState().account.name} to see #${name}`,
	);
	const group = groupNamed(client, name);
	if (group === undefined) {
		throw new Error('it has gone again');
	}

	return group;
};

const run = (client: Client, input: string, conversation?: number): Promise<SlashResult> =>
	runSlashCommand(client, input, {conversation});

test('a group is made, joined, talked in, and left', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const carol = await joinServer(server, 'carol');
	const made = await run(alice, '/group create Ops @bob');
	expect(made.lines).toEqual(['You made the group #Ops.']);
	const log = made.openConversation ?? 0;
	expect(alice.getState().conversations.get(log)).toMatchObject({role: 'owner', memberCount: 2});
	await waitForGroup(bob, 'Ops');

	expect((await run(carol, '/join #ops')).lines).toEqual(['You are in #Ops now.']);
	await waitFor(() => alice.getState().conversations.get(log)?.memberCount === 3);
	await run(carol, '/msg #Ops hello to "all"');
	await waitForText(alice, log, 'hello to "all"');
	await waitForText(bob, log, 'hello to "all"');
	expect((await run(bob, '/members', log)).lines).toEqual([
		'alice (online, owner)',
		'bob (online)',
		'carol (online)',
	]);
	expect((await run(bob, '/members #ops')).objects[2]).toMatchObject({
		name: 'carol',
		role: 'member',
	});

	expect((await run(carol, '/leave', log)).lines).toEqual(['You left #Ops.']);
	await waitFor(() => carol.getState().conversations.get(log)?.isLeft === true);
	await waitFor(() => alice.getState().conversations.get(log)?.memberCount === 2);
	expect(() => carol.sendMessage(log, 'too late')).toThrow('no member');
	const kinds = carol
		.openTimeline(log)
		.getState()
		.items.map(({body}) => body.kind);
	expect(kinds).toContain('message-sent');
});

test('people are brought in and put out, on all their devices', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const bobsPhone = await addDevice(server, 'bob');
	const log = (await run(alice, '/group create team')).openConversation ?? 0;
	expect((await run(alice, '/invite @bob', log)).lines).toEqual(['bob is in #team now.']);
	await waitForGroup(bob, 'team');
	await waitForGroup(bobsPhone, 'team');
	await expect(run(bob, '/remove @alice #team')).rejects.toMatchObject({code: 'forbidden'});
	await run(alice, '/remove bob team');
	for (const client of [bob, bobsPhone]) {
		await waitFor(() => client.getState().conversations.get(log)?.isLeft === true);
	}

	alice.sendMessage(log, 'while he was out');
	await run(alice, '/invite bob team');
	await waitForGroup(bob, 'team');
	await waitForText(bob, log, 'while he was out');
	await expect(run(alice, '/invite @nobody #team')).rejects.toMatchObject({code: 'not-found'});
});

test('an account that registers is seen by those who are there', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const {conversations} = alice.getState();
	const everyone = [...conversations.values()].find(({kind}) => kind === 'everyone');
	const offered = () => completeInput(alice, {text: '@da', cursor: 3})?.candidates;
	expect(offered()).toBeUndefined();
	await registerAccount(server, 'dave');
	await waitFor(() => offered()?.[0]?.text === '@dave ', 'dave to be offered by Tab');
	expect(alice.getState().conversations.get(everyone?.id ?? 0)?.memberCount).toBe(2);
});

test('devices are listed and logged out', async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const phone = await addDevice(server, 'alice');
	const devices = await alice.listDevices();
	const other = devices.find(({isCurrent}) => !isCurrent);
	expect((await run(alice, '/devices')).lines).toHaveLength(2);
	await run(alice, `/devices revoke ${other?.id}`);
	await waitFor(() => phone.getState().connection.status === 'stopped', 'the phone to stop');
	expect(phone.getState().connection).toMatchObject({reason: {code: 'signed-out'}});
	await expect(run(alice, '/devices revoke 999')).rejects.toMatchObject({code: 'not-found'});

	expect((await run(alice, '/logout')).lines).toEqual(['You are logged out.']);
	await waitFor(() => alice.getState().connection.status === 'stopped');
	alice.reconnect();
	await waitFor(() => alice.getState().connection.status === 'stopped');
	await expect(alice.whenSynced()).rejects.toMatchObject({code: 'token-invalid'});
});

test('the administrator makes codes with which people register', async () => {
	const server = await startChatServer({registration: 'invite'});
	const {adminCode = ''} = server;
	await expect(registerAccount(server, 'eve')).rejects.toMatchObject({code: 'code-invalid'});
	const admin = await joinServer(server, 'alice', {code: adminCode});
	await expect(run(admin, '/invite-code')).rejects.toMatchObject({code: 'forbidden'});
	await expect(run(admin, '/admin wrong')).rejects.toMatchObject({code: 'code-invalid'});
	expect((await run(admin, `/admin ${adminCode}`)).lines).toHaveLength(1);
	const {objects} = await run(admin, '/invite-code 2');
	const {code} = objects[0] as {code: string};
	await joinServer(server, 'bob', {code});
	await joinServer(server, 'carol', {code});
	await expect(registerAccount(server, 'dave', {code})).rejects.toMatchObject({
		code: 'code-invalid',
	});
});
