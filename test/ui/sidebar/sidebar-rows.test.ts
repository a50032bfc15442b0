/** Who stands where in the sidebar, with what mark. */
import {expect, test} from 'vitest';
import type {Person} from '../../../source/client/state.ts';
import {layoutSidebar, rowAt} from '../../../source/ui/sidebar/sidebar-layout.ts';
import {type SidebarSource, sidebarRows} from '../../../source/ui/sidebar/sidebar-rows.ts';
import {createChatFixture} from '../../helpers/chat-fixture.ts';
import {conversation} from '../../helpers/fake-client.ts';

const rowsOf = (changes: Partial<SidebarSource> = {}) =>
	sidebarRows({...createChatFixture().getState(), ...changes});

const picture = (rows: readonly {mark: string; name: string; badge: string}[]) =>
	rows.map(({mark, name, badge}) => `${mark} ${name} ${badge}`.trim());

test('sorts by name, with everyone last and strangers after contacts', () => {
	const {contacts, groups} = rowsOf();
	expect(picture(contacts)).toEqual(['● bob 2', '◐ carol away', '○ dave']);
	expect(picture(groups)).toEqual(['# design', '# ops @ 5', '# everyone']);
});

test('shows the most urgent of count, typing, state and draft', () => {
	const badgeOf = (changes: object, isTyping = false) =>
		rowsOf({
			conversations: new Map([
				[7, conversation({id: 7, kind: 'direct', name: 'bob', peers: [2], ...changes})],
			]),
			typing: new Map(isTyping ? [[7, [{id: 2, name: 'bob'}]]] : []),
		}).contacts[0]?.badge;
	expect(badgeOf({unread: 1000, draft: 'x'}, true)).toBe('999+');
	expect(badgeOf({draft: 'x'}, true)).toBe('typing…');
	expect(badgeOf({draft: 'x', isLeft: true})).toBe('left');
	expect(badgeOf({draft: 'x'})).toBe('draft');
	expect(badgeOf({})).toBe('');
});

test('draws nothing dangerous from a name', () => {
	const {groups} = rowsOf({
		conversations: new Map([[7, conversation({id: 7, name: 'a\x1B[2J\nb\u202E'})]]),
	});
	expect(groups[0]?.name).toBe('a b');
});

test('keeps the row under the cursor in view, and finds rows for the mouse', () => {
	const conversations = new Map(
		Array.from({length: 100}, (_, index) => {
			const id = index + 1;
			return [id, conversation({id, name: `group${String(id).padStart(3, '0')}`})] as const;
		}),
	);
	const pane = {x: 0, y: 0, width: 24, height: 20};
	const layout = layoutSidebar(rowsOf({conversations}), pane, 'conversation:60');
	const names = layout.groups.rows.map(({name}) => name);
	expect(names).toContain('group060');
	expect(layout.contacts.height + layout.groups.height).toBe(17);
	const y = layout.groups.y + 1 + names.indexOf('group060');
	expect(rowAt(layout, y)?.name).toBe('group060');
	expect(rowAt(layout, layout.groups.y)).toBeUndefined();
});

test('tells nicknames, requests, silence, and nothing about who hides it', () => {
	const bob: Person = {id: 2, name: 'bob', nickname: '鲍勃', status: 'at lunch'};
	const rows = rowsOf({
		people: new Map<number, Person>([
			[2, bob],
			[8, {id: 8, name: 'zoe'}],
		]),
		friends: new Map([[8, 'asking']]),
		conversations: new Map([
			[1, conversation({id: 1, kind: 'direct', name: 'bob', peers: [2]})],
			[2, conversation({id: 2, name: 'noise', notifications: {level: 'none'}})],
			[
				3,
				conversation({id: 3, name: 'talk', notifications: {level: 'none'}, unread: 4, mentions: 1}),
			],
		]),
	});
	expect(rows.requests).toBe(1);
	expect(rows.contacts[0]).toMatchObject({mark: ' ', name: 'bob', detail: '鲍勃 · at lunch'});
	expect(picture(rows.contacts)[1]).toBe('zoe asks you');
	const asked = rowsOf({friends: new Map([[3, 'asking']])});
	expect(picture(asked.contacts)[1]).toBe('◐ carol asks you');
	expect(rows.groups[0]).toMatchObject({badge: 'muted', badgeRole: 'muted'});
	expect(rows.groups[1]).toMatchObject({badge: '@ 4', badgeRole: 'muted'});
});
