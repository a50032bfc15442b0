/** Ways to say something that a ban, a mute or slow mode must close too, over the wire. */
import {expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {openDirect, png, send, sendCode, startTeam} from '../helpers/team.ts';
import {waitFor} from '../helpers/wait-for.ts';

test('who is banned from talking says nothing by titles, profiles, invitations or requests', async () => {
	const {ada, bob, makeAdmin} = await startTeam();
	await makeAdmin();
	const {conversation} = await bob.request('create-group', {name: 'of-bob', title: 'Nice'});
	const {id} = conversation;
	await ada.request('ban-talk', {name: 'bob'});
	expect(await bob.codeOf('create-group', {name: 'spam', members: ['ada']})).toBe('talk-banned');
	expect(await bob.codeOf('invite-member', {conversation: id, name: 'ada'})).toBe('talk-banned');
	expect(await bob.codeOf('change-group', {conversation: id, title: 'x'})).toBe('talk-banned');
	expect(await bob.codeOf('change-group', {conversation: id, topic: 'x'})).toBe('talk-banned');
	expect(await bob.codeOf('change-group', {conversation: id, slowMs: 1_000})).toBe('done');
	expect(await bob.codeOf('set-group-picture', {conversation: id, picture: png})).toBe(
		'talk-banned',
	);
	expect(await bob.codeOf('set-profile', {status: 'x'})).toBe('talk-banned');
	expect(await bob.codeOf('set-avatar', {picture: png})).toBe('talk-banned');
	expect(await bob.codeOf('request-friend', {name: 'carol'})).toBe('talk-banned');
	await ada.request('unban-talk', {name: 'bob'});
	expect(await bob.codeOf('set-profile', {status: 'x'})).toBe('done');
});

test('who is banned from talking neither reacts nor types, to everyone neither', async () => {
	const {ada, bob, team, makeAdmin} = await startTeam();
	await makeAdmin();
	const {conversation} = await ada.request('join-group', {name: 'everyone'});
	await ada.request('change-server', {broadcasters: 'admins'});
	const {seq} = await send(ada, conversation.id, 'hello all');
	const react = () =>
		bob.codeOf('react-to-message', {conversation: conversation.id, seq, emoji: '👍', isOn: true});
	expect(await react()).toBe('done');
	const type = (log: number) => bob.request('set-typing', {conversation: log, typing: true});
	await type(team);
	await ada.settle();
	expect(ada.bodiesOf('typing-changed')).toHaveLength(1);
	await ada.request('ban-talk', {name: 'bob'});
	expect(await react()).toBe('talk-banned');
	await type(team);
	await type(conversation.id);
	await ada.settle();
	expect(ada.bodiesOf('typing-changed')).toHaveLength(1);
});

test('a muted admin says nothing by title, topic, picture or pins', async () => {
	const {ada, bob, team} = await startTeam();
	const {seq} = await send(ada, team, 'hi');
	await ada.request('set-member-role', {conversation: team, name: 'bob', role: 'admin'});
	await ada.request('mute-member', {conversation: team, name: 'bob'});
	const place = {conversation: team};
	expect(await bob.codeOf('change-group', {...place, topic: 'haha'})).toBe('muted');
	expect(await bob.codeOf('change-group', {...place, title: 'haha'})).toBe('muted');
	expect(await bob.codeOf('set-group-picture', {...place, picture: png})).toBe('muted');
	expect(await bob.codeOf('pin-message', {...place, seq, isOn: true})).toBe('muted');
	expect(await bob.codeOf('set-typing', {...place, typing: true})).toBe('done');
	await ada.settle();
	expect(ada.bodiesOf('typing-changed')).toEqual([]);
	expect(await bob.codeOf('change-group', {...place, slowMs: 1_000})).toBe('done');
	await ada.request('unmute-member', {conversation: team, name: 'bob'});
	expect(await bob.codeOf('change-group', {...place, topic: 'haha'})).toBe('done');
});

test('a stored message is answered again, whatever has happened since', async () => {
	const {ada, bob, team, makeAdmin} = await startTeam();
	await makeAdmin();
	const message = {conversation: team, id: crypto.randomUUID(), text: 'x'};
	const first = await bob.request('send-message', message);
	const again = () => bob.request('send-message', message);
	await ada.request('mute-member', {conversation: team, name: 'bob'});
	expect(await again()).toEqual(first);
	expect(await sendCode(bob, team, 'x')).toBe('muted');
	expect(await bob.codeOf('send-message', {...message, text: 'y'})).toBe('id-reused');
	await ada.request('unmute-member', {conversation: team, name: 'bob'});
	await ada.request('ban-talk', {name: 'bob'});
	expect(await again()).toEqual(first);
	await ada.request('unban-talk', {name: 'bob'});
	await ada.request('change-group', {conversation: team, slowMs: 60_000});
	expect(await sendCode(bob, team, 'next')).toBe('done');
	expect(await sendCode(bob, team, 'next')).toBe('slow-mode');
	expect(await again()).toEqual(first);
});

test('a stored forward is answered again when its origin was recalled', async () => {
	const {ada, team} = await startTeam();
	const {seq} = await send(ada, team, 'origin');
	const direct = await openDirect(ada, 'carol');
	const forwards = {conversation: team, seq};
	const message = {conversation: direct, id: crypto.randomUUID(), text: 'origin', forwards};
	const first = await ada.request('send-message', message);
	await ada.request('recall-message', {conversation: team, seq});
	expect(await ada.request('send-message', message)).toEqual(first);
	expect(await sendCode(ada, direct, 'origin', {forwards})).toBe('not-found');
});

test('an action or a forward is another message than the plain text', async () => {
	const {ada, bob, team} = await startTeam();
	const {seq} = await send(ada, team, 'x');
	const message = {conversation: team, id: crypto.randomUUID(), text: 'x'};
	await bob.request('send-message', message);
	const forwards = {conversation: team, seq};
	expect(await bob.codeOf('send-message', {...message, isAction: true})).toBe('id-reused');
	expect(await bob.codeOf('send-message', {...message, forwards})).toBe('id-reused');
	expect(await bob.codeOf('send-message', {...message, isAction: false})).toBe('done');
});

test('an edit waits in slow mode as a message does, but not that of an admin', async () => {
	const {ada, bob, team} = await startTeam({slowMs: 60_000});
	const edit = async (client: typeof ada) => {
		const {seq} = await send(client, team, 'x');
		return client.codeOf('edit-message', {conversation: team, seq, text: 'y'});
	};
	expect(await edit(bob)).toBe('slow-mode');
	expect(await edit(ada)).toBe('done');
});

test('an edit is the last word for a while where the group is slow', async () => {
	const {ada, carol, team} = await startTeam({}, ['carol']);
	const {seq} = await send(carol, team, 'x');
	await ada.request('change-group', {conversation: team, slowMs: 60_000});
	const edit = (text: string) => carol.codeOf('edit-message', {conversation: team, seq, text});
	expect(await edit('y')).toBe('done');
	expect(await edit('z')).toBe('slow-mode');
	expect(await edit('y')).toBe('done');
	expect(await sendCode(carol, team, 'z')).toBe('slow-mode');
});

test('a message is edited so many times, and the same text again is no edit', async () => {
	const {bob, team} = await startTeam();
	const {seq} = await send(bob, team, '0');
	const edit = (text: string) => bob.codeOf('edit-message', {conversation: team, seq, text});
	expect(await edit('0')).toBe('done');
	for (let index = 1; index <= limits.editsMax; index += 1) {
		expect(await edit(`${index}`)).toBe('done');
		expect(await edit(`${index}`)).toBe('done');
	}

	expect(await edit('one more')).toBe('limit-exceeded');
	await bob.settle();
	const edits = bob.entriesOf(team).filter(({kind}) => kind === 'message-edited');
	expect(edits).toHaveLength(limits.editsMax);
	expect(await bob.codeOf('recall-message', {conversation: team, seq})).toBe('done');
});

test('no edit tells newcomers what was said before they came, where they may not know', async () => {
	const {ada, bob, carol, team} = await startTeam({history: 'joined'});
	const {seq} = await send(ada, team, 'the code is 1234');
	const edit = (text: string) => ada.codeOf('edit-message', {conversation: team, seq, text});
	expect(await edit('the code is 1234.')).toBe('done');
	await carol.request('join-group', {name: 'team'});
	expect(await edit('the code is 1234!')).toBe('too-late');
	await Promise.all([bob.settle(), carol.settle()]);
	expect(JSON.stringify(bob.entriesOf(team))).toContain('1234.');
	expect(JSON.stringify(carol.entriesOf(team))).not.toContain('1234');
	const later = await send(ada, team, 'hello');
	const place = {conversation: team, seq: later.seq};
	expect(await ada.codeOf('edit-message', {...place, text: 'hello carol'})).toBe('done');
	await ada.request('change-group', {conversation: team, history: 'all'});
	expect(await edit('the code is 1234!')).toBe('done');
});

test('who keeps order recalls old messages of their own too', async () => {
	const {ada, bob, team, makeAdmin} = await startTeam();
	await makeAdmin();
	const {conversation} = await ada.request('join-group', {name: 'everyone'});
	const own = [await send(ada, team, 'x'), await send(ada, conversation.id, 'x')];
	const his = await send(bob, team, 'x');
	await ada.request('change-server', {recallMs: 1});
	const recall = (client: typeof ada, log: number, seq = 0) =>
		client.codeOf('recall-message', {conversation: log, seq});
	const edit = {conversation: team, seq: his.seq, text: 'y'};
	await waitFor(
		async () => (await bob.codeOf('edit-message', edit)) === 'too-late',
		'the time to be over',
	);
	expect(await recall(bob, team, his.seq)).toBe('too-late');
	expect(await recall(bob, team, own[0]?.seq)).toBe('forbidden');
	expect(await recall(ada, team, own[0]?.seq)).toBe('done');
	expect(await recall(ada, conversation.id, own[1]?.seq)).toBe('done');
	expect(await recall(ada, team, his.seq)).toBe('done');
});

test('a change that changes nothing is told to nobody', async () => {
	const {ada, team} = await startTeam();
	const {seq} = await send(ada, team, 'x');
	const change = async (status: string): Promise<void> => {
		await ada.request('set-notifications', {conversation: team, level: 'mentions'});
		await ada.request('set-preferences', {keywords: ['tea']});
		await ada.request('set-profile', {status});
		await ada.request('set-avatar', {picture: png});
		await ada.request('set-group-picture', {conversation: team, picture: png});
		await ada.request('edit-message', {conversation: team, seq, text: status});
		await ada.settle();
	};
	await change('here');
	const told = ada.events.length;
	await change('here');
	expect(ada.events.length).toBe(told);
	await change('gone');
	expect(ada.events.length).toBe(told + 2);
});
