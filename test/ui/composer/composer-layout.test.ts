/** The composer's rows fit its field, and the cursor stands where the next character goes. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cellWidth} from '../../../source/terminal/cell-width.ts';
import {layoutComposer} from '../../../source/ui/composer/composer-layout.ts';
import {createComposer, reduceComposer} from '../../../source/ui/composer/composer-state.ts';

const layout = (marked: string, width: number, rowsMax = 10) =>
	layoutComposer({text: marked.replace('|', ''), cursor: marked.indexOf('|')}, {width, rowsMax});

test('shows an empty text as one empty row', () => {
	expect(layout('|', 10)).toEqual({
		rows: [''],
		cursor: {x: 0, y: 0},
		hiddenAbove: 0,
		hiddenBelow: 0,
	});
});

test('counts wide characters as two cells', () => {
	expect(layout('日本|語', 10).cursor).toEqual({x: 4, y: 0});
});

test('breaks at blanks and leaves a cell for the cursor', () => {
	const {rows, cursor} = layout('one two three|', 8);
	expect(rows).toEqual(['one two', 'three']);
	expect(cursor).toEqual({x: 5, y: 1});
	expect(layout('abcdefg|', 8).cursor).toEqual({x: 7, y: 0});
	expect(layout('abcdefgh|', 8).cursor).toEqual({x: 1, y: 1});
});

test('shows the rows around the cursor', () => {
	const lines = 'a\nb\nc\nd\ne';
	expect(layout(`${lines}|`, 10, 3)).toEqual({
		rows: ['c', 'd', 'e'],
		cursor: {x: 1, y: 2},
		hiddenAbove: 2,
		hiddenBelow: 0,
	});
	expect(layout(`|${lines}`, 10, 3)).toMatchObject({rows: ['a', 'b', 'c'], hiddenBelow: 2});
});

test('never leaves its field, whatever is written', () => {
	const part = fc.constantFrom(
		'a',
		' ',
		'word',
		'日本',
		'한',
		'e\u0301',
		'👨‍👩‍👧',
		'🇩🇪',
		'❤️',
		'\n',
		'\t',
		'ก',
		'ำ',
	);
	fc.assert(
		fc.property(
			fc.array(part, {maxLength: 40}),
			fc.integer({min: 9, max: 30}),
			fc.integer({min: 1, max: 5}),
			fc.nat({max: 30}),
			(parts, width, rowsMax, steps) => {
				let state = createComposer({lengthMax: 1_000, text: parts.join('')});
				for (let step = 0; step < steps; step++) {
					state = reduceComposer(state, {type: 'move', to: 'left'});
				}

				const {rows, cursor} = layoutComposer(state, {width, rowsMax});
				expect(rows.length).toBeGreaterThan(0);
				expect(rows.length).toBeLessThanOrEqual(rowsMax);
				expect(cursor.y).toBeLessThan(rows.length);
				expect(cursor.x).toBeLessThan(width);
				for (const row of rows) {
					expect(cellWidth(row)).toBeLessThan(width);
				}
			},
		),
		{seed: 1, numRuns: 500},
	);
});

test('shows dots for a password, with the cursor in its place', () => {
	const text = '/passwd old-one new-one';
	const {rows, cursor} = layoutComposer({text, cursor: text.length}, {width: 40, rowsMax: 3});
	expect(rows).toEqual(['/passwd ••••••• •••••••']);
	expect(cursor).toEqual({x: text.length, y: 0});
	const others = {text: '/msg @bob /passwd old new', cursor: 0};
	expect(layoutComposer(others, {width: 40, rowsMax: 3}).rows).toEqual([others.text]);
});
