/** An answer comes in time, however long the work behind it takes. */
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {withinPatience} from '../../../source/server/files/within-patience.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

test('what takes too long is busy, and its later failure is heard by the log alone', async () => {
	const {promise, reject} = Promise.withResolvers<void>();
	const late = vi.fn();
	const answer = expect(withinPatience(promise, late)).rejects.toMatchObject({
		code: 'busy',
		retryAfterMs: 1_000,
	});
	await vi.advanceTimersByTimeAsync(10_000);
	await answer;
	expect(late).not.toHaveBeenCalled();
	const failure = new Error('the disk is gone');
	reject(failure);
	await vi.advanceTimersByTimeAsync(1);
	expect(late).toHaveBeenCalledWith(failure);
});

test('what fails in time is told as it is, once', async () => {
	const late = vi.fn();
	const failure = new Error('the disk is gone');
	await expect(withinPatience(Promise.reject(failure), late)).rejects.toBe(failure);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(late).not.toHaveBeenCalled();
});
