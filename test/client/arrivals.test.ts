/** What people learn when they come together in a group: who is there, and who brought them in. */
import {expect, test} from 'vitest';
import type {Client} from '../../source/client/client-api.ts';
import {addDevice, joinServer, reopenAccount, startChatServer} from '../helpers/chat-pair.ts';
import {type} from '../helpers/slash.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';

const startThree = async () => {
	const server = await startChatServer();
	const alice = await joinServer(server, 'alice');
	const bob = await joinServer(server, 'bob');
	const carol = await joinServer(server, 'carol');
	return {server, alice, bob, carol};
};

const presenceOf = (client: Client, name: string) =>
	[...client.getState().people.values()].find(person => person.name === name)?.presence;

const waitUntilOnline = (client: Client, name: string) =>
	waitFor(
		() => presenceOf(client, name) === 'online',
		`${client.getState().account.name} to see that ${name} is online`,
	);

/** Who brought the client's account into which groups. */
const arrivalsOf = (client: Client) => {
	const {broughtInto, conversations} = client.getState();
	return [...broughtInto].map(([id, by]) => `${by.name} #${conversations.get(id)?.name}`);
};

test('members of a small group see at once who is there', async () => {
	const {server, alice, bob, carol} = await startThree();
	expect(presenceOf(alice, 'bob')).toBeUndefined();
	const ops = await alice.createGroup('ops', ['bob']);
	await waitUntilOnline(alice, 'bob');
	await waitUntilOnline(bob, 'alice');
	await alice.inviteMember(ops, 'carol');
	for (const client of [alice, bob]) {
		await waitUntilOnline(client, 'carol');
	}

	await waitUntilOnline(carol, 'alice');
	await waitUntilOnline(carol, 'bob');
	const phone = await addDevice(server, 'carol');
	await waitUntilOnline(phone, 'bob');
});

test('a direct conversation shows who is there from log-in on, if it may', async () => {
	const {server, alice, bob} = await startThree();
	await type(alice, '/msg @bob hi');
	await waitFor(() => bob.getState().conversations.size > 1, 'the message');
	expect(presenceOf(bob, 'alice')).toBeUndefined();
	await alice.createGroup('ops', ['bob']);
	const dataDir = temporaryFolder();
	const phone = await addDevice(server, 'bob', dataDir);
	expect(presenceOf(phone, 'alice')).toBe('online');
	await phone.stop();
	const again = reopenAccount(dataDir, 'bob', server.address);
	again.start();
	await again.whenSynced(10_000);
	expect(presenceOf(again, 'alice')).toBe('online');
});

test('whoever is brought into a group learns by whom, until they look', async () => {
	const {alice, bob} = await startThree();
	const ops = await alice.createGroup('ops', ['bob']);
	await waitFor(() => arrivalsOf(bob).length > 0, 'bob to be told');
	expect(arrivalsOf(bob)).toEqual(['alice #ops']);
	expect(bob.getState().conversations.get(ops)?.unread).toBe(0);
	expect(arrivalsOf(alice)).toEqual([]);
	bob.markRead(ops, bob.getState().conversations.get(ops)?.head ?? 0);
	expect(arrivalsOf(bob)).toEqual([]);
	await type(bob, '/group create own');
	expect(arrivalsOf(bob)).toEqual([]);
});

test('it is told after a time away too, but not of old by a new device', async () => {
	const {server, alice} = await startThree();
	const dataDir = temporaryFolder();
	const dave = await joinServer(server, 'dave', {dataDir});
	await dave.stop();
	await alice.createGroup('ops', ['dave']);
	const again = reopenAccount(dataDir, 'dave', server.address);
	again.start();
	await waitFor(() => arrivalsOf(again).length > 0, 'dave to be told');
	expect(arrivalsOf(again)).toEqual(['alice #ops']);
	const phone = await addDevice(server, 'dave');
	expect([...phone.getState().conversations.values()].map(({name}) => name)).toContain('ops');
	expect(arrivalsOf(phone)).toEqual([]);
	await alice.createGroup('design', ['dave']);
	await waitFor(() => arrivalsOf(phone).length > 0, 'the phone to be told');
	expect(arrivalsOf(phone)).toEqual(['alice #design']);
});
