/** The copied part of a log stays one range without a hole, whatever pages come in whatever order. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {emptyRange, type LogRange, mergeRange} from '../../source/client/log-range.ts';

const page = fc
	.tuple(fc.integer({min: 1, max: 60}), fc.integer({min: 0, max: 15}))
	.map(([first, more]) => ({first, last: first + more}));

const seqsOf = ({first, last}: {first: number; last: number}): number[] =>
	last === 0 ? [] : Array.from({length: last - first + 1}, (_, index) => first + index);

test('the copy is exactly the range, and its newest end never goes back', () => {
	fc.assert(
		fc.property(fc.array(page, {maxLength: 40}), pages => {
			let range: LogRange = emptyRange;
			let copy = new Set<number>();
			for (const next of pages) {
				const merge = mergeRange(range, next);
				if (merge.kind === 'ignored') {
					continue;
				}

				if (merge.kind === 'replaced') {
					copy = new Set();
				}

				for (const seq of seqsOf(next)) {
					copy.add(seq);
				}

				expect(merge.range.last).toBeGreaterThanOrEqual(range.last);
				range = merge.range;
				expect([...copy].sort((one, other) => one - other)).toEqual(seqsOf(range));
			}
		}),
	);
});

test.each([
	['the first page', emptyRange, {first: 5, last: 9}, {first: 5, last: 9}],
	['the next entry', {first: 5, last: 9, oldest: 1}, {first: 10, last: 10}, {first: 5, last: 10}],
	['an older page', {first: 5, last: 9, oldest: 1}, {first: 2, last: 4}, {first: 2, last: 9}],
	['what is there', {first: 5, last: 9, oldest: 1}, {first: 6, last: 7}, {first: 5, last: 9}],
])('joins %s', (_what, range, next, expected) => {
	expect(mergeRange(range, next)).toEqual({kind: 'joined', range: {...expected, oldest: 1}});
});

test('a page behind a hole replaces the copy, one before a hole is ignored', () => {
	const range = {first: 5, last: 9, oldest: 3};
	expect(mergeRange(range, {first: 11, last: 12})).toEqual({
		kind: 'replaced',
		range: {first: 11, last: 12, oldest: 3},
	});
	expect(mergeRange(range, {first: 1, last: 3})).toEqual({kind: 'ignored'});
});
