/** When to try again. */
import {expect, test} from 'vitest';
import {comeBackDelayMs, retryDelayMs} from '../../source/client/retry-delay.ts';

const timing = {retryDelayMsBase: 500, retryDelayMsMax: 30_000};

test('the first retry is made at once, the bound of the next ones doubles up to the maximum', () => {
	const bounds = [0, 1, 2, 3, 7, 8, 1_000].map(attempt => retryDelayMs(attempt, timing, () => 1));
	expect(bounds).toEqual([0, 500, 1_000, 2_000, 30_000, 30_000, 30_000]);
});

test('the wait is random from nothing to the bound', () => {
	expect(retryDelayMs(3, timing, () => 0)).toBe(0);
	expect(retryDelayMs(3, timing, () => 0.25)).toBe(500);
});

test('a server that says when it is back is not asked before, nor by all at once', () => {
	expect(comeBackDelayMs(4_000, () => 0)).toBe(4_000);
	expect(comeBackDelayMs(4_000, () => 0.5)).toBe(6_000);
});
