/** Keeps the memory of the program near what it uses. */
import {setFlagsFromString} from 'node:v8';

/**
 * Drawing leaves much garbage that dies at once and keeps little. V8 would let its heap grow in
 * large steps before it collects; told to optimize for size, it takes small ones. A smaller young
 * generation would save no more and cost pauses (docs/decisions.md has the figures).
 */
export const collectEarly = (): void => {
	setFlagsFromString('--optimize-for-size');
};
