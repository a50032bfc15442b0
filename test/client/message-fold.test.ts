/** A message and what was done to it: by table, and in any order of arrival. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {StoredEntry} from '../../source/client/database/entry-table.ts';
import {foldMessage, foldVersions} from '../../source/client/message-fold.ts';

const [alice, bob] = [1, 2];

const entry = (
	seq: number,
	kind: string,
	content: StoredEntry['content'],
	sender = alice,
): StoredEntry => ({log: 10, seq, kind, sender, at: seq * 1_000, content});

const sent = entry(1, 'message-sent', {text: 'ship it?'});
const edit = (seq: number, text: string, sender = alice) =>
	entry(seq, 'message-edited', {message: 1, text}, sender);
const react = (seq: number, emoji: string, isOn: boolean, sender = bob) =>
	entry(seq, 'message-reacted', {message: 1, emoji, isOn}, sender);
const pin = (seq: number, isOn: boolean) => entry(seq, 'message-pinned', {message: 1, isOn});
const recall = (seq: number) => entry(seq, 'message-recalled', {message: 1});

test.each([
	['nothing', [], {text: 'ship it?', reactions: [], isPinned: false, isRecalled: false}],
	['the last edit', [edit(2, 'a'), edit(3, 'b')], {text: 'b', editedAt: 3_000}],
	['no edit of others', [edit(2, 'forged', bob)], {text: 'ship it?', editedAt: undefined}],
	[
		'reactions by emoji, each account once',
		[react(2, '👍', true), react(3, '👍', true), react(4, '👍', true, alice)],
		{reactions: [{emoji: '👍', accounts: [bob, alice]}]},
	],
	['no reaction taken back', [react(2, '👍', true), react(3, '👍', false)], {reactions: []}],
	['the last pin', [pin(2, true), pin(3, false), pin(4, true)], {isPinned: true}],
	[
		'a tombstone',
		[edit(2, 'secret'), react(3, '👍', true), pin(4, true), recall(5)],
		{text: '', isRecalled: true, editedAt: undefined, reactions: [], isPinned: false},
	],
])('shows %s', (_what, modifiers, shown) => {
	expect(foldMessage(sent, modifiers)).toMatchObject(shown);
});

test('keeps every version, the oldest first', () => {
	const versions = foldVersions(sent, [edit(3, 'c'), edit(2, 'b')]);
	expect(versions.map(({text}) => text)).toEqual(['ship it?', 'b', 'c']);
});

test('looks the same in whatever order things arrive', () => {
	const act = fc.oneof(
		fc.record({kind: fc.constant('edit'), text: fc.string()}),
		fc.record({kind: fc.constant('react'), emoji: fc.constantFrom('👍', '🎉'), isOn: fc.boolean()}),
		fc.record({kind: fc.constant('pin'), isOn: fc.boolean()}),
	);
	fc.assert(
		fc.property(fc.array(act, {maxLength: 12}), fc.infiniteStream(fc.nat()), (acts, order) => {
			const modifiers = acts.map((one, index) => {
				const seq = index + 2;
				if ('text' in one) {
					return edit(seq, one.text);
				}

				return 'emoji' in one ? react(seq, one.emoji, one.isOn) : pin(seq, one.isOn);
			});
			const places = new Map(modifiers.map(modifier => [modifier, order.next().value]));
			const shuffled = [...modifiers].sort(
				(one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0),
			);
			expect(foldMessage(sent, shuffled)).toEqual(foldMessage(sent, modifiers));
		}),
	);
});

test('is nothing that this version knows where the content is odd', () => {
	expect(foldMessage(entry(1, 'message-sent', {text: 7}), [])).toBeUndefined();
	expect(foldMessage(entry(1, 'member-joined', {}), [])).toBeUndefined();
});
