/** Which message a command means: `^` (the newest), `^2` … or an id; `#group:^2` elsewhere. */
import {ProtocolError} from '../../protocol/errors.ts';
import type {Client, MessagePlace} from '../client-api.ts';
import {messageWords} from '../message-words.ts';
import type {MessageBody, TimelineItem} from '../state.ts';
import {describeMoment} from './durations.ts';
import type {ArgumentKind, SlashContext} from './slash-command.ts';
import {conversationOf, resolveTargets, titleOf} from './target-argument.ts';

export const messageKind: ArgumentKind = {suggestions: ['^', '^2', '^3']};

export type FoundMessage = MessagePlace & {
	readonly id: string | undefined;
	readonly sender: string;
	readonly at: number;
	readonly body: MessageBody;
};

export const foundMessage = ({
	conversation,
	seq,
	id,
	sender,
	at,
	body,
}: TimelineItem): FoundMessage | undefined =>
	seq === undefined || body.kind !== 'message-sent'
		? undefined
		: {conversation, seq, id, sender: sender?.name ?? '', at, body};

/** @throws {ProtocolError} `not-found`, `bad-payload`; {SlashUsageError} when no conversation is open */
export const findMessageArgument = async (
	client: Client,
	context: SlashContext,
	argument: string,
): Promise<FoundMessage> => {
	const [, target, place] = /^([@#][^:]+):(.+)$/.exec(argument) ?? [];
	const conversation =
		target === undefined
			? conversationOf(client, context).id
			: await resolveTargets(client, target);
	const found = foundMessage(await client.findMessage(conversation, place ?? argument));
	if (found === undefined) {
		throw new ProtocolError('not-found', `There is no message ${argument} on the server.`);
	}

	return found;
};

export const placeOf = ({conversation, seq}: MessagePlace): MessagePlace => ({conversation, seq});

/** For programs; one shape wherever a command tells of a message. */
export const messageObject = ({body, ...message}: FoundMessage): object => ({
	...message,
	text: body.text,
	...(body.file === undefined ? {} : {file: body.file.name}),
	isRecalled: body.isRecalled,
	isPinned: body.isPinned,
});

/** For people: where, when, who, what, and the id by which to name it. */
export const describeMessage = (client: Client, message: FoundMessage): string => {
	const {conversation, at, sender, body, id} = message;
	const where = titleOf(client, conversation);
	const text = body.isRecalled ? '(recalled)' : messageWords(body).replace(/\s+/g, ' ');
	return `${where}  ${describeMoment(at)}  ${sender}: ${text}${id === undefined ? '' : `  (${id})`}`;
};
