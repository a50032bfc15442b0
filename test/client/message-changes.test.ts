/** What is done to messages after they were sent: folded, shown live, found and forgotten. */
import {expect, test} from 'vitest';
import {Inbound} from '../../source/client/inbound.ts';
import {readItem} from '../../source/client/message-surroundings.ts';
import {ConversationTimeline} from '../../source/client/timeline.ts';
import type {Entry} from '../../source/protocol/entries.ts';
import {
	accountLog,
	bob,
	carol,
	makeLocalAccount,
	me,
	message,
	openLocalReplica,
	tell,
	told,
} from '../helpers/local-account.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

const open = () => {
	const dataDir = temporaryFolder();
	makeLocalAccount(dataDir);
	const replica = openLocalReplica(dataDir);
	tell(replica, told());
	const inbound = new Inbound(replica);
	const push = (...entries: readonly Entry[]): void => {
		entries.forEach(entry => {
			inbound.push(entry);
		});
		inbound.flush();
	};
	const search = (...words: string[]): number[] =>
		replica.database.texts.search({words, conversation: undefined, limit: 10}).map(({seq}) => seq);
	const bodyOf = (seq: number) => readItem(replica, 10, seq)?.body;
	return {replica, inbound, push, search, bodyOf};
};

const change = (seq: number, kind: string, content: Entry['content'], sender = bob): Entry =>
	message(seq, {kind, content: {message: 1, ...content}, sender});

test('an open timeline shows edits, reactions and pins of older messages, and in their quotes', () => {
	const {replica, push} = open();
	push(message(1), message(2, {content: {text: 'yes', replyTo: 1}}));
	const timeline = new ConversationTimeline({
		replica,
		conversation: 10,
		fetchOlder: () => Promise.resolve(false),
	});
	push(
		change(3, 'message-edited', {text: 'better'}),
		change(4, 'message-edited', {text: 'forged'}, carol),
		change(5, 'message-reacted', {emoji: '👍', isOn: true}, me),
		change(6, 'message-reacted', {emoji: '👍', isOn: true}, carol),
		change(7, 'message-reacted', {emoji: '👍', isOn: false}, carol),
		change(8, 'message-pinned', {isOn: true}),
	);
	const {items} = timeline.getState();
	expect(items.map(({seq}) => seq)).toEqual([1, 2, 8]);
	expect(items[0]?.body).toMatchObject({text: 'better', editedAt: message(3).at, isPinned: true});
	expect(items[0]?.body).toMatchObject({
		reactions: [{emoji: '👍', accounts: [me], isOwn: true}],
	});
	expect(items[1]?.body).toMatchObject({replyTo: {seq: 1, text: 'better'}});
	expect(replica.store.getState().conversations.get(10)?.pins).toEqual([1]);
	replica.database.close();
});

test('search follows edits; what was recalled is gone from the copy, whatever came first', async () => {
	const {replica, inbound, push, search, bodyOf} = open();
	push(message(1, {content: {text: 'first words 你好'}}), message(2));
	expect([search('first'), search('你好'), search('irst', 'ord')]).toEqual([[1], [1], [1]]);
	push(change(3, 'message-edited', {text: 'second words'}));
	expect([search('first'), search('second')]).toEqual([[], [1]]);
	push(change(4, 'message-recalled', {}));
	expect(search('second')).toEqual([]);
	expect(bodyOf(1)).toMatchObject({text: '', isRecalled: true});
	const kept = JSON.stringify(replica.database.entries.readAfter(10, 0, 10));
	expect(kept).not.toMatch(/first words|second words/);
	tell(replica, told({id: 11, head: 3}));
	const late = (seq: number, kind: string, content: Entry['content']) =>
		message(seq, {log: 11, kind, content});
	await inbound.deliver({
		log: 11,
		entries: [late(3, 'message-recalled', {message: 1})],
		place: 'newest',
		isCatchUp: true,
	});
	await inbound.deliver({
		log: 11,
		entries: [
			late(1, 'message-sent', {text: 'older page'}),
			late(2, 'message-edited', {message: 1, text: 'older edit'}),
		],
		place: 'older',
		isCatchUp: true,
	});
	expect(search('older')).toEqual([]);
	expect(JSON.stringify(replica.database.entries.readAfter(11, 0, 10))).not.toMatch(/older/);
	replica.database.close();
});

test('what is hidden is neither shown nor found; a blocked sender counts no unread and is folded', () => {
	const {replica, push, search, bodyOf} = open();
	push(message(1));
	const own = (seq: number, kind: string, content: Entry['content']) =>
		message(seq, {log: accountLog, kind, content});
	push(
		own(1, 'message-hidden', {conversation: 10, message: 1}),
		own(2, 'account-blocked', {account: bob}),
	);
	push(message(2, {content: {text: 'hello', mentionsHere: true}}));
	expect([bodyOf(1), search('message')]).toEqual([undefined, []]);
	expect(bodyOf(2)).toMatchObject({isFolded: true});
	expect(replica.store.getState().conversations.get(10)).toMatchObject({unread: 0, mentions: 0});
	push(own(3, 'account-unblocked', {account: bob}));
	push(message(3, {content: {text: 'hello', mentionsHere: true}}));
	expect(replica.store.getState().conversations.get(10)).toMatchObject({unread: 2, mentions: 2});
	expect(replica.database.account.readShared()?.blocked).toEqual([]);
	replica.database.close();
});
