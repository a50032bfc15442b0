/** What of a text travels: what can be seen stays as it is, the rest goes. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {cleanLine, cleanText} from '../../source/protocol/clean-text.ts';

test.each([
	'hi',
	'  two\n\tlines  ',
	'👩‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
	'葛󠄀飾区',
	'क्‍ष',
	'سلام \u200Fhi',
	'é',
	'e\u0301',
])('%j is a text as it is', text => {
	expect(cleanText(text)).toBe(text);
});

test.each(['', ' \n', '\u0000', '\u200B', '\u202E\u0007', '\u3164', '\u2800', '\u200D', '\uFE0F'])(
	'%j is no text and no line',
	text => {
		expect(cleanText(text)).toBe('');
		expect(cleanLine(text)).toBe('');
	},
);

test.each([
	['a\r\nb\rc\u2028d', 'a\nb\nc\nd', 'a b c d'],
	['\u0007a\u001B[31mb\u009F', 'a[31mb', 'a[31mb'],
	['a\uD800b', 'a\uFFFDb', 'a\uFFFDb'],
	[' a\n b \t', ' a\n b \t', 'a b'],
	['a\u202Eb\u200Bc', 'a\u202Eb\u200Bc', 'abc'],
	['a \u200B b', 'a \u200B b', 'a b'],
	['👩‍👧 葛󠄀', '👩‍👧 葛󠄀', '👩‍👧 葛󠄀'],
])('%j is the text %j and the line %j', (text, whole, line) => {
	expect(cleanText(text)).toBe(whole);
	expect(cleanLine(text)).toBe(line);
});

test('any text is clean once it was cleaned, and no longer than it was', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 200}), text => {
			for (const clean of [cleanText, cleanLine]) {
				const once = clean(text);
				expect(clean(once)).toBe(once);
				expect(once.length).toBeLessThanOrEqual(text.length);
				expect(once).toSatisfy((result: string) => result.isWellFormed());
				expect(once).not.toMatch(/(?![\n\t])\p{Cc}/u);
			}
		}),
	);
});

test('no text takes long', () => {
	const before = performance.now();
	for (const piece of ['! ', 'a\u0007', '\u200D', ' ', '\u202E!']) {
		const text = `${piece.repeat(500_000 / piece.length)}\u0007`;
		cleanText(text);
		cleanLine(text);
	}

	expect(performance.now() - before).toBeLessThan(2_000);
});
