/** Orders are carried out once each and in their numbers' order, by whichever way a node hears of them. */
import {expect, test} from 'vitest';
import {OrderFeed} from '../../../source/server/bus/order-feed.ts';
import type {Order} from '../../../source/server/store/order.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const kick = (account: number): Order => ({act: 'kick', account, reason: 'enough'});

const setUp = async (before = 0) => {
	const stored = Array.from({length: before}, (_, index) => kick(index + 1));
	const done: number[] = [];
	const failures: unknown[] = [];
	let isAway = false;
	let forgotten = 0;
	const feed = new OrderFeed({
		readLast: () => Promise.resolve(stored.length),
		readAfter: after =>
			isAway
				? Promise.reject(new Error('the store is away'))
				: Promise.resolve(
						stored
							.map((order, index) => ({id: index + 1, order}))
							.filter(({id}) => id > after && id > forgotten)
							.slice(0, 2),
					),
		carryOut(order) {
			if (order.act === 'kick') {
				done.push(order.account);
			}
		},
		onMissed() {
			done.push(0);
		},
		onFailure: error => void failures.push(error),
	});
	await feed.begin();
	const add = (account: number): {id: number; order: Order} => {
		const order = kick(account);
		stored.push(order);
		return {id: stored.length, order};
	};
	const setAway = (value: boolean) => {
		isAway = value;
	};
	const forget = (id: number) => {
		forgotten = id;
	};
	return {feed, done, failures, add, setAway, forget};
};

test('what was ordered before is not carried out', async () => {
	const {feed, done, add} = await setUp(3);
	add(4);
	feed.ring();
	await waitFor(() => done.length > 0, 'the new one');
	expect(done).toEqual([4]);
});

test('an order of this node is carried out at once, and not again when others ring', async () => {
	const {feed, done, add} = await setUp();
	const {id, order} = add(1);
	feed.take(id, order);
	expect(done).toEqual([1]);
	add(2);
	feed.ring();
	await waitFor(() => done.length === 2, 'the other one');
	expect(done).toEqual([1, 2]);
});

test('others’ orders come first where they were stored first', async () => {
	const {feed, done, add} = await setUp();
	for (const account of [1, 2, 3]) {
		add(account);
	}

	const {id, order} = add(4);
	feed.take(id, order);
	await waitFor(() => done.length === 4, 'all');
	expect(done).toEqual([1, 2, 3, 4]);
});

test('a store that is away is asked again at the next ring', async () => {
	const {feed, done, failures, add, setAway} = await setUp();
	setAway(true);
	add(1);
	feed.ring();
	await waitFor(() => failures.length === 1, 'the failure');
	setAway(false);
	feed.ring();
	await waitFor(() => done.length === 1, 'the order');
});

test('whoever was away for so long that orders are gone is told', async () => {
	const {feed, done, add, forget} = await setUp();
	for (const account of [1, 2, 3]) {
		add(account);
	}

	forget(2);
	feed.ring();
	await waitFor(() => done.length === 2, 'what is left');
	expect(done).toEqual([0, 3]);
});
