/** Slash commands as a person types them, in a test with real clients. */
import type {Client} from '../../source/client/client-api.ts';
import {runSlashCommand} from '../../source/client/slash-commands/run-slash-command.ts';
import type {SlashResult} from '../../source/client/slash-commands/slash-command.ts';
import type {TimelineItem} from '../../source/client/state.ts';
import {waitFor} from './wait-for.ts';

/** Types `input` where `conversation` is open. */
export const type = (client: Client, input: string, conversation?: number): Promise<SlashResult> =>
	runSlashCommand(client, input, {conversation});

/** What the refusal says and its code, if it has one. */
export const refusal = async (
	client: Client,
	input: string,
	conversation?: number,
): Promise<{message: string; code: string | undefined}> => {
	try {
		await type(client, input, conversation);
	} catch (error) {
		if (error instanceof Error) {
			return {message: error.message, code: 'code' in error ? String(error.code) : undefined};
		}

		throw error;
	}

	throw new Error(`"${input}" was not refused`);
};

/** What a conversation shows now, oldest first. */
export const itemsOf = (client: Client, conversation: number): readonly TimelineItem[] => {
	const timeline = client.openTimeline(conversation);
	const {items} = timeline.getState();
	timeline.close();
	return items;
};

/** The bodies of the messages that a conversation shows. */
export const messagesOf = (client: Client, conversation: number) =>
	itemsOf(client, conversation).flatMap(({body}) => (body.kind === 'message-sent' ? [body] : []));

export const textsShown = (client: Client, conversation: number): readonly string[] =>
	messagesOf(client, conversation).map(({text}) => text);

/** Waits until the client's newest message fits. */
export const waitForNewest = (
	client: Client,
	conversation: number,
	fits: (body: ReturnType<typeof messagesOf>[number]) => boolean,
	what: string,
): Promise<void> =>
	waitFor(
		() => {
			const newest = messagesOf(client, conversation).at(-1);
			return newest !== undefined && fits(newest);
		},
		() => `${what}; the newest is ${JSON.stringify(messagesOf(client, conversation).at(-1))}`,
	);
