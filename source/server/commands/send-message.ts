/** `send-message`: appends a message to a conversation, once for ever by its id. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Profile} from '../../protocol/entities.ts';
import type {Entry, EntryContent} from '../../protocol/entries.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {findMessage} from '../find-message.ts';
import {checkMayWrite, checkPace} from '../may-write.ts';
import {firstVisible} from '../membership.ts';
import {findMentions, namesHere} from '../mentions.ts';
import {attachFile, checkFile} from '../message-file.ts';
import type {Session} from '../session.ts';
import type {WriterRow} from '../store/rows.ts';
import type {Transaction} from '../store/store.ts';

type Request = CommandRequest<'send-message'>;
type Reply = CommandReply<'send-message'>;
type Content = EntryContent<'message-sent'>;

const isSameMessage = (
	{log, content}: Entry,
	{conversation, text, replyTo, file}: Request,
): boolean => {
	const stored = content as Content;
	const isSameContent = stored.text === text && (file === undefined || stored.file?.id === file.id);
	return (
		log === conversation &&
		(stored.isRecalled === true || isSameContent) &&
		stored.replyTo === replyTo
	);
};

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

/** Who has left since the message was stored still gets its answer, when the first one was lost. */
const answerStranger = async (
	transaction: Transaction,
	sender: Profile,
	request: Request,
): Promise<Reply> => {
	if ((await transaction.entries.findById(sender.id, request.id)) === undefined) {
		throw new ProtocolError('not-a-member');
	}

	return answerRepetition(transaction, sender, request);
};

/** Nobody can put words into another's mouth: the text is one that the message has or had. @throws {ProtocolError} `not-found`, `bad-payload` */
const describeForward = async (
	transaction: Transaction,
	sender: Profile,
	{text, place}: {text: string; place: NonNullable<Request['forwards']>},
): Promise<Pick<Content, 'forwarded' | 'file'>> => {
	const {entries, messages} = transaction;
	const {entry, content} = await findMessage(transaction, sender.id, place);
	let isSaid = content.text === text;
	for (const edit of await messages.listEdits(place.conversation, place.seq)) {
		isSaid ||= (await entries.get(place.conversation, edit))?.content.text === text;
	}

	if (!isSaid || entry.sender === undefined) {
		throw new ProtocolError('bad-payload', 'This is not what the message says.');
	}

	// Whoever wrote it first stays named, however often it is passed on.
	const forwarded = content.forwarded ?? {sender: entry.sender, at: entry.at};
	return content.file === undefined ? {forwarded} : {forwarded, file: content.file};
};

/** @throws {ProtocolError} `not-found` for what is no message or stands before the member came */
const checkAnswered = async (
	{entries}: Transaction,
	writer: WriterRow,
	place: {conversation: number; seq: number},
): Promise<void> => {
	const answered = await entries.get(place.conversation, place.seq);
	if (answered?.kind !== 'message-sent' || place.seq < firstVisible(writer, writer)) {
		throw new ProtocolError('not-found', 'The message that this one answers is not there.');
	}
};

/** @throws {ProtocolError} `not-found`, `bad-payload` */
const makeContent = async (
	transaction: Transaction,
	{sender, writer}: {sender: Profile; writer: WriterRow},
	{conversation, text, replyTo, isAction, forwards, file}: Request,
): Promise<Content> => {
	const content: Content = {text};
	if (file !== undefined) {
		await checkFile(transaction, sender, file);
		content.file = file;
	}

	if (replyTo !== undefined) {
		await checkAnswered(transaction, writer, {conversation, seq: replyTo});
		content.replyTo = replyTo;
	}

	const mentions = await findMentions(transaction, conversation, text);
	if (mentions.length > 0) {
		content.mentions = mentions;
	}

	if (namesHere(text)) {
		content.mentionsHere = true;
	}

	if (isAction) {
		content.isAction = true;
	}

	if (forwards !== undefined) {
		Object.assign(content, await describeForward(transaction, sender, {text, place: forwards}));
	}

	if (text.trim() === '' && content.file === undefined) {
		throw new ProtocolError('bad-payload', 'The message is empty.');
	}

	return content;
};

const append = async (
	session: Session,
	transaction: Transaction,
	request: Request,
): Promise<Reply> => {
	const sender = session.requireAccount();
	const {conversation, id} = request;
	const writer = await transaction.members.getWriter(conversation, sender.id);
	if (writer === undefined) {
		return answerStranger(transaction, sender, request);
	}

	if (request.file !== undefined && (await transaction.entries.findById(sender.id, id))) {
		// Its file may have been recalled meanwhile.
		return answerRepetition(transaction, sender, request);
	}

	await checkMayWrite(transaction, writer, sender);
	const content = await makeContent(transaction, {sender, writer}, request);
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

	if (content.file !== undefined) {
		const {file} = content;
		await attachFile(transaction, sender, {log: conversation, seq: stored.seq, file});
	}

	if (writer.settings !== undefined && writer.settings.slowMs > 0) {
		// After the append, so that a repetition is answered whatever the pace.
		checkPace(writer);
		await transaction.members.setSentAt(conversation, sender.id, stored.at);
	}

	return stored;
};

/** @throws {ProtocolError} `not-a-member`, `talk-banned`, `muted`, `slow-mode`, `forbidden`, `undeliverable`, `not-found`, `id-reused` */
export const sendMessage = (session: Session, request: Request): Promise<Reply> =>
	session.context.store.transact(transaction => append(session, transaction, request));
