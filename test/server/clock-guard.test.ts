/** When the clock is believed about the age of history. */
import {expect, test} from 'vitest';
import {ClockGuard} from '../../source/server/clock-guard.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const start = 1_800_000_000_000;

/** A clock that shows `ahead` more than it should at each of the given hours of running. */
const runClock = (guard: ClockGuard, hours: readonly (readonly [hour: number, ahead: number])[]) =>
	hours.map(([hour, ahead]) =>
		guard.check({wall: start + hour * hourMs + ahead, monotonic: 5_000 + hour * hourMs}),
	);

test('an even clock is believed, and so is one that was set back or slept for a night', () => {
	const guard = new ClockGuard(undefined);
	expect(
		runClock(guard, [
			[0, 0],
			[1, 0],
			[2, 10 * hourMs],
			[3, -300 * dayMs],
		]),
	).toEqual([0, 0, 0, 0]);
});

test('a jump is believed after a day of even going, counted from the last jump', () => {
	const guard = new ClockGuard(undefined);
	const jump = 400 * dayMs;
	expect(
		runClock(guard, [
			[0, 0],
			[1, jump],
			[20, jump],
			[21, 2 * jump],
			[26, 2 * jump],
			[44, 2 * jump],
			[45, 2 * jump],
			[46, 2 * jump],
		]),
	).toEqual([0, jump, jump, 2 * jump, 2 * jump, 2 * jump, 0, 0]);
});

test('one that was set right again is believed at once', () => {
	const guard = new ClockGuard(undefined);
	const [, ahead, right] = runClock(guard, [
		[0, 0],
		[1, 30 * dayMs],
		[2, 0],
	]);
	expect(ahead).toBe(30 * dayMs);
	expect(right).toBe(0);
});

test('what an earlier process believed counts', () => {
	expect(runClock(new ClockGuard(start - 20 * hourMs), [[0, 0]])).toEqual([0]);
	expect(runClock(new ClockGuard(start - 90 * dayMs), [[0, 0]])).toEqual([90 * dayMs]);
	expect(
		runClock(new ClockGuard(start - 90 * dayMs), [
			[0, 0],
			[24, 0],
			[25, 0],
		]),
	).toEqual([90 * dayMs, 0, 0]);
});
