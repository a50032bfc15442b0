/** Messages become rows that a person can read and that fit their pane. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {TimelineItem} from '../../../source/client/state.ts';
import {cellWidth} from '../../../source/terminal/cell-width.ts';
import {splitGraphemes} from '../../../source/terminal/graphemes.ts';
import {layoutItem, type Row, type TimelineRole} from '../../../source/ui/timeline/layout-rows.ts';
import {awkwardText} from '../../helpers/awkward-text.ts';
import {alice, bob, joined, layoutOptions, message, noon} from '../../helpers/timeline-items.ts';

const textOf = (row: Row): string => row.spans.map(({text}) => text).join('');

const layout = (items: readonly TimelineItem[], options = layoutOptions()): string[] =>
	items.flatMap((item, index) => layoutItem(item, items[index - 1], options).rows.map(textOf));

const spansOf = (item: TimelineItem, role: TimelineRole): string[] =>
	layoutItem(item, undefined, layoutOptions())
		.rows.flatMap(row => row.spans)
		.filter(span => span.role === role)
		.map(({text}) => text);

test('shows day, time, sender and text', () => {
	const rows = layout([message(1, 'Did the build pass?'), message(2, 'Hello?')]);
	expect(rows).toEqual([
		`${' '.repeat(24)}── day 20 ──`,
		'12:01  bob      Did the build pass?',
		'12:02           Hello?',
	]);
});

test('names the sender again when it changes and after a notice', () => {
	const own = message(2, 'Yes', {sender: alice, isOwn: true, delivery: 'read'});
	const rows = layout([message(1, 'Well?'), own, joined(3), message(4, 'Fine')]);
	expect(rows.slice(1)).toEqual([
		'12:01  bob      Well?',
		'12:02  alice    Yes  ✓✓',
		'12:03  bob joined',
		'12:04  bob      Fine',
	]);
});

test('aligns wrapped rows under the text', () => {
	const rows = layout([message(1, `${'word '.repeat(12)}end\nnext line`)]);
	expect(rows.slice(1)).toEqual([
		`12:01  bob      ${'word '.repeat(9).trim()}`,
		`${' '.repeat(16)}word word word end`,
		`${' '.repeat(16)}next line`,
	]);
});

test('quotes what is answered in one row', () => {
	const known = message(1, '@alice shall we ship?', {
		replyTo: {
			seq: 1,
			sender: 'alice',
			text: 'Yes\nand more, far too much for one row of this pane',
		},
	});
	expect(layout([known])[1]).toBe('12:01  bob      ↳ alice: Yes and more, far too much for one…');
	expect(layout([known])[2]).toBe(`${' '.repeat(16)}@alice shall we ship?`);
	const unknown = message(2, 'What?', {replyTo: {seq: 1}});
	expect(layout([unknown])[1]).toBe('12:02  bob      ↳ an earlier message');
});

test('draws the new line before the first unread message only', () => {
	const items = [message(1, 'old'), message(2, 'new'), message(3, 'newer')];
	const rows = layout(items, layoutOptions({readSeq: 1}));
	expect(rows.filter(row => row.includes(' new ─'))).toHaveLength(1);
	expect(rows[2]).toMatch(/^─+ new ─+$/);
	expect(cellWidth(rows[2] ?? '')).toBe(60);
	expect(rows[3]).toBe('12:02  bob      new');
});

test('starts every day with a line', () => {
	const nextDay = message(2, 'Morning', {at: noon + 24 * 3_600_000});
	expect(layout([message(1, 'Night'), nextDay])[2]).toContain('── day 21 ──');
});

test.each([
	['queued', 'Yes  ◷'],
	['sent', 'Yes  ✓'],
	['delivered', 'Yes  ✓·'],
	['read', 'Yes  ✓✓'],
] as const)('marks a %s message', (delivery, ending) => {
	expect(layout([message(1, 'Yes', {isOwn: true, delivery})])[1]?.trimEnd()).toMatch(
		new RegExp(`${ending}$`),
	);
});

test('tells why a message was not sent', () => {
	const failed = message(1, 'Yes', {isOwn: true, delivery: 'failed', error: 'You are no member.'});
	expect(layout([failed])[2]).toBe(`${' '.repeat(16)}✗ not sent: You are no member.`);
});

test('puts a mark that has no room into a row of its own', () => {
	const full = message(1, 'x'.repeat(44), {isOwn: true, delivery: 'sent'});
	expect(layout([full]).slice(1)).toEqual([
		`12:01  bob      ${'x'.repeat(44)}`,
		`${' '.repeat(16)}✓ `,
	]);
});

test('knows mentions and links', () => {
	const item = message(1, 'Hi @Alice, @bob-2. See https://example.org/a?b=c. Not me@work.');
	expect(spansOf(item, 'mention-own')).toEqual(['@Alice']);
	expect(spansOf(item, 'mention')).toEqual(['@bob-2']);
	expect(spansOf(item, 'link').join('')).toBe('https://example.org/a?b=c');
});

test('keeps the whole address with each piece of a broken link', () => {
	const address = `https://example.org/${'long_'.repeat(20)}end`;
	const links = layoutItem(message(1, address), undefined, layoutOptions())
		.rows.flatMap(row => row.spans)
		.filter(({role}) => role === 'link');
	expect(links.length).toBeGreaterThan(1);
	expect(new Set(links.map(({link}) => link))).toEqual(new Set([address]));
	expect(links.map(({text}) => text).join('')).toBe(address);
});

test('draws code and quotes behind gutters', () => {
	const rows = layout([message(1, '> was *it*?\nyes:\n```ts\nlet a =\t1;\n  b_c_d\n```\nend')]);
	const indent = ' '.repeat(16);
	expect(rows.slice(1)).toEqual([
		'12:01  bob      ┃ was it?',
		`${indent}yes:`,
		`${indent}│ let a = 1;`,
		`${indent}│   b_c_d`,
		`${indent}end`,
	]);
});

test('tells what was done to a message', () => {
	const at = noon;
	const items = [
		message(1, 'fixed', {message: {editedAt: at, isPinned: true}}),
		message(2, '', {message: {isRecalled: true, editedAt: at}}),
		message(3, 'waves', {sender: alice, message: {isAction: true}}),
		message(4, 'news', {sender: alice, message: {forwarded: {sender: 'bob', at}}}),
		message(5, 'rude', {message: {isFolded: true}}),
	];
	expect(layout(items).slice(1)).toEqual([
		'12:01  bob      fixed  (edited)  📌',
		'12:02           message recalled',
		'12:03           * alice waves',
		'12:04  alice    ⇢ from bob',
		`${' '.repeat(16)}news`,
		'12:05  bob      message of a blocked person — Enter shows it',
	]);
	const unfolded = layoutOptions({unfolded: new Set(['m5'])});
	expect(layout(items, unfolded).at(-1)).toBe('12:05  bob      rude');
});

test('counts reactions and marks one’s own with brackets', () => {
	const reactions = [
		{emoji: '👍', accounts: [alice, bob], isOwn: true},
		{emoji: '👨‍👩‍👧', accounts: [bob], isOwn: false},
	];
	expect(layout([message(1, 'done', {message: {reactions}})]).slice(1)).toEqual([
		'12:01  bob      done',
		`${' '.repeat(16)}[👍 2]  👨‍👩‍👧 1`,
	]);
});

test('draws nothing dangerous of what others write', () => {
	const evil = message(1, 'a\x1b[2Jb\u202ec', {sender: {id: 9, name: 'e\x1b[Hve\n'}});
	expect(layout([evil])[1]).toBe('12:01  eve      abc');
});

test('lays an unchanged item out once, and anew when something around it changes', () => {
	const [first, second] = [message(1, 'one'), message(2, 'two')];
	const options = layoutOptions();
	const rows = layoutItem(second, first, options);
	expect(layoutItem(second, first, {...options})).toBe(rows);
	expect(layoutItem(second, first, {...options, width: 50})).not.toBe(rows);
	expect(layoutItem(second, joined(1), options)).not.toBe(rows);
});

test('never exceeds its width, never splits a character, keeps the text’s order', () => {
	fc.assert(
		fc.property(
			awkwardText(12),
			awkwardText(3),
			fc.record({
				isAction: fc.boolean(),
				isPinned: fc.boolean(),
				isRecalled: fc.boolean(),
				editedAt: fc.constantFrom(undefined, noon),
			}),
			fc.integer({min: 30, max: 120}),
			fc.constantFrom('queued', 'failed', 'sent', undefined),
			(text, name, changes, width, delivery) => {
				const item = message(1, text, {
					sender: {...bob, name},
					isOwn: delivery !== undefined,
					delivery,
					error: text,
					replyTo: {seq: 1, sender: name, text},
					message: {
						...changes,
						forwarded: {sender: name, at: noon},
						reactions: [{emoji: text, accounts: [bob], isOwn: true}],
					},
				});
				const {rows} = layoutItem(item, undefined, layoutOptions({width}));
				expect(rows.length).toBeGreaterThan(0);
				expect(new Set(rows.map(({key}) => key)).size).toBe(rows.length);
				for (const row of rows) {
					const whole = textOf(row);
					const pieces = row.spans.flatMap(span => splitGraphemes(span.text));
					expect(pieces).toEqual(splitGraphemes(whole));
					expect(whole).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
					expect(cellWidth(whole)).toBeLessThanOrEqual(width);
				}
			},
		),
		{seed: 1, numRuns: 1_000},
	);
});
