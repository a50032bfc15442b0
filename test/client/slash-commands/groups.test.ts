/** What the commands about groups do, on a real server, for those who govern and those who are governed. */
import {expect, test} from 'vitest';
import {joinServer, waitForText} from '../../helpers/chat-pair.ts';
import {waitFor} from '../../helpers/wait-for.ts';
import {openGroup, openPair, run, say} from './command-runner.ts';

test('a group is described, slowed and governed by its settings', async () => {
	const pair = await openPair();
	const {alice, bob} = pair;
	const group = await openGroup(pair);
	const settings = () => bob.getState().conversations.get(group)?.settings;
	expect(await say(bob, '/topic', group)).toEqual(['#ops has no topic.']);
	expect(await say(alice, '/topic --in #ops Deploys on "Fridays"')).toEqual([
		'The topic of #ops is: Deploys on "Fridays"',
	]);
	await waitFor(() => settings()?.topic === 'Deploys on "Fridays"', 'the topic');
	expect(await say(bob, '/topic', group)).toEqual(['Deploys on "Fridays"']);
	await run(alice, '/topic off', group);
	await run(alice, '/group title Operations 宝', group);
	expect(await say(alice, '/slow 30s', group)).toEqual([
		'In #ops everybody may write once in 30 seconds.',
	]);
	await run(alice, '/group history joined', group);
	await run(alice, '/group allow pin admins', group);
	expect(await say(alice, '/group private', group)).toEqual([
		'#ops is private: people join by invitation.',
	]);
	await waitFor(() => settings()?.visibility === 'private', 'the settings');
	expect(settings()).toMatchObject({
		topic: '',
		title: 'Operations 宝',
		slowMs: 30_000,
		history: 'joined',
		permissions: {post: 'members', pin: 'admins'},
	});
	expect(await say(bob, '/slow', group)).toEqual([
		'In #ops everybody may write once in 30 seconds.',
	]);
	await expect(run(bob, '/topic mine', group)).rejects.toMatchObject({code: 'forbidden'});
	await expect(run(alice, '/slow 7h', group)).rejects.toThrow('too long: at most 6 hours');
	await expect(run(alice, `/topic ${'x'.repeat(501)}`, group)).rejects.toThrow('at most 500');
	await expect(run(alice, '/topic x')).rejects.toThrow(
		'Which group? Open one, or put "--in #group" first.',
	);
});

test('members rise and fall, are muted and banned', async () => {
	const pair = await openPair();
	const {alice, bob} = pair;
	const group = await openGroup(pair);
	const roleOfBob = () => bob.getState().conversations.get(group)?.role;
	expect(await say(alice, '/promote @bob', group)).toEqual(['bob is an admin of #ops.']);
	await waitFor(() => roleOfBob() === 'admin', 'bob to be an admin');
	expect(await say(alice, '/demote bob', group)).toEqual(['bob is no longer an admin of #ops.']);
	await waitFor(() => roleOfBob() === 'member', 'bob to be a member');

	expect(await say(alice, '/group mute @bob 10m too loud', group)).toEqual([
		'bob may not write in #ops for 10 minutes: too loud',
	]);
	await waitFor(() => bob.getState().conversations.get(group)?.muted !== undefined, 'the mute');
	await expect(run(bob, '/msg #ops hello')).rejects.toThrow(/muted|not write/);
	await expect(run(alice, '/group mute @bob 10min', group)).rejects.toThrow('no span of time');
	expect(await say(alice, '/group unmute --in #ops @bob')).toEqual([
		'bob may write in #ops again.',
	]);

	expect(await say(alice, '/group ban @bob spam', group)).toEqual([
		'bob is banned from #ops: spam',
	]);
	expect(await say(alice, '/group bans', group)).toEqual(['bob']);
	await expect(run(bob, '/join #ops')).rejects.toMatchObject({code: 'forbidden'});
	expect(await say(alice, '/group unban @bob', group)).toEqual(['bob may join #ops again.']);
	expect(await say(alice, '/group bans', group)).toEqual(['Nobody is banned from #ops.']);
	await run(bob, '/join #ops');
	expect(await say(alice, '/transfer @bob', group)).toEqual(['bob owns #ops.']);
	await waitFor(() => roleOfBob() === 'owner', 'bob to own the group');
	expect(alice.getState().conversations.get(group)?.role).toBe('admin');
});

test('a private group is found by nobody, and joined by a code', async () => {
	const {server, alice, bob} = await openPair();
	const carol = await joinServer(server, 'carol');
	const made = await run(alice, '/group create secret private @bob');
	const group = made.openConversation ?? 0;
	expect(made.lines).toEqual(['You made the group #secret.']);
	expect(alice.getState().conversations.get(group)).toMatchObject({role: 'owner', memberCount: 2});
	await run(alice, '/group create open');
	const groups = (await run(carol, '/groups')).objects as {name: string}[];
	expect(groups.map(({name}) => name)).toEqual(['open']);
	expect(await say(carol, '/groups #op')).toEqual(['#open (1 member)']);
	expect(await say(carol, '/groups none')).toEqual(['There is no such public group.']);
	await expect(run(carol, '/join #secret')).rejects.toMatchObject({code: 'not-found'});

	const link = await run(alice, '/group link 2d 1', group);
	const {code, expiresAt} = link.objects[0] as {code: string; expiresAt: number};
	expect(link.lines[0]).toContain(`/join ${code}  (to #secret, until `);
	expect(Math.abs(expiresAt - Date.now() - 172_800_000)).toBeLessThan(60_000);
	expect(await say(carol, `/join ${code}`)).toEqual(['You are in #secret now.']);
	await waitFor(() => bob.getState().conversations.get(group)?.memberCount === 3, 'carol');

	const {code: other} = (await run(alice, '/group link', group)).objects[0] as {code: string};
	await run(alice, '/group unlink', group);
	const dave = await joinServer(server, 'dave');
	await expect(run(dave, `/join ${other}`)).rejects.toMatchObject({code: 'code-invalid'});
	await expect(run(alice, '/group link 1 2', group)).rejects.toThrow(
		'how many people and how long',
	);
});

test('a group is deleted by its name alone', async () => {
	const pair = await openPair();
	const {alice, bob} = pair;
	const group = await openGroup(pair);
	await run(alice, '/msg #ops farewell');
	await waitForText(bob, group, 'farewell');
	await expect(run(alice, '/group delete', group)).rejects.toThrow('Something is missing');
	await expect(run(bob, '/group delete #ops')).rejects.toMatchObject({code: 'forbidden'});
	expect(await say(alice, '/group delete #ops')).toEqual(['#ops is deleted.']);
	await waitFor(() => bob.getState().conversations.get(group)?.isLeft === true, 'the end of #ops');
});
