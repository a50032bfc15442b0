/** Commands that take a password: where in the input what nobody may read begins. */
import {slashCommands} from './command-table.ts';
import {findCommand} from './find-command.ts';
import {isSlashInput} from './run-slash-command.ts';

/** The index of the first secret character; `undefined` when the input holds none. */
export const secretStart = (input: string): number | undefined => {
	const found = isSlashInput(input) ? findCommand(slashCommands, input) : undefined;
	return found?.command.arguments.includes('secret') && found.rest !== ''
		? input.length - found.rest.length
		: undefined;
};
