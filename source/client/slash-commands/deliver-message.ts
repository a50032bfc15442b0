/** Sends a message for a command, and tells what has become of it. */
import type {Client, SendOptions} from '../client-api.ts';
import type {SlashResult} from './slash-command.ts';

/** How long a command waits for the server's word. */
const timeoutMs = 30_000;

/** @throws {ProtocolError | ClientError} when it was refused */
export const deliverMessage = async (
	client: Client,
	conversation: number,
	text: string,
	options: SendOptions = {},
): Promise<SlashResult> => {
	const id = client.sendMessage(conversation, text, options);
	if (client.getState().connection.status !== 'online') {
		return {
			lines: ['Queued: it goes out as soon as there is a connection.'],
			objects: [{conversation, id, delivery: 'queued'}],
			openConversation: conversation,
		};
	}

	const stored = await client.whenSent(id, timeoutMs);
	return {
		lines: [],
		objects: [{conversation, id, ...stored, delivery: 'sent'}],
		openConversation: conversation,
	};
};
