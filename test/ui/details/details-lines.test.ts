/** What the details say of people and groups. */
import {expect, test} from 'vitest';
import type {Person} from '../../../source/client/state.ts';
import {groupLines, memberLines, profileLines} from '../../../source/ui/details/details-lines.ts';
import {type Line, lineWidth} from '../../../source/ui/frame/line.ts';
import {conversation} from '../../helpers/fake-client.ts';

const words = (lines: readonly Line[]) =>
	lines.map(({spans}) =>
		spans
			.map(({text}) => text)
			.join('')
			.trim(),
	);

const profile = (person: Omit<Person, 'id'>, width = 30, isStranger = false) =>
	profileLines(
		conversation({id: 1, kind: 'direct', name: person.name, peers: [2]}),
		{
			people: new Map([[2, {id: 2, ...person}]]),
			friends: new Map(isStranger ? [] : [[2, 'asking']]),
			blocked: new Set(isStranger ? [] : [2]),
		},
		width,
	);

test('tells what a person tells, and what stands between them and this account', () => {
	const person = {name: 'bob', nickname: 'Bobby', status: 'at lunch', signature: 'carpe\ndiem'};
	expect(words(profile({...person, presence: 'busy', isAdmin: true}))).toEqual([
		'Bobby (bob)',
		'⊘ busy',
		'at lunch',
		'carpe diem',
		'runs this server',
		'asks to be your friend',
		'blocked',
	]);
});

test('says nothing of a presence that is hidden', () => {
	expect(words(profile({name: 'bob'}))[1]).toBe('asks to be your friend');
	expect(words(profile({name: 'bob'}, 30, true))).toEqual(['bob', 'not a friend']);
});

test('tells the settings of a group, then its members with roles and mutes', () => {
	const settings = {
		title: 'The design',
		topic: 'Only shapes',
		visibility: 'private',
		history: 'all',
		permissions: {post: 'members', invite: 'members', pin: 'admins'},
		slowMs: 30_000,
	} as const;
	expect(words(groupLines({settings}, 30))).toEqual([
		'The design',
		'Only shapes',
		'private group',
		'one message each 30 s',
		'',
	]);
	const members = [
		{account: {id: 3, name: 'carol'}, role: 'member' as const, muted: {}},
		{account: {id: 2, name: 'bob', presence: 'online' as const}, role: 'owner' as const},
	];
	const lines = words(memberLines(members, new Map(), {width: 30, height: 5}));
	expect(lines[0]).toMatch(/^● bob +owner$/);
	expect(lines[1]).toMatch(/^carol +muted$/);
});

test.each([8, 20, 30])('stays within %i cells', width => {
	const name = '李雷👨‍👩‍👧e\u0301'.repeat(8);
	for (const line of profile({name, nickname: name, status: name, presence: 'away'}, width)) {
		expect(lineWidth(line)).toBeLessThanOrEqual(width);
	}
});
