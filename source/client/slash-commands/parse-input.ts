/** Splits what was typed into a command's name and its arguments. */
import {type ArgumentKind, type SlashCommand, SlashUsageError} from './slash-command.ts';

/** The name without the slash, and everything after it. */
export const splitInput = (input: string): {name: string; rest: string} => {
	const [, name = '', rest = ''] = /^\/(\S*)\s*([\s\S]*)$/.exec(input) ?? [];
	return {name: name.toLowerCase(), rest};
};

/** `--in TARGET` before the arguments of a command that is about a conversation. */
export const splitPlace = (
	{takesPlace}: SlashCommand,
	rest: string,
): {place: string | undefined; rest: string} => {
	const [, place, others = ''] = /^--in\s+([@#]\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
	return takesPlace && place !== undefined ? {place, rest: others} : {place: undefined, rest};
};

type Word = {readonly word: string; readonly rest: string};

/** Takes the first word; `"…"` holds several together. @throws {SlashUsageError} */
const takeWord = (text: string): Word => {
	if (text.startsWith('"')) {
		const end = text.indexOf('"', 1);
		if (end === -1) {
			throw new SlashUsageError('A quotation mark is not closed.');
		}

		return {word: text.slice(1, end), rest: text.slice(end + 1).trimStart()};
	}

	const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
	return {word, rest};
};

export const usageOf = (name: string, {usage}: SlashCommand): string =>
	`/${name}${usage === '' ? '' : ` ${usage}`}`;

const kindAt = (command: SlashCommand, index: number): ArgumentKind | undefined =>
	command.arguments[index] ?? (command.repeats ? command.arguments.at(-1) : undefined);

/** The kind of the argument that follows the given ones, and how it begins. For completion. */
export const unfinishedArgument = (
	command: SlashCommand,
	rest: string,
): {kind: ArgumentKind | undefined; begun: string} => {
	const words = rest.split(/\s+/);
	const textAt = command.arguments.findIndex(kind => kind === 'text' || kind === 'paths');
	const index = words.length - 1;
	const kind =
		textAt !== -1 && index >= textAt ? command.arguments[textAt] : kindAt(command, index);
	return {kind, begun: words.at(-1) ?? ''};
};

/** @throws {SlashUsageError} when there are too few or too many, or a word is none of those allowed */
export const parseArguments = (name: string, command: SlashCommand, rest: string): string[] => {
	const args: string[] = [];
	let left = rest.trimEnd();
	while (left !== '') {
		const kind = kindAt(command, args.length);
		if (kind === undefined) {
			// Perhaps what was meant as one has blanks.
			const hint = args.length === 0 ? '' : '. Put what has blanks in "…"';
			throw new SlashUsageError(`That is too much. Usage: ${usageOf(name, command)}${hint}`);
		}

		if (kind === 'text' || kind === 'paths') {
			args.push(left);
			break;
		}

		const {word, rest: after} = takeWord(left);
		if (typeof kind === 'object' && 'words' in kind && !kind.words.includes(word)) {
			throw new SlashUsageError(`"${word}" is unknown here. Usage: ${usageOf(name, command)}`);
		}

		args.push(word);
		left = after;
	}

	if (args.length < command.required) {
		throw new SlashUsageError(`Something is missing. Usage: ${usageOf(name, command)}`);
	}

	return args;
};
