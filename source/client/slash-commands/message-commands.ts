/** `/msg`: sends a message to somebody or to a group. */
import type {SlashCommands} from './slash-command.ts';

/** How long a command waits for the server's word. */
const timeoutMs = 30_000;

export const messageCommands: SlashCommands = {
	msg: {
		usage: 'TARGET TEXT',
		summary: 'Send a message to @name or #group.',
		arguments: ['target', 'text'],
		required: 2,
		async run(client, _context, [target = '', text = '']) {
			const conversation = await client.resolveTarget(target);
			const id = client.sendMessage(conversation, text);
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
		},
	},
};
