/** What the commands about being told do: for this device and the account's others. */
import {expect, test} from 'vitest';
import {addDevice} from '../../helpers/chat-pair.ts';
import {waitFor} from '../../helpers/wait-for.ts';
import {openGroup, openPair, run, say} from './command-runner.ts';

test('a conversation is muted for a while, and rings again', async () => {
	const pair = await openPair();
	const {server, alice} = pair;
	const group = await openGroup(pair);
	const other = await addDevice(server, 'alice');
	const notifications = () => other.getState().conversations.get(group)?.notifications;
	expect(await say(alice, '/mute', group)).toEqual(['#ops does not ring.']);
	await waitFor(() => notifications()?.level === 'none', 'the mute on the other device');
	expect(notifications()?.until).toBeUndefined();
	expect(await say(alice, '/mute #ops 8h')).toEqual(['#ops does not ring for 8 hours.']);
	await waitFor(() => notifications()?.until !== undefined, 'the end of the mute');
	expect(await say(alice, '/mute 10m', group)).toEqual(['#ops does not ring for 10 minutes.']);
	expect(await say(alice, '/unmute #ops')).toEqual(['#ops rings for every message.']);
	await waitFor(() => notifications()?.level === 'all', 'the ringing');
	expect(await say(alice, '/notify mentions', group)).toEqual(['#ops rings only for mentions.']);
	expect(await say(alice, '/notify none @bob')).toEqual(['bob does not ring.']);
	await waitFor(() => notifications()?.level === 'mentions', 'the level');
	await expect(run(alice, '/mute 8h')).rejects.toThrow('Which conversation?');
	await expect(run(alice, '/mute 8h #ops', group)).rejects.toThrow('Name a conversation first');
	await expect(run(alice, '/mute bob', group)).rejects.toThrow('"bob" is no span of time');
});

test('nobody is disturbed at night, nor for an hour', async () => {
	const {server, alice} = await openPair();
	const other = await addDevice(server, 'alice');
	const preferences = () => other.getState().preferences;
	expect(await say(alice, '/dnd')).toEqual([
		'You may be disturbed. "/dnd 1h" or "/dnd 22:00-07:00" changes that.',
	]);
	const at = Date.now();
	await run(alice, '/dnd 1h');
	await waitFor(() => preferences().quietUntil !== undefined, 'the quiet hour');
	expect(Math.abs((preferences().quietUntil ?? 0) - at - 3_600_000)).toBeLessThan(60_000);
	await run(alice, '/dnd 22:30-7:00');
	await waitFor(() => preferences().quietHours !== undefined, 'the night');
	expect(preferences().quietHours).toEqual({from: 1_350, to: 420});
	await run(alice, '/dnd mentions off');
	await waitFor(() => !preferences().mentionsBreakQuiet, 'quiet mentions');
	expect((await say(other, '/dnd'))[0]).toMatch(
		/^You are not disturbed until .+ and every day from 22:30 to 07:00; not even mentions ring\.$/,
	);
	await run(alice, '/dnd off');
	await waitFor(async () => (await say(other, '/dnd'))[0]?.startsWith('You may') === true, 'noise');
});

test.each([
	['/dnd 25:00-07:00', '"25:00-07:00" is no span of hours. Write it as 22:00-07:00.'],
	['/dnd 07:00-07:00', 'is no span of hours'],
	['/dnd later', '"later" is no span of time'],
	['/dnd mentions', 'Write "/dnd mentions on" or "/dnd mentions off".'],
	['/dnd 1h on', 'Write "/dnd mentions on" or "/dnd mentions off".'],
	['/keywords add', 'Which word? Write "/keywords add WORD".'],
	['/keywords remove fire', '"fire" is none of your keywords.'],
	[`/keywords add ${'x'.repeat(65)}`, 'A keyword has at most 64 characters'],
])('%s is refused in words', async (input, message) => {
	const {alice} = await openPair();
	await expect(run(alice, input)).rejects.toThrow(message);
});

test('keywords and receipts follow the account', async () => {
	const {server, alice} = await openPair();
	const other = await addDevice(server, 'alice');
	const preferences = () => other.getState().preferences;
	expect(await say(alice, '/keywords')).toEqual(['You have no keywords.']);
	await run(alice, '/keywords add fire alarm');
	await waitFor(() => alice.getState().preferences.keywords.length === 1, 'the first keyword');
	expect(await say(alice, '/keywords add 宝')).toEqual(['Your keywords: fire alarm, 宝']);
	await waitFor(() => preferences().keywords.length === 2, 'the keywords');
	await run(other, '/keywords remove FIRE alarm');
	await waitFor(() => alice.getState().preferences.keywords.length === 1, 'one keyword less');
	expect((await run(alice, '/keywords')).objects).toEqual([{keyword: '宝'}]);
	expect(await say(alice, '/receipts')).toEqual(['Others learn what you have read.']);
	expect(await say(alice, '/receipts off')).toEqual(['Others do not learn what you have read.']);
	await waitFor(() => !preferences().hasReceipts, 'the receipts to be off');
});
