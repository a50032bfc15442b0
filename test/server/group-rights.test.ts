/** What leaving, coming back, inviting and inheriting a group let people do, over the wire. */
import {expect, test} from 'vitest';
import {send, sendCode, startTeam} from '../helpers/team.ts';

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
