/** `send-message`: appends a message to a conversation, once for ever by its id. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Profile} from '../../protocol/entities.ts';
import type {Entry, EntryContent} from '../../protocol/entries.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

type Request = CommandRequest<'send-message'>;
type Reply = CommandReply<'send-message'>;

const mentionPattern =
	/(?<![\p{L}\p{N}_])@([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]{0,63}[\p{L}\p{M}\p{N}])?)/gu;

/** The members that the text names; most texts hold no `@` and cost nothing. */
const findMentions = async (
	{members}: Transaction,
	{conversation, text}: Request,
): Promise<number[]> => {
	if (!text.includes('@')) {
		return [];
	}

	const found = new Set<number>();
	for (const [, name = ''] of text.matchAll(mentionPattern)) {
		if (found.size >= limits.mentionsMax) {
			break;
		}

		const member = await members.findByName(conversation, name);
		if (member !== undefined) {
			found.add(member.id);
		}
	}

	return [...found];
};

const isSameMessage = ({log, content}: Entry, {conversation, text, replyTo}: Request): boolean =>
	log === conversation && content.text === text && content.replyTo === replyTo;

/** A repeated id gets the first answer again. @throws {ProtocolError} `id-reused` */
const answerRepetition = async (
	{entries}: Transaction,
	sender: Profile,
	request: Request,
): Promise<Reply> => {
	const entry = await entries.findById(sender.id, request.id);
	if (entry === undefined || !isSameMessage(entry, request)) {
		throw new ProtocolError('id-reused');
	}

	return {seq: entry.seq, at: entry.at};
};

const append = async (
	transaction: Transaction,
	sender: Profile,
	request: Request,
): Promise<Reply> => {
	const {conversation, id, text, replyTo} = request;
	if ((await transaction.members.get(conversation, sender.id)) === undefined) {
		// Who has left since the message was stored still gets its answer, when the first one was lost.
		const known = await transaction.entries.findById(sender.id, id);
		if (known === undefined) {
			throw new ProtocolError('not-a-member');
		}

		return answerRepetition(transaction, sender, request);
	}

	if (replyTo !== undefined) {
		const answered = await transaction.entries.get(conversation, replyTo);
		if (answered?.kind !== 'message-sent') {
			throw new ProtocolError('not-found', 'The message that this one answers is not there.');
		}
	}

	const mentions = await findMentions(transaction, request);
	const content: EntryContent<'message-sent'> = {text};
	if (replyTo !== undefined) {
		content.replyTo = replyTo;
	}

	if (mentions.length > 0) {
		content.mentions = mentions;
	}

	const stored = await transaction.entries.append({
		log: conversation,
		kind: 'message-sent',
		content,
		sender,
		id,
	});
	if (stored === undefined) {
		return answerRepetition(transaction, sender, request);
	}

	for (const account of mentions) {
		await transaction.entries.addMention(conversation, stored.seq, account);
	}

	return stored;
};

export const sendMessage = (session: Session, request: Request): Promise<Reply> => {
	const sender = session.requireAccount();
	return session.context.store.transact(transaction => append(transaction, sender, request));
};
