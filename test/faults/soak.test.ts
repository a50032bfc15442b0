/** The soak must be able to fail: what grows round by round is told. */
import {expect, test} from 'vitest';
import {findGrowth, type Round} from './soak.ts';

const rounds = (grow: (index: number) => Partial<Round> = () => ({})): Round[] =>
	Array.from({length: 24}, (_, index) => ({
		acknowledged: index * 70,
		heapBytes: 19_000_000 + (index % 3) * 100_000,
		residentBytes: 100_000_000,
		descriptors: 18 + (index % 2),
		clientDescriptors: 48 + (index % 3),
		clientResidentBytes: 500_000_000,
		...grow(index),
	}));

test('what comes and goes is no growth', () => {
	expect(findGrowth(rounds())).toEqual([]);
});

test('a descriptor lost every third round is told, and so is a heap that rises', () => {
	expect(
		findGrowth(rounds(index => ({clientDescriptors: 48 + Math.floor(index / 3)}))),
	).toHaveLength(1);
	expect(findGrowth(rounds(index => ({heapBytes: 19_000_000 + index * 100_000})))).toHaveLength(1);
});
