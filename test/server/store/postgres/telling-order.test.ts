/** Commits whose answers come in another order than they wrote are told as they wrote. */
import {expect, test} from 'vitest';
import {
	createTurn,
	TellingOrder,
	type Turn,
} from '../../../../source/server/store/postgres/telling-order.ts';

const createTeller = () => {
	const order = new TellingOrder();
	const told: string[] = [];
	const tell = async (name: string, turn: Turn): Promise<void> => {
		await order.wait(turn);
		told.push(name);
		order.leave(turn);
	};
	return {order, told, tell};
};

const settle = () => new Promise(setImmediate);

test('who wrote to a log later is told later, whichever answer comes first', async () => {
	const {order, told, tell} = createTeller();
	const [first, second, third, apart] = [createTurn(), createTurn(), createTurn(), createTurn()];
	order.enter(first, 1);
	order.enter(second, 1);
	order.enter(second, 2);
	order.enter(third, 2);
	order.enter(apart, 3);
	const all = [tell('third', third), tell('second', second), tell('apart', apart)];
	await settle();
	expect(told).toEqual(['apart']);
	all.push(tell('first', first));
	await Promise.all(all);
	expect(told).toEqual(['apart', 'first', 'second', 'third']);
});

test('who takes back what it wrote holds up nobody, and comes last when it writes again', async () => {
	const {order, told, tell} = createTeller();
	const [first, second] = [createTurn(), createTurn()];
	order.enter(first, 1);
	order.enter(first, 2);
	order.leave(first, [1]);
	order.enter(second, 1);
	order.enter(first, 1);
	const all = [tell('first', first)];
	await settle();
	expect(told).toEqual([]);
	all.push(tell('second', second));
	await Promise.all(all);
	expect(told).toEqual(['second', 'first']);
});
