/** Names: what may be one, and which two are the same. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {limits} from '../../source/protocol/limits.ts';
import {findNameProblem, nameKey, normalizeName} from '../../source/protocol/names.ts';

test.each([
	'a',
	'bob',
	'Åsa',
	'李雷',
	'o.neil',
	'x-y_z',
	'7up',
	'नमस्ते',
	'กี่',
	'ကြောင့်',
	'שָּׁ',
	'a'.repeat(32),
])('"%s" is a name', name => {
	expect(findNameProblem(normalizeName(name))).toBeUndefined();
});

test.each([
	'',
	' ',
	'a b',
	'.bob',
	'bob.',
	'-bob',
	'bob_',
	'@bob',
	'#group',
	'a/b',
	'a\nb',
	'a\u001B[31m',
	'a\u200Bb',
	'a\u202Eb',
	'\u0301a',
	'👋',
	'a'.repeat(33),
	'\u3164',
	'\u115F',
	'\u{13441}',
	'bob\u1160',
	'bo\u034Fb',
	'bo\uFE0Fb',
	'bo\u180Bb',
	'bo\u17B4b',
	'z\u0301\u0302\u0303\u0304\u0305\u0306b',
])('%j is no name', name => {
	expect(findNameProblem(normalizeName(name))).toMatch(/^a name has /);
});

test('counts characters, not code units', () => {
	expect(findNameProblem('𝒜'.normalize('NFC').repeat(limits.nameLengthMax))).toBeUndefined();
	expect(findNameProblem('𐐷'.repeat(limits.nameLengthMax + 1))).toMatch(/1 to 32/);
});

test('spellings that look the same are one name', () => {
	expect(new Set(['Bob', 'bob', 'BOB', 'ｂｏｂ'].map(nameKey)).size).toBe(1);
	expect(nameKey('Å')).toBe(nameKey('A\u030A'));
	expect(nameKey('bob')).not.toBe(nameKey('rob'));
});

test('any text gets an answer quickly, and a good name has no control or space in it', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 200}), text => {
			const name = normalizeName(text);
			if (findNameProblem(name) === undefined) {
				expect(name).toMatch(/^[^\s\p{C}]{1,64}$/u);
				expect(normalizeName(name)).toBe(name);
			}
		}),
	);
});
