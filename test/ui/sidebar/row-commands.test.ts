/** What the keys of the list stand for, for whom. */
import {expect, test} from 'vitest';
import type {ClientState} from '../../../source/client/state.ts';
import {commandForRow} from '../../../source/ui/sidebar/row-commands.ts';
import {sidebarRows} from '../../../source/ui/sidebar/sidebar-rows.ts';
import {createChatFixture} from '../../helpers/chat-fixture.ts';

const stateWith = (changes: Partial<ClientState> = {}): ClientState => ({
	...createChatFixture().getState(),
	...changes,
});

const commandOf = (
	action: Parameters<typeof commandForRow>[0],
	name: string,
	state: ClientState,
): string | undefined => {
	const {contacts, groups} = sidebarRows(state);
	const row = [...contacts, ...groups].find(candidate => candidate.name === name);
	return row && commandForRow(action, row, state);
};

const idOf = (state: ClientState, name: string): number =>
	[...state.people.values()].find(person => person.name === name)?.id ?? 0;

test('friends are asked, accepted, declined and parted from', () => {
	const state = stateWith({friends: new Map()});
	expect(commandOf('befriend', 'bob', state)).toBe('/friend @bob');
	const asked = {...state, friends: new Map([[idOf(state, 'bob'), 'asking' as const]])};
	expect(commandOf('befriend', 'bob', asked)).toBe('/accept @bob');
	expect(commandOf('part-from', 'bob', asked)).toBe('/decline @bob');
	const friend = {...state, friends: new Map([[idOf(state, 'bob'), 'friend' as const]])};
	expect(commandOf('part-from', 'bob', friend)).toBe('/unfriend @bob');
});

test('blocks and mutes are switched', () => {
	const state = stateWith();
	expect(commandOf('block', 'bob', state)).toBe('/block @bob');
	const blocked = {...state, blocked: new Set([idOf(state, 'bob')])};
	expect(commandOf('block', 'bob', blocked)).toBe('/unblock @bob');
	expect(commandOf('mute-conversation', 'design', state)).toBe('/mute #design');
	expect(commandOf('mute-conversation', 'bob', state)).toBe('/mute @bob');
});

test('a group is nobody to befriend', () => {
	expect(commandOf('befriend', 'design', stateWith())).toBeUndefined();
	expect(commandOf('block', 'design', stateWith())).toBeUndefined();
});
