/** How many people may use a code. */
import {limits} from '../../protocol/limits.ts';
import {SlashUsageError} from './slash-command.ts';

/** @throws {SlashUsageError} */
export const parseUses = (word: string): number => {
	const uses = Number(word);
	if (!Number.isSafeInteger(uses) || uses < 1 || uses > limits.invitationUsesMax) {
		throw new SlashUsageError(
			`How many people may use the code? Give a number, such as 5, up to ${limits.invitationUsesMax}.`,
		);
	}

	return uses;
};
