/** Frames arrive on the screen cell by cell as they were composed, whatever a terminal thinks of widths. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {cellWidth, padToWidth} from '../../source/terminal/cell-width.ts';
import {FrameCompositor} from '../../source/terminal/frame-compositor.ts';
import {createFramePainter} from '../../source/terminal/frame-painter.ts';
import {splitGraphemes} from '../../source/terminal/graphemes.ts';
import {sanitizeLine} from '../../source/terminal/sanitize-text.ts';
import {awkwardText} from '../helpers/awkward-text.ts';
import {createTerminalEmulator, type TerminalEmulator} from '../helpers/terminal-emulator.ts';

const red = (text: string): string => `\x1b[31m${text}\x1b[39m`;

/** Composes the pieces and returns the frame's rows. */
const compose = (
	size: {width: number; height: number},
	pieces: readonly (readonly [x: number, y: number, text: string])[],
): string[] => {
	const compositor = new FrameCompositor(size);
	for (const [x, y, text] of pieces) {
		compositor.write(x, y, text, {transformers: []});
	}

	return compositor.get().output.split('\n');
};

const paintOn = (terminal: TerminalEmulator) => {
	const written: string[] = [];
	let done: Promise<void> = Promise.resolve();
	const painter = createFramePainter(bytes => {
		written.push(bytes);
		done = terminal.write(bytes);
	});
	return {
		painter,
		written,
		async show(rows: readonly string[]): Promise<void> {
			painter.showFrame(rows);
			painter.flush();
			await done;
		},
	};
};

const strip = (row: string): string => row.replaceAll(/\x1b\[[\d;]*[A-Za-z]/g, '');

describe('composing', () => {
	test('puts pieces where they belong, later ones over earlier ones', () => {
		const rows = compose({width: 10, height: 2}, [
			[0, 0, '..........'],
			[2, 0, 'ab'],
			[3, 0, 'X'],
			[4, 1, 'y'],
		]);
		expect(rows.map(strip)).toEqual(['..aX......', '    y']);
	});

	test('cuts what reaches beyond the edge', () => {
		const rows = compose({width: 5, height: 1}, [
			[-1, 0, 'abcdefgh'],
			[0, 7, 'below'],
		]);
		expect(rows).toEqual(['bcdef']);
	});

	test('blanks the other half of a wide character', () => {
		expect(
			compose({width: 6, height: 1}, [
				[0, 0, '日本語'],
				[1, 0, 'x'],
			])[0],
		).toBe(' x本語');
		expect(
			compose({width: 6, height: 1}, [
				[0, 0, '日本語'],
				[2, 0, 'x'],
			])[0],
		).toBe('日x 語');
		expect(compose({width: 5, height: 1}, [[0, 0, '日本語']])[0]).toBe('日本 ');
	});

	test('keeps styles, and their changes few', () => {
		const bold = `\x1b[1m${red('ab')}c\x1b[22md`;
		expect(compose({width: 6, height: 1}, [[0, 0, bold]])[0]).toBe(
			'\x1b[1;31mab\x1b[0;1mc\x1b[0md',
		);
		expect(compose({width: 2, height: 1}, [[0, 0, '\x1b[48;2;1;2;3m  \x1b[49m']])[0]).toBe(
			'\x1b[48;2;1;2;3m  \x1b[0m',
		);
	});

	test('keeps links and drops every other sequence', () => {
		const link = '\x1b]8;;https://example.org\x07text\x1b]8;;\x07';
		expect(compose({width: 9, height: 1}, [[0, 0, `${link}\x1b[2J!`]])[0]).toBe(
			'\x1b]8;;https://example.org\x1b\\text\x1b]8;;\x1b\\!',
		);
	});

	test('clips to nested bounds', () => {
		const compositor = new FrameCompositor({width: 8, height: 3});
		compositor.clip({x1: 1, x2: 6, y1: undefined, y2: 2});
		compositor.clip({x1: undefined, x2: 4, y1: 1, y2: undefined});
		for (let y = 0; y < 3; y++) {
			compositor.write(0, y, 'abcdefgh', {transformers: []});
		}

		compositor.unclip();
		compositor.write(3, 0, 'xyz', {transformers: []});
		expect(compositor.get().output.split('\n')).toEqual(['   xyz', ' bcd', '']);
	});

	test('asks the transformers for each line', () => {
		const compositor = new FrameCompositor({width: 4, height: 2});
		compositor.write(0, 0, 'a\nb', {transformers: [(line, index) => `${line}${index}`]});
		expect(compositor.get()).toEqual({output: 'a0\nb1', height: 2});
	});
});

describe('painting', () => {
	test('writes only the rows that changed', async () => {
		const terminal = createTerminalEmulator({columns: 20, rows: 4});
		const {show, written} = paintOn(terminal);
		await show(['one', 'two', 'three']);
		await show(['one', 'TWO', 'three']);
		expect(terminal.rows()).toEqual(['one', 'TWO', 'three', '']);
		expect(written[1]).toContain('TWO');
		expect(written[1]).not.toContain('one');
		await show(['one', 'TWO', 'three']);
		expect(written).toHaveLength(2);
	});

	test('removes rows that are gone', async () => {
		const terminal = createTerminalEmulator({columns: 20, rows: 4});
		const {show} = paintOn(terminal);
		await show(['one', 'two', 'three']);
		await show(['one']);
		expect(terminal.rows()).toEqual(['one', '', '', '']);
	});

	test('places the cursor, moves it alone, hides it', async () => {
		const terminal = createTerminalEmulator({columns: 20, rows: 4});
		const {show, painter, written} = paintOn(terminal);
		painter.setCursor({x: 2, y: 1});
		await show(['one', 'two']);
		expect(terminal.cursor()).toEqual({x: 2, y: 1, isVisible: true});
		painter.setCursor({x: 3, y: 1});
		await show(['one', 'two']);
		expect(terminal.cursor()).toEqual({x: 3, y: 1, isVisible: true});
		expect(written.at(-1)).not.toContain('two');
		painter.setCursor(undefined);
		await show(['one', 'two']);
		expect(terminal.cursor().isVisible).toBe(false);
	});

	test('paints once for all frames of a tick', async () => {
		const terminal = createTerminalEmulator({columns: 20, rows: 4});
		const {painter, written} = paintOn(terminal);
		painter.showFrame(['first']);
		painter.showFrame(['second']);
		await new Promise(resolve => {
			setImmediate(resolve);
		});
		expect(written).toHaveLength(1);
		expect(written[0]).not.toContain('first');
	});

	test('paints everything anew after other hands were on the screen', async () => {
		const terminal = createTerminalEmulator({columns: 20, rows: 4});
		const {show, painter} = paintOn(terminal);
		await show(['one', 'two']);
		await terminal.write('\x1b[Hgarbage\r\nmore');
		painter.redraw();
		await show(['one', 'two']);
		expect(terminal.rows()).toEqual(['one', 'two', '', '']);
	});

	test('waits while it is paused', async () => {
		const terminal = createTerminalEmulator({columns: 20, rows: 4});
		const {show, painter, written} = paintOn(terminal);
		painter.pause();
		await show(['hidden']);
		expect(written).toEqual([]);
		painter.resume();
		await show(['shown']);
		expect(terminal.rows()[0]).toBe('shown');
	});
});

describe.each(['graphemes', 'wcwidth'] as const)('in a terminal with widths by %s', widths => {
	const width = 60;

	test('no text breaks a border or leaves anything behind', async () => {
		const terminal = createTerminalEmulator({columns: width, rows: 3, widths});
		const {show} = paintOn(terminal);
		await fc.assert(
			fc.asyncProperty(awkwardText(10), awkwardText(10), async (left, right) => {
				const leftText = padToWidth(sanitizeLine(left), 20);
				const rightText = padToWidth(sanitizeLine(right), 34);
				await show(
					compose({width, height: 3}, [
						[0, 0, `╭${'─'.repeat(22)}╮╭${'─'.repeat(34)}╮`],
						[0, 1, '│'],
						[2, 1, red(leftText)],
						[23, 1, '│'],
						[24, 1, '│'],
						[25, 1, rightText],
						[59, 1, '│'],
						[0, 2, 'abc'],
					]),
				);
				const cells = terminal.cells(1);
				for (const column of [0, 23, 24, 59]) {
					expect(cells[column]?.text).toBe('│');
				}

				expect(cells[1]?.text).toBe(' ');
				expect(cells[22]?.text).toBe(' ');
				expect(terminal.rows()[0]).toHaveLength(width);
				expect(terminal.rows()[2]).toBe('abc');
				// Certain characters stand exactly where they were put.
				let column = 25;
				for (const grapheme of splitGraphemes(rightText)) {
					if (/^[a-z日本한]$/.test(grapheme)) {
						// Old terminals pile what they take for a mark onto it.
						expect(cells[column]?.text.startsWith(grapheme)).toBe(true);
					}

					column += cellWidth(grapheme);
				}
			}),
			{seed: 1, numRuns: 400},
		);
		terminal.dispose();
	});
});
