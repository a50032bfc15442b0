/** `chat-tui get [TARGET] MESSAGE [-o PATH]`: saves the file of a message. */
import type {Client} from '../client/client-api.ts';
import {downloadsFolder} from '../client/files/downloads-folder.ts';
import type {TimelineItem} from '../client/state.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {CommandFailure, UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {withClient} from './open-account.ts';
import {printLine, printObject} from './print.ts';

const timeoutMs = 30_000;

/** An id is looked for in all conversations, the one with the newest message first. */
const findAnywhere = async (client: Client, reference: string): Promise<TimelineItem> => {
	const recentFirst = [...client.getState().conversations.values()]
		.filter(({isLeft}) => !isLeft)
		.sort((one, other) => other.lastAt - one.lastAt);
	for (const {id} of recentFirst) {
		try {
			return await client.findMessage(id, reference);
		} catch (error) {
			if (!(error instanceof ProtocolError) || error.code !== 'not-found') {
				throw error;
			}
		}
	}

	throw new CommandFailure(`There is no message ${reference} in any conversation.`);
};

const findMessage = async (client: Client, words: readonly string[]): Promise<TimelineItem> => {
	const [target, reference] = words;
	if (target === undefined || words.length > 2) {
		throw new UsageError('Usage: chat-tui get [TARGET] MESSAGE [-o PATH]');
	}

	if (reference !== undefined) {
		return client.findMessage(await client.resolveTarget(target), reference);
	}

	if (target.startsWith('^')) {
		throw new UsageError(
			`"${target}" of which conversation? Write chat-tui get TARGET "${target}".`,
		);
	}

	return findAnywhere(client, target);
};

export const getCommand = (words: readonly string[], flags: CommandFlags): Promise<number> =>
	withClient(flags, async client => {
		await client.whenSynced(timeoutMs);
		const {conversation, seq, id, body} = await findMessage(client, words);
		if (seq === undefined || body.kind !== 'message-sent' || body.file === undefined) {
			throw new CommandFailure('This message carries no file.');
		}

		const path = await client.fetchFile({conversation, seq}, flags.output ?? downloadsFolder());
		await (flags.json
			? printObject({id, conversation, seq, path, file: body.file})
			: printLine(path));
		return 0;
	});
