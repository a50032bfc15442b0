/** Messages over real sockets: stored once, in order without holes, counted and read. */
import {expect, test} from 'vitest';
import type {CommandRequest} from '../../source/protocol/commands.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {resumeAs, signUp, type WireClient} from '../helpers/wire-client.ts';

const startPair = async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	const {conversation} = await ada.request('open-direct', {members: ['bob']});
	return {server, ada, bob, conversation: conversation.id};
};

const message = (conversation: number, text: string): CommandRequest<'send-message'> => ({
	conversation,
	id: crypto.randomUUID(),
	text,
});

const stateOf = async (client: WireClient, conversation: number) => {
	const {conversations} = await client.request('list-conversations', {only: [conversation]});
	return conversations[0];
};

test('a repeated message keeps its place and is told once', async () => {
	const {server, ada, bob, conversation} = await startPair();
	const hi = message(conversation, 'hi');
	const first = await ada.request('send-message', hi);
	const twin = await resumeAs(server, ada);
	const repeated = await Promise.all([
		ada.request('send-message', hi),
		twin.request('send-message', hi),
	]);
	expect(repeated).toEqual([first, first]);
	await bob.settle();
	const sent = bob.entriesOf(conversation).filter(({kind}) => kind === 'message-sent');
	expect(sent).toMatchObject([{id: hi.id, seq: first.seq, content: {text: 'hi'}}]);

	expect(await ada.codeOf('send-message', {...hi, text: 'other'})).toBe('id-reused');
	expect(await ada.codeOf('send-message', {...hi, replyTo: first.seq})).toBe('id-reused');
	// Ids belong to their sender: nobody can take another's away.
	expect(await bob.codeOf('send-message', {...hi, text: 'mine'})).toBe('done');
});

test('concurrent messages of many senders get a gapless order that all see alike', async () => {
	const {server, ada, bob, conversation} = await startPair();
	const senders = [ada, bob, await resumeAs(server, ada), await resumeAs(server, bob)];
	const {head = 0} = (await stateOf(ada, conversation)) ?? {};
	const sends = Array.from({length: 400}, (_, index) =>
		senders[index % senders.length]?.request('send-message', message(conversation, `${index}`)),
	);
	const seqs = (await Promise.all(sends)).map(reply => reply?.seq ?? 0);
	expect(seqs.toSorted((one, other) => one - other)).toEqual(
		Array.from({length: 400}, (_, index) => head + 1 + index),
	);
	await Promise.all(senders.map(sender => sender.settle()));
	const seen = senders.map(sender =>
		sender.entriesOf(conversation).flatMap(({seq, content}) => (seq > head ? [content.text] : [])),
	);
	expect(seen[0]).toHaveLength(400);
	for (const texts of seen) {
		expect(texts).toEqual(seen[0]);
	}
});

test('answers only messages that are there, and only in conversations one is in', async () => {
	const {server, ada, conversation} = await startPair();
	const carol = await signUp(server, 'carol');
	const {seq} = await ada.request('send-message', message(conversation, 'hi'));
	const reply = {...message(conversation, 'yes'), replyTo: seq};
	expect(await ada.codeOf('send-message', reply)).toBe('done');
	expect(await ada.codeOf('send-message', {...reply, id: crypto.randomUUID(), replyTo: 1})).toBe(
		'not-found',
	);
	expect(await carol.codeOf('send-message', message(conversation, 'hi'))).toBe('not-a-member');
	expect(await carol.codeOf('send-message', message(999, 'hi'))).toBe('not-a-member');
	const text = 'x'.repeat(16_001);
	expect(await ada.codeOf('send-message', message(conversation, text))).toBe('bad-payload');
	expect(await ada.codeOf('send-message', message(conversation, ''))).toBe('bad-payload');
});

test('counts unread messages and mentions until they are read, on all devices', async () => {
	const {server, ada, bob, conversation} = await startPair();
	const twin = await resumeAs(server, bob);
	await ada.request('send-message', message(conversation, 'hi @Bob, not @nobody or a@bob'));
	await ada.request('send-message', message(conversation, 'still there?'));
	const {seq} = await bob.request('send-message', message(conversation, '@ada yes'));
	expect(await stateOf(bob, conversation)).toMatchObject({unread: 2, mentions: 1, head: seq});
	expect(await stateOf(ada, conversation)).toMatchObject({unread: 1, mentions: 1});

	expect(await bob.request('mark-read', {conversation, seq: 9_999})).toEqual({seq});
	expect(await bob.request('mark-read', {conversation, seq: 1})).toEqual({seq});
	expect(await stateOf(bob, conversation)).toMatchObject({unread: 0, mentions: 0, readSeq: seq});
	await Promise.all([twin.settle(), ada.settle()]);
	expect(twin.entriesOf(bob.session.log).at(-1)).toMatchObject({
		kind: 'read-marked',
		content: {conversation, seq},
	});
	expect(ada.bodiesOf('reader-moved')).toEqual([
		{conversation, account: bob.session.account.id, seq, delivered: seq},
	]);
	expect((await stateOf(ada, conversation))?.readers).toEqual([
		{account: bob.session.account.id, seq, delivered: seq},
	]);
});

test('hands out a log in pages from either end', async () => {
	const {ada, bob, conversation} = await startPair();
	const {epoch} = ada.session;
	for (const text of ['one', 'two', 'three']) {
		await ada.request('send-message', message(conversation, text));
	}

	const fetch = async (page: {after?: number; before?: number; limit?: number}) => {
		const reply = await bob.request('fetch-entries', {log: conversation, epoch, ...page});
		return {...reply, entries: reply.entries.map(({seq}) => seq)};
	};
	const all = await fetch({});
	expect(all).toEqual({entries: [1, 2, 3, 4], head: 4, first: 1, hidden: []});
	expect((await fetch({after: 0, limit: 2})).entries).toEqual([1, 2]);
	expect((await fetch({after: 4})).entries).toEqual([]);
	expect((await fetch({before: 4, limit: 2})).entries).toEqual([2, 3]);
	expect((await fetch({limit: 1})).entries).toEqual([4]);
	const other = {log: conversation, epoch: 'another'};
	expect(await bob.codeOf('fetch-entries', other)).toBe('epoch-changed');
	expect(await bob.codeOf('fetch-entries', {log: ada.session.log, epoch})).toBe('not-a-member');
	expect(await bob.codeOf('fetch-entries', {log: bob.session.log, epoch})).toBe('done');
});

test('keeps a page of long messages below the frame limit', async () => {
	const {ada, conversation} = await startPair();
	const text = '"'.repeat(16_000);
	for (let count = 0; count < 20; count += 1) {
		await ada.request('send-message', message(conversation, text));
	}

	const page = {log: conversation, epoch: ada.session.epoch, after: 0};
	const {entries, head} = await ada.request('fetch-entries', page);
	expect(entries.length).toBeGreaterThan(3);
	expect(entries.length).toBeLessThan(head);
});
