/** What notices say, of one message and of many. */
import {expect, test} from 'vitest';
import {
	messageNotice,
	summaryNotice,
	unreadSummary,
} from '../../../source/ui/notifications/notice-words.ts';
import {conversation} from '../../helpers/fake-client.ts';

const bob = {id: 2, name: 'bob'};
const conversations = new Map(
	[
		conversation({id: 1, kind: 'direct', name: 'bob', unread: 3, lastAt: 2}),
		conversation({
			id: 2,
			name: 'design',
			unread: 5,
			lastAt: 1,
			unreadFrom: [
				{account: {id: 3, name: 'ca\x1B[2Jrol'}, count: 4},
				{account: bob, count: 1},
			],
		}),
		conversation({id: 3, name: 'noise', unread: 900, notifications: {level: 'none'}}),
		conversation({id: 4, name: 'read'}),
	].map(one => [one.id, one]),
);

const entry = (log: number, content: Record<string, unknown>) => ({
	log,
	seq: 1,
	kind: 'message-sent',
	sender: bob,
	at: 0,
	content,
});

test('names the group, and the sender of an action', () => {
	expect(messageNotice(entry(1, {text: 'hi'}), conversations)).toEqual({title: 'bob', body: 'hi'});
	expect(messageNotice(entry(2, {text: 'waves', isAction: true}), conversations)).toEqual({
		title: 'bob in #design',
		body: '* bob waves',
	});
	expect(messageNotice(entry(9, {text: 'hi'}), conversations).title).toBe('bob');
});

test('counts in words', () => {
	expect(summaryNotice(12, 3).body).toBe('12 new messages in 3 conversations');
	expect(summaryNotice(1, 1).body).toBe('1 new message in 1 conversation');
});

test('tells what waits and from whom, leaving out what is switched off', () => {
	expect(unreadSummary({conversations}, 0)).toBe('bob 3, #design 5 (carol 4, bob 1)');
	expect(unreadSummary({conversations: new Map()}, 0)).toBe('');
});
