/** A bounded cache keeps what is used. */
import {expect, test} from 'vitest';
import {LruCache} from '../../source/terminal/lru-cache.ts';

test('keeps what is asked for again and again, and forgets the rest', () => {
	const cache = new LruCache<string, number>(10);
	cache.set('kept', 1);
	for (let index = 0; index < 1_000; index++) {
		cache.set(`once ${index}`, index);
		expect(cache.get('kept')).toBe(1);
	}

	const held = Array.from({length: 1_000}, (_, index) => cache.get(`once ${index}`));
	expect(held.filter(value => value !== undefined).length).toBeLessThanOrEqual(20);
	expect(cache.get('once 999')).toBe(999);
});
