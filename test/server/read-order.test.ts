/** A reply never tells less than what was pushed before it: what comes while it is read waits for it. */
import {expect, test} from 'vitest';
import {ReadOrder} from '../../source/server/read-order.ts';

const text = (frames: readonly Buffer[]): string[] => frames.map(String);

test('what is pushed while something is read comes after its reply, in its order', () => {
	const order = new ReadOrder();
	const read = order.begin();
	order.hold(Buffer.from('a'));
	order.hold(Buffer.from('bc'));
	expect(order.bytes).toBe(3);
	expect(text(order.end(read))).toEqual(['a', 'bc']);
	expect([order.bytes, order.isIdle]).toEqual([0, true]);
});

test('it waits for the reads that began before it, and for no later ones', () => {
	const order = new ReadOrder();
	const first = order.begin();
	const second = order.begin();
	order.hold(Buffer.from('early'));
	const third = order.begin();
	order.hold(Buffer.from('late'));
	expect(text(order.end(second))).toEqual([]);
	expect(text(order.end(first))).toEqual(['early']);
	expect(order.isIdle).toBe(false);
	expect(text(order.end(third))).toEqual(['late']);
	expect(order.isIdle).toBe(true);
});
