/** What leaving, coming back, inviting and inheriting a group let people do, over the wire. */
import {expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {png, send, sendCode, startTeam} from '../helpers/team.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {password, type WireAccount} from '../helpers/wire-client.ts';

const rolesIn = async (client: WireAccount, conversation: number) => {
	const {members} = await client.request('list-members', {conversation});
	return members.map(({account, role}) => `${account.name} ${role}`);
};

test('who leaves and comes back is as muted as before', async () => {
	const {ada, bob, team} = await startTeam();
	await ada.request('mute-member', {conversation: team, name: 'bob', reason: 'spam'});
	for (const leave of [
		() => bob.request('leave-group', {conversation: team}),
		() => ada.request('remove-member', {conversation: team, name: 'bob'}),
	]) {
		await leave();
		const {conversation} = await bob.request('join-group', {name: 'team'});
		expect(conversation.muted).toEqual({reason: 'spam'});
		expect(await sendCode(bob, team, 'x')).toBe('muted');
	}

	await ada.request('unmute-member', {conversation: team, name: 'bob'});
	await bob.request('leave-group', {conversation: team});
	await bob.request('join-group', {name: 'team'});
	expect(await sendCode(bob, team, 'x')).toBe('done');
});

test('who leaves and comes back waits in slow mode all the same', async () => {
	const {bob, carol, team} = await startTeam({slowMs: 60_000});
	await send(bob, team, 'x');
	await bob.request('leave-group', {conversation: team});
	await bob.request('join-group', {name: 'team'});
	expect(await sendCode(bob, team, 'x')).toBe('slow-mode');
	await carol.request('join-group', {name: 'team'});
	expect(await sendCode(carol, team, 'x')).toBe('done');
});

test('when the last one leaves nothing opens the group again', async () => {
	const {ada, carol, team} = await startTeam({visibility: 'private'}, []);
	await ada.request('set-group-picture', {conversation: team, picture: png});
	const {conversations} = await ada.request('list-conversations', {only: [team]});
	const picture = conversations[0]?.picture ?? '';
	const {code} = await ada.request('create-group-invitation', {conversation: team, uses: 5});
	await send(ada, team, 'secret');
	await ada.request('leave-group', {conversation: team});
	expect(await carol.codeOf('join-group', {code})).toBe('code-invalid');
	expect(await ada.codeOf('fetch-picture', {picture})).toBe('not-found');
});

test('when the last one deletes the account nothing opens the group again', async () => {
	const {ada, carol, team} = await startTeam({visibility: 'private'}, []);
	const {code} = await ada.request('create-group-invitation', {conversation: team, uses: 5});
	await ada.request('delete-account', {password});
	expect(await carol.codeOf('join-group', {code})).toBe('code-invalid');
});

test('a group goes to somebody who is not muted', async () => {
	const {ada, bob, carol, team} = await startTeam({}, ['bob', 'carol']);
	await ada.request('mute-member', {conversation: team, name: 'bob'});
	await ada.request('leave-group', {conversation: team});
	expect(await rolesIn(carol, team)).toEqual(['bob member', 'carol owner']);
	await carol.request('leave-group', {conversation: team});
	expect(await rolesIn(bob, team)).toEqual(['bob owner']);
	await bob.settle();
	expect(bob.entriesOf(team).at(-1)).toMatchObject({
		kind: 'member-unmuted',
		content: {account: {name: 'bob'}},
	});
	expect(await sendCode(bob, team, 'mine')).toBe('done');
});

test('a muted member who is made owner may write', async () => {
	const {ada, bob, team} = await startTeam();
	await ada.request('mute-member', {conversation: team, name: 'bob'});
	await ada.request('set-member-role', {conversation: team, name: 'bob', role: 'admin'});
	expect(await sendCode(bob, team, 'x')).toBe('muted');
	await ada.request('set-member-role', {conversation: team, name: 'bob', role: 'owner'});
	expect(await rolesIn(bob, team)).toEqual(['ada admin', 'bob owner']);
	expect(await sendCode(bob, team, 'mine')).toBe('done');
});

test('an invitation is worth no more than the right of its maker to invite', async () => {
	const {ada, bob, carol, team} = await startTeam({visibility: 'private'});
	const invite = () => bob.request('create-group-invitation', {conversation: team, uses: 5});
	const {code} = await invite();
	await ada.request('change-group', {conversation: team, permissions: {invite: 'admins'}});
	expect(await carol.codeOf('join-group', {code})).toBe('code-invalid');
	await ada.request('change-group', {conversation: team, permissions: {invite: 'members'}});
	expect(await carol.codeOf('join-group', {code})).toBe('done');
	await ada.request('remove-member', {conversation: team, name: 'bob'});
	expect(await bob.codeOf('join-group', {code})).toBe('code-invalid');
});

test('a member who opens an invitation does not use it up', async () => {
	const {ada, bob, carol, team} = await startTeam({visibility: 'private'});
	const {code} = await ada.request('create-group-invitation', {conversation: team});
	await bob.request('join-group', {code});
	expect(await carol.codeOf('join-group', {code})).toBe('done');
	await carol.request('leave-group', {conversation: team});
	expect(await carol.codeOf('join-group', {code})).toBe('code-invalid');
});

test('a group has so many open invitations, and those that are over make room', async () => {
	const {ada, team} = await startTeam();
	const invite = (validMs: number) =>
		ada.codeOf('create-group-invitation', {conversation: team, validMs});
	const makeMany = async (validMs: number): Promise<void> => {
		for (let index = 0; index < limits.groupInvitationsMax; index += 1) {
			expect(await invite(validMs)).toBe('done');
		}
	};
	await makeMany(1);
	await waitFor(async () => (await invite(60_000)) === 'done', 'invitations to end');
	await ada.request('revoke-group-invitations', {conversation: team});
	await makeMany(60_000);
	expect(await invite(60_000)).toBe('limit-exceeded');
});

test('a group is made with the title of its settings', async () => {
	const {ada} = await startTeam();
	const {conversation} = await ada.request('create-group', {
		name: 'other',
		settings: {title: 'Another'},
	});
	expect(conversation.settings?.title).toBe('Another');
});

test('nobody fills up what another may open and join', async () => {
	const {ada, bob, carol} = await startTeam({}, []);
	const groups = Array.from({length: limits.conversationsPerAccountMax - 1}, (_, index) => index);
	await Promise.all(
		groups.map(index => bob.request('create-group', {name: `g${index}`, members: ['ada']})),
	);
	expect(await bob.codeOf('create-group', {name: 'one-more'})).toBe('limit-exceeded');
	expect(await ada.codeOf('create-group', {name: 'mine'})).toBe('done');
	expect(await carol.codeOf('open-direct', {members: ['ada']})).toBe('done');
}, 60_000);
