/** Tries a target with mutated inputs, keeps those that bring something new, and makes small what does harm. */
import {seededRandom} from '../helpers/seeded-random.ts';
import {readCorpus} from './corpus.ts';
import {mutate} from './mutate.ts';
import {oneOf} from './random-choice.ts';
import type {OpenTarget, Target} from './target.ts';

export type Harm = {readonly input: Buffer; readonly error: unknown};

export type FuzzOptions = {
	readonly runs: number;
	readonly seed: number;
	/** Now and then. */
	readonly onProgress?: (done: number, outcomes: number) => void;
};

/** What is being tried now: after a crash one of these has done it. */
export const underWay = new Set<Buffer>();

const keptMax = 4_000;
const progressEvery = 1_000;
const minimizingStepsMax = 500;

const doesHarm = async (target: OpenTarget, input: Buffer): Promise<unknown> => {
	try {
		await target.check(input);
		return undefined;
	} catch (error) {
		return error ?? new Error('it failed with nothing');
	}
};

/** The smallest part of the input that still does harm, as far as cutting finds it. */
const minimize = async (target: OpenTarget, {input, error}: Harm): Promise<Harm> => {
	let found: Harm = {input, error};
	let steps = 0;
	for (let size = Math.ceil(input.length / 2); size >= 1; size = Math.floor(size / 2)) {
		for (let at = 0; at < found.input.length && steps < minimizingStepsMax; steps += 1) {
			const less = Buffer.concat([found.input.subarray(0, at), found.input.subarray(at + size)]);
			const harm = await doesHarm(target, less);
			if (harm === undefined) {
				at += size;
			} else {
				found = {input: less, error: harm};
			}
		}
	}

	return found;
};

/** The corpus of the target, each input tried. */
export const replay = async (target: Target): Promise<Harm[]> => {
	const open = await target.open();
	const harms: Harm[] = [];
	for (const {input} of readCorpus(target.name)) {
		const error = await doesHarm(open, input);
		if (error !== undefined) {
			harms.push({input, error});
		}
	}

	await open.close?.();
	return harms;
};

/** Returns the first input that does harm, made small; `undefined` when none did. */
export const fuzz = async (
	target: Target,
	{runs, seed, onProgress}: FuzzOptions,
): Promise<Harm | undefined> => {
	const random = seededRandom(seed);
	const open = await target.open();
	const pool = [...target.seeds, ...readCorpus(target.name).map(({input}) => input)];
	const outcomes = new Set<string>();
	let begun = 0;
	let harm: Harm | undefined;
	const next = (): Buffer =>
		target.generate !== undefined && random() < 0.7
			? target.generate(random)
			: mutate(
					random,
					random() < 0.9 ? pool.slice(-keptMax) : [oneOf(random, pool)],
					target.tokens,
				);
	const work = async (): Promise<void> => {
		while (begun < runs && harm === undefined) {
			begun += 1;
			if (begun % progressEvery === 0) {
				onProgress?.(begun, outcomes.size);
			}

			const input = next();
			underWay.add(input);
			try {
				const checked = open.check(input);
				const outcome = typeof checked === 'string' ? checked : await checked;
				if (!outcomes.has(outcome)) {
					outcomes.add(outcome);
					pool.push(input);
				}
			} catch (error) {
				harm ??= {input, error};
			} finally {
				underWay.delete(input);
			}
		}
	};
	await Promise.all(Array.from({length: target.parallel ?? 1}, work));
	const smallest = harm && (await minimize(open, harm));
	await open.close?.();
	return smallest;
};
