/** Runs what somebody typed behind a slash; the screen and `chat-tui run` both come here. */
import type {Client} from '../client-api.ts';
import {plainLine} from '../plain-line.ts';
import {slashCommands} from './command-table.ts';
import {nearestName} from './nearest-name.ts';
import {parseArguments, splitInput} from './parse-input.ts';
import {
	type SlashCommand,
	type SlashContext,
	type SlashResult,
	SlashUsageError,
} from './slash-command.ts';

/** Whether the input is a command. `//text` is a message that begins with a slash. */
export const isSlashInput = (input: string): boolean => /^\/(?!\/)/.test(input);

/** The message that the input stands for: `//text` → `/text`. */
export const messageTextOf = (input: string): string => input.replace(/^\/\//, '/');

/** @throws {SlashUsageError} */
const findCommand = (name: string): SlashCommand => {
	const command = Object.hasOwn(slashCommands, name) ? slashCommands[name] : undefined;
	if (command !== undefined) {
		return command;
	}

	const nearest = nearestName(name, Object.keys(slashCommands));
	throw new SlashUsageError(
		nearest === undefined
			? `There is no command /${plainLine(name)}. "/help" lists them all.`
			: `There is no command /${plainLine(name)}. Did you mean /${nearest}?`,
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
	const {name, rest} = splitInput(input);
	const command = findCommand(name);
	const result = await command.run(client, context, parseArguments(name, command, rest));
	return {...result, lines: result.lines.map(plainLine)};
};
