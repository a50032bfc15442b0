/** Commands that send something: to people, to a group, to everyone, in answer to a message. */
import {ProtocolError} from '../../protocol/errors.ts';
import {deliverMessage} from './deliver-message.ts';
import {findMessageArgument, messageKind, placeOf} from './message-argument.ts';
import type {SlashCommands} from './slash-command.ts';
import {conversationOf, resolveTargets} from './target-argument.ts';

export const messageCommands: SlashCommands = {
	msg: {
		usage: 'TARGET TEXT',
		summary: 'Send a message to @name, to several people as @a,@b, or to #group.',
		arguments: ['target', 'text'],
		required: 2,
		async run(client, _context, [target = '', text = '']) {
			return deliverMessage(client, await resolveTargets(client, target), text);
		},
	},
	reply: {
		usage: 'MESSAGE TEXT',
		summary: 'Answer a message: "^" is the newest, "^2" the one before it.',
		arguments: [messageKind, 'text'],
		required: 2,
		takesPlace: true,
		async run(client, context, [reference = '', text = '']) {
			const {conversation, seq} = await findMessageArgument(client, context, reference);
			return deliverMessage(client, conversation, text, {replyTo: seq});
		},
	},
	forward: {
		usage: 'MESSAGE TARGET',
		summary: 'Pass a message on; who wrote it is named.',
		arguments: [messageKind, 'target'],
		required: 2,
		takesPlace: true,
		async run(client, context, [reference = '', target = '']) {
			const message = await findMessageArgument(client, context, reference);
			if (message.body.isRecalled) {
				throw new ProtocolError('not-found', 'The message was recalled: nothing is left of it.');
			}

			const to = await resolveTargets(client, target);
			return deliverMessage(client, to, message.body.text, {forwards: placeOf(message)});
		},
	},
	me: {
		usage: 'TEXT',
		summary: 'Tell what you do: "/me waves".',
		arguments: ['text'],
		required: 1,
		takesPlace: true,
		async run(client, context, [text = '']) {
			return deliverMessage(client, conversationOf(client, context).id, text, {isAction: true});
		},
	},
	broadcast: {
		usage: 'TEXT',
		summary: 'Write to everyone on the server, in #everyone.',
		arguments: ['text'],
		required: 1,
		async run(client, _context, [text = '']) {
			const {conversations} = client.getState();
			const everyone = conversations.values().find(({kind}) => kind === 'everyone');
			return deliverMessage(
				client,
				everyone?.id ?? (await client.resolveTarget('#everyone')),
				text,
			);
		},
	},
	reflect: {
		usage: 'TEXT',
		summary: 'Have the server send a text back, and tell how long that took.',
		arguments: ['text'],
		required: 1,
		async run(client, _context, [text = '']) {
			const startedMs = performance.now();
			const reply = await client.request('reflect', {text});
			const roundTripMs = Math.round((performance.now() - startedMs) * 10) / 10;
			return {
				lines: [`${reply.text}  (${roundTripMs} ms there and back)`],
				objects: [{...reply, roundTripMs}],
			};
		},
	},
};
