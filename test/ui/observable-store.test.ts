/** The store of the view, and the pace at which others are told. */
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createStore} from '../../source/ui/observable-store.ts';
import {paceSource} from '../../source/ui/pace-source.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const createCounter = () => createStore((count: number, step: number) => count + step, 0);

test('has the new state when dispatch returns, and tells of a batch once', () => {
	const store = createCounter();
	const heard: number[] = [];
	store.subscribe(() => heard.push(store.getState()));
	store.batch(() => {
		store.dispatch(1);
		expect(store.getState()).toBe(1);
		store.batch(() => store.dispatch(1));
		expect(heard).toEqual([]);
	});
	expect(heard).toEqual([2]);
	store.dispatch(0);
	expect(heard).toEqual([2]);
});

test('tells of a batch that fails', () => {
	const store = createCounter();
	const listener = vi.fn();
	store.subscribe(listener);
	expect(() =>
		store.batch(() => {
			store.dispatch(1);
			throw new Error('no');
		}),
	).toThrow('no');
	expect(listener).toHaveBeenCalledTimes(1);
});

test('tells the first change at once, and the last of many after the interval', () => {
	const store = createCounter();
	const paced = paceSource(store, 33);
	const heard: number[] = [];
	paced.subscribe(() => heard.push(paced.getState()));
	store.dispatch(1);
	expect(heard).toEqual([1]);
	store.dispatch(1);
	store.dispatch(1);
	expect(heard).toEqual([1]);
	expect(paced.getState()).toBe(3);
	vi.advanceTimersByTime(33);
	expect(heard).toEqual([1, 3]);
	vi.advanceTimersByTime(1_000);
	expect(heard).toEqual([1, 3]);
	expect(vi.getTimerCount()).toBe(0);
});

test('leaves no timer and no listener behind', () => {
	const store = createCounter();
	const paced = paceSource(store, 33);
	const listener = vi.fn();
	paced.subscribe(listener);
	store.dispatch(1);
	store.dispatch(1);
	paced.close();
	vi.advanceTimersByTime(1_000);
	store.dispatch(1);
	expect(listener).toHaveBeenCalledTimes(1);
	expect(vi.getTimerCount()).toBe(0);
});
