/** Who may do what to which message, over the wire. */
import {expect, test} from 'vitest';
import {send, sendCode, startTeam} from '../helpers/team.ts';

test('nobody forwards what was never said, or what they may not see', async () => {
	const {ada, bob, carol, team} = await startTeam();
	const {seq} = await send(ada, team, 'I like tea');
	const {conversation} = await bob.request('open-direct', {members: ['carol']});
	const forwards = {conversation: team, seq};
	expect(await sendCode(bob, conversation.id, 'I hate tea', {forwards})).toBe('bad-payload');
	expect(await sendCode(carol, conversation.id, 'I like tea', {forwards})).toBe('not-a-member');
	await ada.request('edit-message', {conversation: team, seq, text: 'I like coffee'});
	expect(await sendCode(bob, conversation.id, 'I like tea', {forwards})).toBe('done');
	expect(await sendCode(bob, conversation.id, 'I like coffee', {forwards})).toBe('done');
	await ada.request('recall-message', {conversation: team, seq});
	expect(await sendCode(bob, conversation.id, '', {forwards})).toBe('not-found');
	expect(await sendCode(bob, conversation.id, 'I like tea', {forwards})).toBe('not-found');
});

test('what was said before one came cannot be touched where the group hides it', async () => {
	const {ada, carol, team} = await startTeam({history: 'joined'});
	const {seq} = await send(ada, team, 'between us');
	await carol.request('join-group', {name: 'team'});
	const {conversation} = await carol.request('open-direct', {members: ['bob']});
	const place = {conversation: team, seq};
	expect(await carol.codeOf('react-to-message', {...place, emoji: '👍', isOn: true})).toBe(
		'not-found',
	);
	expect(await carol.codeOf('hide-message', place)).toBe('not-found');
	expect(await sendCode(carol, team, 'what?', {replyTo: seq})).toBe('not-found');
	expect(await sendCode(carol, conversation.id, 'between us', {forwards: place})).toBe('not-found');
	const {epoch} = carol.session;
	const page = await carol.request('fetch-entries', {log: team, epoch, before: seq + 1});
	expect(page.entries).toEqual([]);
	expect(page.first).toBeGreaterThan(seq);
});

test('a recalled message is answered again by its id, and holds nothing', async () => {
	const {ada, bob, team} = await startTeam();
	const message = {conversation: team, id: crypto.randomUUID(), text: 'oops @bob'};
	const {seq} = await ada.request('send-message', message);
	await ada.request('edit-message', {conversation: team, seq, text: 'oops again'});
	await ada.request('recall-message', {conversation: team, seq});
	expect(await ada.request('send-message', message)).toMatchObject({seq});
	const {epoch} = bob.session;
	const {entries} = await bob.request('fetch-entries', {log: team, epoch, after: 0});
	expect(JSON.stringify(entries)).not.toContain('oops');
	expect(entries.find(entry => entry.seq === seq)?.content).toEqual({text: '', isRecalled: true});
	const {conversations} = await bob.request('list-conversations', {only: [team]});
	expect(conversations[0]).toMatchObject({unread: 0, mentions: 0});
});

test('messages can be recalled and edited as long as the server says', async () => {
	const {server, ada, bob, team} = await startTeam();
	await ada.request('claim-admin', {code: server.server.adminCode ?? ''});
	const {seq} = await send(bob, team, 'too late');
	await ada.request('change-server', {recallMs: 1});
	const place = {conversation: team, seq};
	expect(await bob.codeOf('edit-message', {...place, text: 'x'})).toBe('too-late');
	expect(await bob.codeOf('recall-message', place)).toBe('too-late');
	// The owner of the group keeps order whenever.
	expect(await ada.codeOf('recall-message', place)).toBe('done');
	expect(await bob.codeOf('change-server', {recallMs: 1_000})).toBe('forbidden');
});

test('a reaction is one emoji, and one message bears so many kinds', async () => {
	const {ada, team} = await startTeam();
	const {seq} = await send(ada, team, 'hi');
	const react = (emoji: string, isOn = true) =>
		ada.codeOf('react-to-message', {conversation: team, seq, emoji, isOn});
	expect(await react('👩‍👩‍👧')).toBe('done');
	for (const odd of ['ok', '👍👍', ' ', '\u202e', 'a\u0301']) {
		expect(await react(odd), JSON.stringify(odd)).toBe('bad-payload');
	}

	for (let kind = 1; kind < 20; kind += 1) {
		expect(await react(String.fromCodePoint(0x1f600 + kind))).toBe('done');
	}

	expect(await react('🎉')).toBe('limit-exceeded');
	expect(await react('👩‍👩‍👧', false)).toBe('done');
	expect(await react('🎉')).toBe('done');
});
