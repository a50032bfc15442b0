/** Text from the network can be drawn anywhere without doing anything there. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cellWidth} from '../../source/terminal/cell-width.ts';
import {sanitizeLine, sanitizeText, stripControls} from '../../source/terminal/sanitize-text.ts';
import {awkwardText} from '../helpers/awkward-text.ts';
import {createTerminalEmulator} from '../helpers/terminal-emulator.ts';

test.each([
	['colours', 'a\x1b[31mred\x1b[0m', 'ared'],
	['eight-bit sequences', '\x9b31mred\x9dtitle\x9c', 'red'],
	['titles', 'a\x1b]0;title\x07b\x1b]0;title\x1b\\c', 'abc'],
	['clipboard writes', '\x1b]52;c;ZXZpbA==\x07x', 'x'],
	['device strings', 'a\x1bPq#0\x1b\\b', 'ab'],
	['other escapes', 'a\x1bcb\x1b(0c', 'abc'],
	['unfinished sequences', 'a\x1b[31', 'a31'],
	['bells and backspaces', 'a\x07\b\x00\x7fb', 'ab'],
	['bidirectional controls', 'a\u202eb\u2066c\u200fd\u061c', 'abcd'],
	['invisible characters', 'a\u200b\u00ad\u2060\ufeff\u3164\u180e\u034fb', 'ab'],
	['line ends of all sorts', 'a\r\nb\rc\u2028d\u0085e', 'a\nb\nc\nd\ne'],
	['lone surrogates', 'a\ud800b', 'a\ufffdb'],
	['selectors after what is no emoji', 'a\ufe0fb', 'ab'],
	['joiners that join nothing', '\u200da👍\u200d \u200cx', 'a👍 x'],
	['piles of marks', `z${'\u0301'.repeat(50)}`, `z${'\u0301'.repeat(6)}`],
	['marks without a letter', '\u0301x \u0301', '◌\u0301x ◌\u0301'],
])('takes out %s', (_what, text, clean) => {
	expect(sanitizeText(text)).toBe(clean);
});

test.each([
	'👨‍👩‍👧‍👦 🏳️‍🌈 ❤️ 1️⃣ 👋🏽 🇩🇪',
	'🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
	'می\u200cخواهم',
	'क्\u200dष',
	'日本語 한국어 ไทย עברית',
	'tabs\tand\nlines',
	'née Ångström ½ × «quoted»',
])('leaves %j as it is', text => {
	expect(sanitizeText(text)).toBe(text);
	expect(stripControls(text)).toBe(text);
});

test('makes one line of many', () => {
	expect(sanitizeLine('a\nb\tc\r\nd')).toBe('a b c d');
});

test('keeps what a person types, but for controls', () => {
	expect(stripControls('a\x1b[31mb\r\nc\td\u202e\ud800')).toBe('a[31mb\nc\td\ufffd');
});

test('finds nothing more to take out of what it has made', () => {
	fc.assert(
		fc.property(awkwardText(20), raw => {
			expect(sanitizeText(sanitizeText(raw))).toBe(sanitizeText(raw));
			expect(sanitizeLine(raw)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
		}),
		{seed: 1, numRuns: 2_000},
	);
});

test('never moves the cursor out of its cells', async () => {
	const terminal = createTerminalEmulator({columns: 400, rows: 3});
	await fc.assert(
		fc.asyncProperty(awkwardText(20), async raw => {
			const text = sanitizeLine(raw);
			await terminal.write(`\x1b[H\x1b[J\n|${text}`);
			const {x, y} = terminal.cursor();
			expect(y).toBe(1);
			// Terminals may give a cluster fewer cells than we keep for it, not more than one a code point.
			expect(x).toBeLessThanOrEqual(1 + Math.max(cellWidth(text), 2 * [...text].length));
			expect(terminal.rows()[0]).toBe('');
			expect(terminal.rows()[1]?.startsWith('|')).toBe(true);
			expect(terminal.state().isAlternateScreen).toBe(false);
		}),
		{seed: 1, numRuns: 500},
	);
	terminal.dispose();
});
