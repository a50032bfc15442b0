/** What the administrators' commands do, on a real server, to those whom they concern. */
import {expect, test} from 'vitest';
import {waitForText} from '../../helpers/chat-pair.ts';
import {waitFor} from '../../helpers/wait-for.ts';
import {openGroup, openPair, run, say} from './command-runner.ts';

test('administrators are made and unmade', async () => {
	const {alice, bob} = await openPair();
	await expect(run(bob, '/stats')).rejects.toMatchObject({code: 'forbidden'});
	expect(await say(alice, '/admin @bob')).toEqual(['bob is an administrator of this server now.']);
	expect(await say(bob, '/stats')).toEqual([
		expect.stringMatching(/^Up for \d+ (second|minute)s?$/),
		expect.stringMatching(/^2 accounts, 2 online, \d+ connections$/),
		expect.stringMatching(/^1 conversation, \d+ entries$/),
		expect.stringMatching(/^.+iB of messages, 0 bytes of files, .+iB of memory$/),
	]);
	expect(await say(bob, '/unadmin @alice')).toEqual(['alice is no longer an administrator.']);
	await expect(run(alice, '/audit')).rejects.toMatchObject({code: 'forbidden'});
	expect((await say(bob, '/audit 1'))[0]).toMatch(/UTC {2}bob .+ @?alice/);
	await expect(run(bob, '/audit many')).rejects.toThrow('Give a number from 1 to 100.');
});

test('somebody may not talk for a while, is told how long, and may again', async () => {
	const pair = await openPair();
	const {alice, bob} = pair;
	const group = await openGroup(pair);
	expect(await say(alice, '/bantalk @bob 10m too loud')).toEqual([
		'bob may write nowhere for 10 minutes: too loud',
	]);
	await waitFor(() => bob.getState().talkBan?.reason === 'too loud', 'bob to be told');
	await expect(run(bob, '/msg #ops hello')).rejects.toThrow(/minutes/);
	expect(await say(alice, '/unbantalk @bob')).toEqual(['bob may write again.']);
	await waitFor(() => bob.getState().talkBan === undefined, 'the end of it');
	await run(bob, '/msg #ops thanks');
	await waitForText(alice, group, 'thanks');
});

test('somebody is disconnected, then banned, then let in again', async () => {
	const {alice, bob} = await openPair();
	let wasAway = false;
	bob.subscribe(() => {
		wasAway ||= bob.getState().connection.status !== 'online';
	});
	expect(await say(alice, '/kick @bob go outside')).toEqual(['bob is disconnected: go outside']);
	await waitFor(() => wasAway, 'bob to be disconnected');

	expect(await say(alice, '/ban @bob 1d spam')).toEqual(['@bob is banned for 1 day: spam']);
	expect(await say(alice, '/ban 203.0.113.0/24')).toEqual(['203.0.113.0/24 is banned.']);
	const bans = await run(alice, '/bans');
	expect(bans.lines).toEqual([
		expect.stringMatching(/^203\.0\.113\.0\/24 {2}by alice on .+, without end$/),
		expect.stringMatching(/^@bob {2}by alice on .+, until .+: spam$/),
	]);
	await expect(run(alice, '/ban bob')).rejects.toMatchObject({code: 'bad-payload'});
	expect(await say(alice, '/unban @bob')).toEqual(['@bob is no longer banned.']);
	await run(alice, '/unban 203.0.113.0/24');
	expect(await say(alice, '/bans')).toEqual(['Nobody is banned.']);
});

test('the server is set, and what is written to everyone with it', async () => {
	const {alice, bob} = await openPair();
	expect(await say(alice, '/server broadcast admins recall 2h')).toEqual([
		'To #everyone write: admins.',
		'Messages can be edited and recalled for 2 hours.',
		'Messages are kept for ever.',
		'Files: at most 4 GiB each, 32 GiB an account, 1 TiB in all.',
	]);
	expect((await run(alice, '/server')).objects).toMatchObject([
		{broadcasters: 'admins', recallMs: 7_200_000},
	]);
	expect((await say(alice, '/server file-size 1.5G account-files 500M'))[3]).toBe(
		'Files: at most 1.5 GiB each, 500 MiB an account, 1 TiB in all.',
	);
	expect((await say(alice, '/server retention 90d'))[2]).toBe(
		'Messages are removed after 90 days.',
	);
	await expect(run(alice, '/server retention 2h')).rejects.toThrow('too short');
	expect((await say(alice, '/server retention off'))[2]).toBe('Messages are kept for ever.');
	await expect(run(alice, '/server file-size 9999T')).rejects.toThrow('no size');
	await expect(run(bob, '/broadcast hello')).rejects.toMatchObject({code: 'forbidden'});
	await expect(run(bob, '/server')).rejects.toMatchObject({code: 'forbidden'});
	await expect(run(alice, '/server broadcast 24h')).rejects.toThrow('"members" or "admins"');
	await expect(run(alice, '/server recall')).rejects.toThrow('Write "/server"');
	expect((await run(alice, '/invite-code 2')).objects[0]).toHaveProperty('code');
});

test('a shutdown is announced, and called off', async () => {
	const {alice, bob} = await openPair();
	expect(await say(alice, '/shutdown in 5m new disks')).toEqual(['The server stops in 5 minutes.']);
	await waitFor(() => bob.getState().shutdown?.reason === 'new disks', 'the warning');
	expect(await say(alice, '/shutdown cancel')).toEqual(['The server goes on.']);
	await waitFor(() => bob.getState().shutdown === undefined, 'the all-clear');
	await expect(run(alice, '/shutdown cancel')).rejects.toMatchObject({code: 'not-found'});
	await expect(run(alice, '/shutdown in 2d')).rejects.toThrow('too long: at most 1 day');
	await expect(run(alice, '/shutdown in')).rejects.toThrow('is no span of time');
	expect((await run(alice, '/shutdown later today')).objects).toEqual([
		{inMs: 60_000, reason: 'later today'},
	]);
	await run(alice, '/shutdown cancel');
});

test('everyone is told of a stop that comes at once', async () => {
	const {alice, bob} = await openPair();
	expect(await say(alice, '/shutdown now')).toEqual(['The server stops now.']);
	await waitFor(() => bob.getState().shutdown !== undefined, 'bob to be told');
	expect(bob.getState().shutdown?.at).toBeLessThanOrEqual(Date.now());
});
