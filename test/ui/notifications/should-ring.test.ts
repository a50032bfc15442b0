/** Which messages ring: the whole table of rules. */
import {expect, test} from 'vitest';
import type {Entry} from '../../../source/protocol/entries.ts';
import {hasKeyword} from '../../../source/ui/notifications/has-keyword.ts';
import {isQuiet, levelAt} from '../../../source/ui/notifications/quiet-times.ts';
import {type RingState, shouldRing} from '../../../source/ui/notifications/should-ring.ts';
import {conversation} from '../../helpers/fake-client.ts';

const now = new Date(2026, 10, 20, 23, 30).getTime();
const group = 7;

const mention = {text: '@alice', mentions: [1]};

const rings = (
	options: {
		entry?: Partial<Entry>;
		state?: Partial<RingState>;
		conversation?: Partial<Parameters<typeof conversation>[0]>;
		watched?: number;
	} = {},
): boolean => {
	const entry: Entry = {
		log: group,
		seq: 5,
		kind: 'message-sent',
		sender: {id: 2, name: 'bob'},
		at: 0,
		content: {text: 'Lunch?'},
		...options.entry,
	};
	const state: RingState = {
		account: {id: 1, name: 'alice'},
		presence: 'online',
		conversations: new Map([
			[group, conversation({id: group, readSeq: 4, ...options.conversation})],
		]),
		preferences: {hasReceipts: true, mentionsBreakQuiet: true, keywords: ['deploy']},
		blocked: new Set(),
		...options.state,
	};
	return shouldRing(entry, state, {now, watched: options.watched});
};

const quiet = (mentionsBreakQuiet: boolean) => ({
	preferences: {hasReceipts: true, quietUntil: now + 1, mentionsBreakQuiet, keywords: ['deploy']},
});

test.each([
	['a message of somebody else', {}, true],
	['a message in an unknown conversation', {entry: {log: 99}}, true],
	['an own message', {entry: {sender: {id: 1, name: 'alice'}}}, false],
	['a notice', {entry: {kind: 'member-joined'}}, false],
	['a recalled message', {entry: {content: {text: '', isRecalled: true}}}, false],
	['what was read on another device', {conversation: {readSeq: 5}}, false],
	['what is looked at', {watched: group}, false],
	['what is elsewhere', {watched: 8}, true],
	['a blocked sender', {state: {blocked: new Set([2])}}, false],
	[
		'a blocked sender who mentions',
		{entry: {content: mention}, state: {blocked: new Set([2])}},
		false,
	],
	['a switched off conversation', {conversation: {notifications: {level: 'none'}}}, false],
	[
		'a mention in a switched off conversation',
		{entry: {content: mention}, conversation: {notifications: {level: 'none'}}},
		false,
	],
	[
		'a conversation whose silence has ended',
		{conversation: {notifications: {level: 'none', until: now}}},
		true,
	],
	['no mention where only they ring', {conversation: {notifications: {level: 'mentions'}}}, false],
	[
		'a mention where only they ring',
		{entry: {content: mention}, conversation: {notifications: {level: 'mentions'}}},
		true,
	],
	[
		'@here where only mentions ring',
		{
			entry: {content: {text: '@here', mentionsHere: true}},
			conversation: {notifications: {level: 'mentions'}},
		},
		true,
	],
	[
		'@here for who is invisible',
		{
			entry: {content: {text: '@here', mentionsHere: true}},
			state: {presence: 'offline'},
			conversation: {notifications: {level: 'mentions'}},
		},
		false,
	],
	[
		'a keyword where only mentions ring',
		{entry: {content: {text: 'Deploy!'}}, conversation: {notifications: {level: 'mentions'}}},
		true,
	],
	['anything while quiet', {state: quiet(true)}, false],
	['a mention while quiet', {entry: {content: mention}, state: quiet(true)}, true],
	['a keyword while quiet', {entry: {content: {text: 'deploy'}}, state: quiet(true)}, true],
	['a mention while wholly quiet', {entry: {content: mention}, state: quiet(false)}, false],
] as const satisfies readonly (readonly [string, Parameters<typeof rings>[0], boolean])[])(
	'%s: %o rings: %s',
	(_name, options, expected) => {
		expect(rings(options)).toBe(expected);
	},
);

test.each([
	[{from: 22 * 60, to: 7 * 60}, 23, 30, true],
	[{from: 22 * 60, to: 7 * 60}, 6, 59, true],
	[{from: 22 * 60, to: 7 * 60}, 7, 0, false],
	[{from: 22 * 60, to: 7 * 60}, 21, 59, false],
	[{from: 9 * 60, to: 17 * 60}, 9, 0, true],
	[{from: 9 * 60, to: 17 * 60}, 17, 0, false],
	[{from: 600, to: 600}, 10, 0, false],
])('hours %j are quiet at %i:%i: %s', (quietHours, hour, minute, expected) => {
	expect(isQuiet({quietHours}, new Date(2026, 10, 20, hour, minute).getTime())).toBe(expected);
});

test('ends what was chosen for a while', () => {
	expect(isQuiet({quietUntil: now + 1}, now)).toBe(true);
	expect(isQuiet({quietUntil: now}, now)).toBe(false);
	expect(levelAt({level: 'mentions', until: now + 1}, now)).toBe('mentions');
	expect(levelAt({level: 'mentions', until: now}, now)).toBe('all');
});

test.each([
	['We DEPLOY now', true],
	['(deploy)', true],
	['redeploy', false],
	['deployed', false],
	['deploy_all', false],
	['ÉTÉ!', true],
	['e\u0301te\u0301', true],
	['étés', false],
	['明天发布吧', true],
	['I like c++.', true],
	['ｄｅｐｌｏｙ', true],
	['nothing', false],
])('finds keywords in "%s": %s', (text, expected) => {
	expect(hasKeyword(text, ['deploy', 'été', '发布', 'c++'])).toBe(expected);
});

test('finds nothing with no keywords, or with blank ones', () => {
	expect(hasKeyword('a b', [])).toBe(false);
	expect(hasKeyword('a b', [' '])).toBe(false);
});
