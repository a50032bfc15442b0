/** `chat-tui run "/COMMAND …"`: any slash command, for scripts. */
import {runSlashCommand} from '../client/slash-commands/run-slash-command.ts';
import {SlashUsageError} from '../client/slash-commands/slash-command.ts';
import {UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {withClient} from './open-account.ts';
import {printLine, printObject} from './print.ts';

const timeoutMs = 30_000;

export const runCommand = async (
	words: readonly string[],
	flags: CommandFlags,
): Promise<number> => {
	const input = words.join(' ').trim();
	if (!input.startsWith('/')) {
		throw new UsageError('Usage: chat-tui run "/COMMAND …"; /help lists the commands');
	}

	return withClient(flags, async client => {
		await client.whenSynced(timeoutMs);
		try {
			const {lines, objects, sent = []} = await runSlashCommand(client, input, {});
			await Promise.all(sent.map(id => client.whenSent(id)));
			const isJson = flags.json ?? false;
			for (const part of isJson ? objects : lines) {
				await (isJson ? printObject(part) : printLine(String(part)));
			}

			return 0;
		} catch (error) {
			throw error instanceof SlashUsageError
				? new UsageError(error.message, {cause: error})
				: error;
		}
	});
};
