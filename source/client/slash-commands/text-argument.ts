/** Texts that have a greatest length. */
import {SlashUsageError} from './slash-command.ts';

/** @param what begins the sentence: `A topic` @throws {SlashUsageError} */
export const requireShort = (text: string, lengthMax: number, what: string): void => {
	if (text.length > lengthMax) {
		throw new SlashUsageError(
			`${what} has at most ${lengthMax} characters; this one has ${text.length}.`,
		);
	}
};
