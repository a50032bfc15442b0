/** The short form of `npm run fuzz`: every kept input again, and some new ones, the same each time. */
import {describe, expect, test} from 'vitest';
import {fuzz, replay} from './fuzzer.ts';
import {findTargets, targets} from './targets.ts';

describe.each(targets)('$name', target => {
	test('takes every input that is kept', async () => {
		expect(await replay(target)).toEqual([]);
	});

	test('takes mutated inputs', {timeout: 120_000}, async () => {
		expect(await fuzz(target, {runs: target.shortRuns, seed: 1})).toBeUndefined();
	});
});

test('a target that takes harm is found out, and the input made small', async () => {
	const [target] = findTargets('file-name');
	if (target === undefined) {
		throw new Error('there is no such target');
	}

	const fragile = {
		...target,
		open: async () => ({
			check(input: Buffer) {
				if (input.includes('..')) {
					throw new Error('two dots');
				}

				return `${input.length % 7}`;
			},
		}),
	};
	const harm = await fuzz(fragile, {runs: 10_000, seed: 1});
	expect(harm?.input.toString()).toBe('..');
});
