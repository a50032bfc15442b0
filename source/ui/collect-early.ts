/** Keeps the memory of the program near what it uses. */
import {setFlagsFromString} from 'node:v8';

/**
 * Drawing leaves much garbage that dies at once and keeps little. V8 would let its young and old
 * generations grow before it collects; told not to, it holds a third less, and a key reaches the
 * screen as fast (docs/decisions.md has the figures).
 */
export const collectEarly = (): void => {
	setFlagsFromString('--semi-space-growth-factor=1');
	setFlagsFromString('--optimize-for-size');
};
