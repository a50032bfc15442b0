/** Widths agree with what a terminal draws, and nothing is cut in the middle of a character. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cellWidth, padToWidth, truncateToWidth} from '../../source/terminal/cell-width.ts';
import {splitGraphemes} from '../../source/terminal/graphemes.ts';
import {sanitizeText} from '../../source/terminal/sanitize-text.ts';
import {expandTabs, wrapRanges, wrapToWidth} from '../../source/terminal/wrap-text.ts';
import {awkwardText} from '../helpers/awkward-text.ts';
import {createTerminalEmulator} from '../helpers/terminal-emulator.ts';

/** The cells that a terminal with grapheme clusters takes for `text`. */
const drawnWidth = async (text: string): Promise<number> => {
	const terminal = createTerminalEmulator({columns: 80, rows: 2});
	await terminal.write(text);
	const {x} = terminal.cursor();
	terminal.dispose();
	return x;
};

test.each([
	['ASCII', 'plain text', 10],
	['Latin with accents', 'née', 3],
	['a combining mark', 'e\u0301', 1],
	['Han', '漢字', 4],
	['kana', 'かカ', 4],
	['Hangul syllables', '한글', 4],
	['Hangul of jamo', '\u1112\u1161\u11ab', 2],
	['full-width Latin', 'ＡＢ', 4],
	['an ideographic space', '\u3000', 2],
	['an emoji', '👍', 2],
	['a skin tone', '👋🏽', 2],
	['a family', '👨‍👩‍👧‍👦', 2],
	['a profession', '🧑🏽‍💻', 2],
	['a flag', '🇩🇪', 2],
	['a flag of a subdivision', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', 2],
	['a rainbow flag', '🏳️‍🌈', 2],
	['an emoji by selector', '❤️', 2],
	['a keycap', '1️⃣', 2],
	['a heart as text', '❤', 1],
	['Hebrew', 'שלום', 4],
	['Arabic', 'سلام', 4],
	['a Devanagari conjunct', 'क्ष', 2],
	['box drawing', '╭─╮│', 4],
	['signs of the screen', '●○◐›✓✗◷↳…', 9],
])('%s takes the cells that a terminal gives it', async (_what, text, width) => {
	expect(cellWidth(text)).toBe(width);
	expect(await drawnWidth(text)).toBe(width);
});

test('measures the whole as the sum of its characters, also beyond the cache', () => {
	fc.assert(
		fc.property(awkwardText(200), raw => {
			const text = sanitizeText(raw).replaceAll(/[\n\t]/g, ' ');
			const sum = splitGraphemes(text).reduce((width, one) => width + cellWidth(one), 0);
			expect(cellWidth(text)).toBe(sum);
		}),
		{seed: 1, numRuns: 200},
	);
});

test('cuts and fills to the cell', () => {
	expect(truncateToWidth('日本語', 6)).toBe('日本語');
	expect(truncateToWidth('日本語', 5)).toBe('日本…');
	expect(truncateToWidth('日本語', 4)).toBe('日…');
	expect(truncateToWidth('abc', 0)).toBe('');
	expect(padToWidth('日本語', 4)).toBe('日… ');
	expect(padToWidth('ab', 5, 'right')).toBe('   ab');
	expect(padToWidth('ab', 5, 'center')).toBe(' ab  ');
	fc.assert(
		fc.property(awkwardText(8), fc.integer({min: 1, max: 20}), (raw, width) => {
			const text = sanitizeText(raw).replaceAll(/[\n\t]/g, ' ');
			const cut = truncateToWidth(text, width);
			expect(cellWidth(cut)).toBeLessThanOrEqual(width);
			expect(cellWidth(padToWidth(text, width))).toBe(width);
			const kept = splitGraphemes(cut);
			const isWhole = cut === text;
			const expected = splitGraphemes(text).slice(0, isWhole ? undefined : kept.length - 1);
			expect(isWhole ? kept : kept.slice(0, -1)).toEqual(expected);
		}),
		{seed: 1, numRuns: 500},
	);
});

test.each([
	['the quick brown fox jumps', 10, ['the quick', 'brown fox', 'jumps']],
	[
		'https://example.com/a/very/long/path x',
		12,
		['https://exam', 'ple.com/a/ve', 'ry/long/path', 'x'],
	],
	['日本語の文章です。これは', 9, ['日本語の', '文章で', 'す。これ', 'は']],
	['（括弧）の中', 8, ['（括弧）', 'の中']],
	['see 日本語', 8, ['see 日本', '語']],
	['a\tb\n\nc   d', 8, ['a   b', '', 'c   d']],
	['', 8, ['']],
	['\n', 8, ['', '']],
	['  indented text', 12, ['  indented', 'text']],
	['exactly8 more', 8, ['exactly8', 'more']],
	['trailing8 ', 9, ['trailing8', '']],
] as const)('wraps %j into %i cells', (text, width, rows) => {
	expect(wrapToWidth(text, width)).toEqual(rows);
});

test('wraps without losing, splitting or overrunning anything', () => {
	fc.assert(
		fc.property(awkwardText(15), fc.integer({min: 8, max: 40}), (raw, width) => {
			const text = sanitizeText(raw);
			const rows = wrapRanges(text, width);
			let position = 0;
			for (const {start, end, width: rowWidth} of rows) {
				expect(text.slice(position, start)).toMatch(/^[\n\t ]?$/);
				expect(rowWidth).toBeLessThanOrEqual(width);
				expect(cellWidth(expandTabs(text.slice(start, end)))).toBe(rowWidth);
				position = end;
			}

			expect(position).toBe(text.length);
			const pieces = rows.flatMap(({start, end}) => splitGraphemes(text.slice(start, end)));
			const whole = splitGraphemes(text).filter(one => !/^[\n\t ]$/.test(one));
			expect(pieces.filter(one => !/^[\n\t ]$/.test(one))).toEqual(whole);
		}),
		{seed: 1, numRuns: 1_000},
	);
});
