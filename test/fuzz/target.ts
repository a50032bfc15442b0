/** What a fuzzer tries: something that takes bytes from strangers, and how to tell that they did harm. */
import type {Random} from './random-choice.ts';

export type OpenTarget = {
	/**
	 * Gives it the input. Returns in a few words what came of it: an input that brings something new is kept and
	 * mutated further.
	 *
	 * @throws when the input did harm
	 */
	check(input: Buffer): string | Promise<string>;
	close?(): Promise<void>;
};

export type Target = {
	readonly name: string;
	/** Good inputs to begin with, beside those of the corpus. */
	readonly seeds: readonly Buffer[];
	/** Pieces that mean something to it. */
	readonly tokens: readonly Buffer[];
	/** An input of its own making, where mutated bytes would seldom get far. */
	readonly generate?: (random: Random) => Buffer;
	/** Inputs under way at the same time. @default 1 */
	readonly parallel?: number;
	/** Of the short form that runs with the tests. */
	readonly shortRuns: number;
	open(): Promise<OpenTarget>;
};
