/** Spans of time as they are typed and told. */
import {expect, test} from 'vitest';
import {
	describeDuration,
	describeMoment,
	parseDuration,
} from '../../../source/client/slash-commands/durations.ts';
import {parseRestriction} from '../../../source/client/slash-commands/restriction-argument.ts';

test.each([
	['1s', 1_000, '1 second'],
	['30s', 30_000, '30 seconds'],
	['10m', 600_000, '10 minutes'],
	['90m', 5_400_000, '90 minutes'],
	['2h', 7_200_000, '2 hours'],
	['24H', 86_400_000, '1 day'],
	['7d', 604_800_000, '7 days'],
	['1w', 604_800_000, '7 days'],
	['366d', 31_622_400_000, '366 days'],
])('%s is %d ms, told as "%s"', (word, durationMs, told) => {
	expect(parseDuration(word)).toBe(durationMs);
	expect(describeDuration(durationMs)).toBe(told);
});

test.each(['', '10', 'm', '0m', '-1m', '1.5h', '10 m', '10min', '1y', '１０m'])(
	'"%s" is refused, and what is allowed is said',
	word => {
		expect(() => parseDuration(word)).toThrow('Write 30s, 10m, 2h, 7d or 1w.');
	},
);

test('a span that is too long is refused with the longest one', () => {
	expect(() => parseDuration('367d')).toThrow('367d is too long: at most 366 days.');
	expect(() => parseDuration('2h', 3_600_000)).toThrow('2h is too long: at most 1 hour.');
	expect(() => parseDuration(`${'9'.repeat(400)}w`)).toThrow('is too long');
});

test('a moment is told in universal time', () => {
	expect(describeMoment(0)).toBe('1970-01-01 00:00 UTC');
});

test.each([
	[[], {}],
	[['10m'], {forMs: 600_000}],
	[['10m', 'too loud'], {forMs: 600_000, reason: 'too loud'}],
	[['too', 'loud again'], {reason: 'too loud again'}],
])('%j restricts as %j', (words, expected) => {
	expect(parseRestriction(words)).toEqual(expected);
});

test('a mistyped span does not become the reason of a ban without end', () => {
	expect(() => parseRestriction(['10min', 'spam'])).toThrow('"10min" is no span of time.');
	expect(() => parseRestriction(['x'.repeat(201)])).toThrow('at most 200 characters');
});
