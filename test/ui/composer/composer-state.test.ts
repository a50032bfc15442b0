/** The composer edits what a person sees as characters, words and rows. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {splitGraphemes} from '../../../source/terminal/graphemes.ts';
import {wordBeforeCursor} from '../../../source/ui/composer/completion.ts';
import {
	type ComposerAction,
	type ComposerState,
	createComposer,
	reduceComposer,
} from '../../../source/ui/composer/composer-state.ts';

const run = (state: ComposerState, ...actions: readonly ComposerAction[]): ComposerState =>
	actions.reduce(reduceComposer, state);

const insert = (text: string): ComposerAction => ({type: 'insert', text});
const move = (to: Extract<ComposerAction, {type: 'move'}>['to']): ComposerAction => ({
	type: 'move',
	to,
});
const remove = (what: Extract<ComposerAction, {type: 'delete'}>['what']): ComposerAction => ({
	type: 'delete',
	what,
});
const up: ComposerAction = {type: 'move-row', direction: 'up', width: 11};
const down: ComposerAction = {type: 'move-row', direction: 'down', width: 11};
const undo: ComposerAction = {type: 'undo'};

/** `ab|c`: the text with the cursor in it. */
const composer = (marked = '|', lengthMax = 1_000): ComposerState => ({
	...createComposer({lengthMax, text: marked.replace('|', '')}),
	cursor: marked.indexOf('|'),
});

const show = ({text, cursor}: ComposerState): string =>
	`${text.slice(0, cursor)}|${text.slice(cursor)}`;

describe('typing', () => {
	test('puts text where the cursor is', () => {
		expect(show(run(composer('a|c'), insert('b')))).toBe('ab|c');
	});

	test('keeps a pasted text as it is, but for control characters', () => {
		const pasted = 'one\r\n\ttwo \x1b[31mred\x07 日本\u202e';
		expect(show(run(composer(), {type: 'paste', text: pasted}))).toBe('one\n\ttwo [31mred 日本|');
	});

	test('joins what is typed after a character with it', () => {
		const state = run(composer(), insert('e'), insert('\u0301'), move('left'));
		expect(show(state)).toBe('|e\u0301');
	});

	test('takes what fits and tells what did not', () => {
		const state = run(composer('ab|', 5), {type: 'paste', text: 'c👨‍👩‍👧'});
		expect(show(state)).toBe('abc|');
		expect(state.notice).toEqual({kind: 'text-too-long', lengthMax: 5, droppedLength: 8});
		expect(run(state, remove('grapheme-left')).notice).toBeUndefined();
	});
});

describe('moving and deleting', () => {
	test.each([
		['a👨‍👩‍👧|b', move('left'), 'a|👨‍👩‍👧b'],
		['a|🇩🇪b', move('right'), 'a🇩🇪|b'],
		['e\u0301|', remove('grapheme-left'), '|'],
		['a|👋🏽b', remove('grapheme-right'), 'a|b'],
		['one two-three|', move('word-left'), 'one two-|three'],
		['one two |', move('word-left'), 'one |two '],
		['|one two', move('word-right'), 'one| two'],
		['one| two', move('word-right'), 'one two|'],
		['a\nb|c', move('line-start'), 'a\n|bc'],
		['a|b\nc', move('line-end'), 'ab|\nc'],
		['a|b\nc', move('text-end'), 'ab\nc|'],
		['a\nb|', move('text-start'), '|a\nb'],
		['one two|', remove('word-left'), 'one |'],
		['|one two', remove('word-right'), '| two'],
		['one\ntwo three|', remove('line-start'), 'one\n|'],
		['one |two\nthree', remove('line-end'), 'one |\nthree'],
		['|', remove('grapheme-left'), '|'],
		['|', move('left'), '|'],
		['ab|c', {type: 'transpose'}, 'acb|'],
		['abc|', {type: 'transpose'}, 'acb|'],
		['a|', {type: 'transpose'}, 'a|'],
	] as const)('%j %j → %j', (before, action, after) => {
		expect(show(run(composer(before), action))).toBe(after);
	});

	test('finds words where no blanks are written', () => {
		const state = run(composer('今日は天気がいい|'), remove('word-left'));
		expect(state.text.length).toBeGreaterThan(0);
		expect(state.text.length).toBeLessThan(8);
	});
});

describe('killing and yanking', () => {
	test('brings back what was deleted', () => {
		const state = run(composer('one two|'), remove('word-left'), move('text-start'), {
			type: 'yank',
		});
		expect(show(state)).toBe('two|one ');
	});

	test('takes kills in a row as one text', () => {
		const killed = run(composer('one two three|'), remove('word-left'), remove('word-left'));
		expect(show(run(killed, {type: 'yank'}))).toBe('one two three|');
	});

	test('goes back to older kills after a yank', () => {
		const killed = run(composer('a b|'), remove('word-left'), move('left'), remove('line-start'));
		const yanked = run(killed, {type: 'yank'});
		expect(yanked.text).toBe('a ');
		expect(run(yanked, {type: 'yank-older'}).text).toBe('b ');
		expect(run(yanked, {type: 'yank-older'}, {type: 'yank-older'}).text).toBe('a ');
		expect(run(yanked, move('left'), {type: 'yank-older'}).text).toBe('a ');
	});
});

describe('undo', () => {
	test('takes back word by word, and forth again', () => {
		const typed = run(composer(), ...[...'hi you'].map(insert));
		expect(run(typed, undo).text).toBe('hi');
		expect(run(typed, undo, undo).text).toBe('');
		expect(run(typed, undo, undo, undo).text).toBe('');
		expect(run(typed, undo, undo, {type: 'redo'}, {type: 'redo'}).text).toBe('hi you');
	});

	test('brings back a cleared text', () => {
		expect(show(run(composer('long te|xt'), {type: 'clear'}, undo))).toBe('long te|xt');
	});

	test('does not reach into another draft', () => {
		const state = run(composer('one|'), insert('!'), {type: 'set-text', text: 'two'}, undo);
		expect(show(state)).toBe('two|');
	});
});

describe('rows and history', () => {
	test('moves by the rows that are seen', () => {
		// In 11 cells, one of them the cursor's: `one two` / `three four`.
		expect(show(run(composer('one two three four|'), up))).toBe('one two| three four');
		expect(show(run(composer('o|ne two three four'), down))).toBe('one two t|hree four');
	});

	test('aims for the column in which it started', () => {
		const state = composer('abcdef\nx\nabcdef|');
		expect(show(run(state, up))).toBe('abcdef\nx|\nabcdef');
		expect(show(run(state, up, up))).toBe('abcdef|\nx\nabcdef');
	});

	test('moves within a word that is longer than a row', () => {
		expect(show(run(composer(`${'x'.repeat(19)}|`), up))).toBe(
			`${'x'.repeat(9)}|${'x'.repeat(10)}`,
		);
	});

	test('shows sent texts beyond the first row, and the unsent one on the way back', () => {
		const sent = run(composer(), insert('first'), {type: 'sent'}, insert('second'), {type: 'sent'});
		const writing = run(sent, insert('draft'));
		expect(show(run(writing, up))).toBe('second|');
		expect(show(run(writing, up, up, up))).toBe('first|');
		expect(show(run(writing, up, up, down, down))).toBe('draft|');
		expect(show(run(writing, down))).toBe('draft|');
	});

	test('keeps a changed old text as the unsent one', () => {
		const sent = run(composer(), insert('first'), {type: 'sent'});
		const changed = run(sent, up, insert('!'));
		expect(show(run(changed, up, down))).toBe('first!|');
	});

	test('remembers the same text once', () => {
		const send = [insert('again'), {type: 'sent'}] as const;
		expect(run(composer(), ...send, ...send).history).toEqual(['again']);
	});
});

describe('completion', () => {
	const candidates = [
		{text: '@alice ', label: 'alice'},
		{text: '@albert ', label: 'albert'},
	];
	const tab: ComposerAction = {type: 'complete', direction: 'next', candidates};
	const shiftTab: ComposerAction = {type: 'complete', direction: 'previous', candidates: []};

	test('tells which word is meant', () => {
		expect(wordBeforeCursor(composer('hello @al| you'))).toEqual({word: '@al', start: 6});
	});

	test('cycles through the candidates and back', () => {
		const first = run(composer('hi @al|!'), tab);
		expect(show(first)).toBe('hi @alice |!');
		expect(show(run(first, tab))).toBe('hi @albert |!');
		expect(show(run(first, tab, tab))).toBe('hi @alice |!');
		expect(show(run(first, tab, shiftTab))).toBe('hi @alice |!');
	});

	test('puts back what was typed', () => {
		const state = run(composer('hi @al|'), tab, tab, {type: 'cancel-completion'});
		expect(show(state)).toBe('hi @al|');
		expect(state.completion).toBeUndefined();
	});

	test('ends with the next other key, and is one step to undo', () => {
		const state = run(composer('hi @al|'), tab, tab, insert('x'));
		expect(state.completion).toBeUndefined();
		expect(show(run(state, undo, undo))).toBe('hi @al|');
	});

	test('does nothing without candidates', () => {
		const state = run(composer('zz|'), {type: 'complete', direction: 'next', candidates: []});
		expect(show(state)).toBe('zz|');
	});
});

/** Texts of which every part is awkward to cut. */
const awkwardText = fc
	.array(
		fc.constantFrom(
			'a',
			' ',
			'word',
			'日本',
			'한',
			'e\u0301',
			'👨‍👩‍👧',
			'🇩🇪',
			'🇩',
			'\u200d',
			'\ufe0f',
			'❤️',
			'क्ष',
			'\n',
			'\t',
			'\x1b[A',
			'\ud800',
			'\u202e',
			'שלום',
		),
		{maxLength: 12},
	)
	.map(parts => parts.join(''));

const anyAction: fc.Arbitrary<ComposerAction> = fc.oneof(
	{weight: 4, arbitrary: awkwardText.map(insert)},
	awkwardText.map((text): ComposerAction => ({type: 'paste', text})),
	fc.constantFrom<ComposerAction>(
		...(
			[
				'left',
				'right',
				'word-left',
				'word-right',
				'line-start',
				'line-end',
				'text-start',
				'text-end',
			] as const
		).map(move),
		...(
			[
				'grapheme-left',
				'grapheme-right',
				'word-left',
				'word-right',
				'line-start',
				'line-end',
			] as const
		).map(remove),
		up,
		down,
		undo,
		{type: 'redo'},
		{type: 'yank'},
		{type: 'yank-older'},
		{type: 'transpose'},
		{type: 'clear'},
		{type: 'sent'},
		{type: 'cancel-completion'},
		{
			type: 'complete',
			direction: 'next',
			candidates: [
				{text: 'x', label: 'x'},
				{text: 'yy', label: 'y'},
			],
		},
	),
);

test('keeps the cursor between characters, the text within its limit and free of controls', () => {
	fc.assert(
		fc.property(fc.array(anyAction, {maxLength: 40}), actions => {
			let state = createComposer({lengthMax: 60});
			for (const action of actions) {
				state = reduceComposer(state, action);
				expect(state.text.length).toBeLessThanOrEqual(60);
				expect(state.text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
				expect(state.text.isWellFormed()).toBe(true);
				const boundaries = [0];
				for (const grapheme of splitGraphemes(state.text)) {
					boundaries.push((boundaries.at(-1) ?? 0) + grapheme.length);
				}

				expect(boundaries).toContain(state.cursor);
			}
		}),
		{seed: 1, numRuns: 500},
	);
});

test('a secret that was sent is not brought back by Up', () => {
	const before = createComposer({lengthMax: 100, text: '/passwd old new'});
	const after = reduceComposer(before, {type: 'sent', isSecret: true});
	expect(after.text).toBe('');
	expect(reduceComposer(after, {type: 'move-row', direction: 'up', width: 40}).text).toBe('');
});
