/** `send-message`: appends a message to a conversation, once for ever by its id. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Profile} from '../../protocol/entities.ts';
import type {Entry, EntryContent} from '../../protocol/entries.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {findMessage} from '../find-message.ts';
import {checkMayWrite, checkPace, keepPace} from '../may-write.ts';
import {firstVisible} from '../membership.ts';
import {findMentions, namesHere} from '../mentions.ts';
import {attachFile, checkFile} from '../message-file.ts';
import type {Session} from '../session.ts';
import type {WriterRow} from '../store/rows.ts';
import type {Transaction} from '../store/store.ts';

type Request = CommandRequest<'send-message'>;
type Reply = CommandReply<'send-message'>;
type Content = EntryContent<'message-sent'>;

/** Of a recalled message the text and the file are gone: then the rest decides. */
const isSameMessage = (
	{log, content}: Entry,
	{conversation, text, replyTo, isAction = false, forwards, file}: Request,
): boolean => {
	const {isRecalled = false, ...stored} = content as Content;
	const isForward = forwards !== undefined;
	// A forward brings its file along without naming it.
	const isSameFile = isForward || stored.file?.id === file?.id;
	return (
		log === conversation &&
		(isRecalled || (stored.text === text && isSameFile)) &&
		stored.replyTo === replyTo &&
		(stored.isAction ?? false) === isAction &&
		(stored.forwarded !== undefined) === isForward
	);
};

/**
 * The first answer again, for a repeated id. Of a message that was removed by age only its place is known.
 *
 * @throws {ProtocolError} `id-reused`
 */
const findAnswer = async (
	{entries, retention}: Transaction,
	sender: Profile,
	request: Request,
): Promise<Reply | undefined> => {
	const entry = await entries.findById(sender.id, request.id);
	const found = entry ?? (await retention.findTrimmed(sender.id, request.id));
	if (found === undefined) {
		return undefined;
	}

	const isSame =
		entry === undefined ? found.log === request.conversation : isSameMessage(entry, request);
	if (!isSame) {
		throw new ProtocolError('id-reused');
	}

	return {seq: found.seq, at: found.at};
};

/**
 * What was stored before it would be refused gets its answer all the same, when the first one was lost: its sender
 * may have left or been muted since, its file or the message that it forwards recalled.
 *
 * @throws the refusal, or {ProtocolError} `id-reused`
 */
const answerRefused = async (
	transaction: Transaction,
	{sender, request, refusal}: {sender: Profile; request: Request; refusal: unknown},
): Promise<Reply> => {
	const answer = await findAnswer(transaction, sender, request);
	if (answer === undefined) {
		throw refusal;
	}

	return answer;
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
		if (isSaid) {
			break;
		}

		isSaid = (await entries.get(place.conversation, edit))?.content.text === text;
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

/** All that can be refused, before anything is written. @throws {ProtocolError} */
const prepare = async (
	transaction: Transaction,
	sender: Profile,
	request: Request,
): Promise<{writer: WriterRow; content: Content}> => {
	const writer = await transaction.members.getWriter(request.conversation, sender.id);
	if (writer === undefined) {
		throw new ProtocolError('not-a-member');
	}

	await checkMayWrite(transaction, writer, sender);
	const content = await makeContent(transaction, {sender, writer}, request);
	checkPace(writer);
	return {writer, content};
};

const store = async (
	transaction: Transaction,
	request: Request,
	{sender, writer, content}: {sender: Profile; writer: WriterRow; content: Content},
): Promise<Reply> => {
	const {conversation: log, id} = request;
	const stored = await transaction.entries.append({
		log,
		kind: 'message-sent',
		content,
		sender,
		id,
	});
	if (stored === undefined) {
		return answerRefused(transaction, {
			sender,
			request,
			refusal: new ProtocolError('id-reused'),
		});
	}

	if (content.file !== undefined) {
		const {file} = content;
		await attachFile(transaction, sender, {log, seq: stored.seq, file});
	}

	await keepPace(transaction, writer, {log, account: sender.id, at: stored.at});
	return stored;
};

const send = async (
	transaction: Transaction,
	sender: Profile,
	request: Request,
): Promise<Reply> => {
	let prepared: {writer: WriterRow; content: Content};
	try {
		prepared = await prepare(transaction, sender, request);
	} catch (refusal) {
		return answerRefused(transaction, {sender, request, refusal});
	}

	return store(transaction, request, {sender, ...prepared});
};

/** @throws {ProtocolError} `not-a-member`, `talk-banned`, `muted`, `slow-mode`, `forbidden`, `undeliverable`, `not-found`, `id-reused` */
export const sendMessage = (session: Session, request: Request): Promise<Reply> => {
	const sender = session.requireAccount();
	return session.context.store.transact(transaction => send(transaction, sender, request), {
		log: request.conversation,
	});
};
