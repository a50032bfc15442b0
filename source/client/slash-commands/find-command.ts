/** Finds the command that an input names; some have names of two words, such as `group mute`. */
import {splitInput} from './parse-input.ts';
import type {SlashCommand, SlashCommands} from './slash-command.ts';

export type FoundCommand = {
	readonly name: string;
	readonly command: SlashCommand;
	/** What follows the name. */
	readonly rest: string;
};

/** Whether commands of two words begin with it. */
export const isFirstWord = (commands: SlashCommands, word: string): boolean =>
	Object.keys(commands).some(name => name.startsWith(`${word} `));

/** `/group Mute @bob` → `group mute` */
export const firstTwoWords = (input: string): string => {
	const {name, rest} = splitInput(input);
	return `${name} ${splitInput(`/${rest}`).name}`.trimEnd();
};

/** The longest name that fits; `undefined` when there is none. */
export const findCommand = (commands: SlashCommands, input: string): FoundCommand | undefined => {
	const {name: first, rest} = splitInput(input);
	const second = splitInput(`/${rest}`);
	const candidates = [
		{name: `${first} ${second.name}`, rest: second.rest},
		{name: first, rest},
	];
	for (const candidate of candidates) {
		const command = Object.hasOwn(commands, candidate.name) ? commands[candidate.name] : undefined;
		if (command !== undefined) {
			return {...candidate, command};
		}
	}

	return undefined;
};
