/** What a server tells of settings is taken field by field: nothing odd gets into the state. */
import {expect, test} from 'vitest';
import {
	readGroupSettings,
	readNotifications,
	readPreferences,
	readPresence,
	readProfileFields,
} from '../../source/client/settings-content.ts';

test.each([
	[{}, {hasReceipts: true, mentionsBreakQuiet: false, keywords: []}],
	[
		{hasReceipts: 'no', keywords: 'ship', quietHours: 7, quietUntil: '1', more: true},
		{hasReceipts: true, mentionsBreakQuiet: false, keywords: []},
	],
	[
		{hasReceipts: false, keywords: ['ship'], quietHours: {from: 1, to: 2}, quietUntil: 5},
		{
			hasReceipts: false,
			mentionsBreakQuiet: false,
			keywords: ['ship'],
			quietHours: {from: 1, to: 2},
			quietUntil: 5,
		},
	],
])('preferences %j', (content, preferences) => {
	expect(readPreferences(content)).toEqual(preferences);
});

test('presence, notifications and profiles are what they can be, or nothing', () => {
	expect(readPresence({presence: 'away'})).toBe('away');
	expect(readPresence({presence: 'dancing'})).toBeUndefined();
	expect(readNotifications({level: 'none', until: 7})).toEqual({level: 'none', until: 7});
	expect(readNotifications({level: 'some'})).toBeUndefined();
	expect(readProfileFields({nickname: 'Al', status: 7, isAdmin: true})).toEqual({nickname: 'Al'});
});

test('a group takes the settings that it knows', () => {
	const permissions = {post: 'admins', invite: 'members', pin: 'admins'};
	const content = {topic: 'ship', slowMs: -0.5, visibility: 'odd', permissions};
	expect(readGroupSettings(content)).toEqual({topic: 'ship', permissions});
	expect(readGroupSettings({permissions: {post: 'all'}})).toEqual({});
});
