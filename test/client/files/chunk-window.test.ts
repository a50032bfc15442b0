/** How many chunks go at once: many while the line is quick, few when they begin to wait for each other. */
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {ChunkWindow} from '../../../source/client/files/chunk-window.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const taking =
	(milliseconds: number): (() => Promise<void>) =>
	() =>
		new Promise(resolve => {
			setTimeout(resolve, milliseconds);
		});

/** Keeps the window full of requests that take so long. */
const runFull = async (
	window: ChunkWindow,
	count: number,
	milliseconds: (underWay: number) => number,
) => {
	let underWay = 0;
	let most = 0;
	const all = Array.from({length: count}, () =>
		window.run(async () => {
			underWay += 1;
			most = Math.max(most, underWay);
			await taking(milliseconds(underWay))();
			underWay -= 1;
		}),
	);
	await vi.runAllTimersAsync();
	await Promise.all(all);
	return most;
};

test('grows while replies come as fast as ever, up to a bound', async () => {
	const window = new ChunkWindow();
	const most = await runFull(window, 2_000, () => 20);
	expect(window.size).toBe(24);
	expect(most).toBe(24);
});

test('stays small when more chunks only wait for each other', async () => {
	const window = new ChunkWindow();
	// A line that carries one at a time, 10 ms each.
	await runFull(window, 500, underWay => underWay * 10);
	expect(window.size).toBeLessThanOrEqual(4);
});

test('lets in whoever has waited longest, also after a failure', async () => {
	const window = new ChunkWindow();
	const order: number[] = [];
	const results = Array.from({length: 6}, (_, number) =>
		window.run(async () => {
			order.push(number);
			await taking(5)();
			if (number === 1) {
				throw new Error('refused');
			}
		}),
	);
	const settled = Promise.allSettled(results);
	await vi.runAllTimersAsync();
	expect((await settled).map(({status}) => status)).toEqual([
		'fulfilled',
		'rejected',
		...Array.from({length: 4}, () => 'fulfilled'),
	]);
	expect(order).toEqual([0, 1, 2, 3, 4, 5]);
});
