/** Every notice reads as a person would say it. */
import {expect, test} from 'vitest';
import type {NoticeBody, TimelineItem} from '../../source/client/state.ts';
import {englishTimeline} from '../../source/ui/text-timeline.ts';
import {alice, bob, message, noon} from '../helpers/timeline-items.ts';

const notice = (
	body: Partial<NoticeBody> & {kind: NoticeBody['kind']},
	sender: NonNullable<TimelineItem['sender']> | 'server' = alice,
): string =>
	englishTimeline.notice({
		...message(1, ''),
		sender: sender === 'server' ? undefined : sender,
		body: {account: bob, by: alice, role: undefined, ...body},
	});

const hourMs = 3_600_000;
const changed = (changes: NonNullable<NoticeBody['changes']>): string =>
	notice({kind: 'group-changed', account: undefined, changes});

test('tells who came and went', () => {
	expect(notice({kind: 'conversation-created'})).toBe('alice started the conversation');
	expect(notice({kind: 'member-joined', by: undefined}, bob)).toBe('bob joined');
	expect(notice({kind: 'member-joined'})).toBe('alice added bob');
	expect(notice({kind: 'member-left', by: undefined}, bob)).toBe('bob left');
	expect(notice({kind: 'member-removed'})).toBe('alice removed bob');
	expect(notice({kind: 'member-removed', by: undefined}, 'server')).toBe('bob was removed');
	const risen = {kind: 'member-role-changed', by: undefined} as const;
	expect(notice({...risen, role: 'admin'})).toBe('alice made bob an admin');
	expect(notice({...risen, role: 'owner'}, 'server')).toBe('bob is now the owner');
	expect(notice({kind: 'group-deleted'})).toBe('alice deleted the group');
});

test('tells who may not be here or write, how long and why', () => {
	const until = noon + 2 * hourMs;
	expect(notice({kind: 'member-muted', until})).toBe('alice muted bob until 14:00');
	expect(
		notice({kind: 'member-muted', until: until + 24 * hourMs, reason: '騒\x1b[31mがしい'}),
	).toMatch(/^alice muted bob until Saturday 21 November.*, 14:00: 騒がしい$/);
	expect(notice({kind: 'member-unmuted'})).toBe('alice unmuted bob');
	expect(notice({kind: 'member-banned', by: undefined, reason: 'spam'})).toBe(
		'alice banned bob: spam',
	);
	expect(notice({kind: 'member-unbanned', by: undefined})).toBe('alice lifted the ban of bob');
});

test('tells what was changed and pinned', () => {
	expect(changed({topic: '新しい\u202e話題'})).toBe('alice changed the topic to 新しい話題');
	expect(changed({topic: ''})).toBe('alice removed the topic');
	expect(changed({slowMs: 30_000})).toBe('alice turned slow mode on: one message each 30 s');
	expect(changed({slowMs: 0, visibility: 'private'})).toBe(
		'alice made the group private; turned slow mode off',
	);
	expect(changed({picture: 'x'})).toBe('alice changed the picture');
	expect(changed({})).toBe('alice changed the group');
	expect(notice({kind: 'message-pinned', pin: {message: 3, isOn: true}})).toBe(
		'alice pinned a message',
	);
	expect(notice({kind: 'message-pinned', pin: {message: 3, isOn: false}})).toBe(
		'alice unpinned a message',
	);
});

test('tells how long messages are kept', () => {
	const retentionMs = 30 * 24 * hourMs;
	expect(notice({kind: 'retention-changed', retentionMs})).toBe(
		'alice has messages removed after 30 days, from a day after this on',
	);
	expect(notice({kind: 'retention-changed', retentionMs: 0})).toBe(
		'alice lets messages be kept for ever',
	);
	const top = {kind: 'history-trimmed', account: undefined, by: undefined} as const;
	expect(notice({...top, retentionMs}, 'server')).toBe('Messages are removed after 30 days.');
	expect(notice({...top, retentionMs: 0}, 'server')).toBe('Older messages were removed.');
});
