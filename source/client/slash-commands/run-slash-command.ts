/** Runs what somebody typed behind a slash; the screen and `chat-tui run` both come here. */
import type {Client} from '../client-api.ts';
import {plainLine} from '../plain-line.ts';
import {slashCommands} from './command-table.ts';
import {type FoundCommand, findCommand, firstTwoWords, isFirstWord} from './find-command.ts';
import {nearestName} from './nearest-name.ts';
import {parseArguments, splitInput, splitPlace} from './parse-input.ts';
import {type SlashContext, type SlashResult, SlashUsageError} from './slash-command.ts';

/** Whether the input is a command. `//text` is a message that begins with a slash. */
export const isSlashInput = (input: string): boolean => /^\/(?!\/)/.test(input);

/** The message that the input stands for: `//text` → `/text`. */
export const messageTextOf = (input: string): string => input.replace(/^\/\//, '/');

/** Of a name of two words, the first is right: only the second is compared. */
const nearestCommand = (typed: string): string | undefined => {
	const first = typed.slice(0, typed.indexOf(' ') + 1);
	const rests = Object.keys(slashCommands)
		.filter(name => name.startsWith(first))
		.map(name => name.slice(first.length));
	const nearest = nearestName(typed.slice(first.length), rests);
	return nearest === undefined ? undefined : `${first}${nearest}`;
};

/** @throws {SlashUsageError} */
const requireCommand = (input: string): FoundCommand => {
	const found = findCommand(slashCommands, input);
	if (found !== undefined) {
		return found;
	}

	const {name} = splitInput(input);
	const typed = isFirstWord(slashCommands, name) ? firstTwoWords(input) : name;
	if (typed === name && isFirstWord(slashCommands, name)) {
		throw new SlashUsageError(`What about the ${name}? "/help ${name}" tells what can be done.`);
	}

	const nearest = nearestCommand(typed);
	throw new SlashUsageError(
		nearest === undefined
			? `There is no command /${plainLine(typed)}. "/help" lists them all.`
			: `There is no command /${plainLine(typed)}. Did you mean /${nearest}?`,
	);
};

/**
 * @param input with the slash before the command's name
 * @throws {SlashUsageError} when the input makes no sense; nothing was done
 * @throws {ProtocolError | ClientError} when the server refuses or cannot be asked
 */
export const runSlashCommand = async (
	client: Client,
	input: string,
	context: SlashContext = {},
): Promise<SlashResult> => {
	const {name, command, rest} = requireCommand(input);
	const {place, rest: words} = splitPlace(command, rest);
	const args = parseArguments(name, command, words);
	const conversation =
		place === undefined ? context.conversation : await client.resolveTarget(place);
	const result = await command.run(client, {conversation}, args);
	return {...result, lines: result.lines.map(plainLine)};
};
