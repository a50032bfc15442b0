/** `edit-message`: the sender says it differently; what was said before stays in the log. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Profile} from '../../protocol/entities.ts';
import type {EntryContent} from '../../protocol/entries.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {type FoundMessage, findMessage} from '../find-message.ts';
import {checkMayWrite, checkPace, keepPace} from '../may-write.ts';
import {findMentions} from '../mentions.ts';
import {readServerSettings} from '../server-settings.ts';
import type {Session} from '../session.ts';
import type {WriterRow} from '../store/rows.ts';
import type {Transaction} from '../store/store.ts';

/** An edit tells the text anew: where newcomers do not see what was said before, they do not see it by an edit either. @throws {ProtocolError} `too-late` */
const checkTime = async (
	transaction: Transaction,
	{entry, conversation}: FoundMessage,
): Promise<void> => {
	const {recallMs} = await readServerSettings(transaction);
	if (Date.now() > entry.at + recallMs) {
		throw new ProtocolError('too-late', 'This message is too old to be edited.');
	}

	const isHidden = conversation.settings?.history === 'joined';
	if (isHidden && (await transaction.members.hasNewerMember(entry.log, entry.seq))) {
		throw new ProtocolError(
			'too-late',
			'Somebody has come since who does not see this message: it cannot be edited any more.',
		);
	}
};

/** @throws {ProtocolError} `forbidden`, `bad-payload`, `too-late` */
const checkMayEdit = async (
	transaction: Transaction,
	sender: Profile,
	{found, text}: {found: FoundMessage; text: string},
): Promise<void> => {
	const {entry, content} = found;
	if (entry.sender?.id !== sender.id || content.forwarded !== undefined) {
		throw new ProtocolError('forbidden', 'Only what you wrote yourself can be edited.');
	}

	if (text.trim() === '' && content.file === undefined) {
		throw new ProtocolError('bad-payload', 'The message is empty.');
	}

	await checkTime(transaction, found);
};

/** What the message says now. */
const readText = async (
	{entries}: Transaction,
	{entry, content}: FoundMessage,
	edits: readonly number[],
): Promise<unknown> => {
	const last = edits.at(-1);
	return last === undefined ? content.text : (await entries.get(entry.log, last))?.content.text;
};

const append = async (
	transaction: Transaction,
	{sender, writer}: {sender: Profile; writer: WriterRow},
	{conversation: log, seq, text}: CommandRequest<'edit-message'>,
): Promise<void> => {
	const mentions = await findMentions(transaction, log, text);
	const content: EntryContent<'message-edited'> =
		mentions.length > 0 ? {message: seq, text, mentions} : {message: seq, text};
	const stored = await transaction.entries.append({log, kind: 'message-edited', content, sender});
	if (stored !== undefined) {
		await transaction.messages.addEdit(log, seq, stored.seq);
		await keepPace(transaction, writer, {log, account: sender.id, at: stored.at});
	}
};

/** Counts as a message where the group is slow; the same text again changes nothing. */
const edit = async (
	transaction: Transaction,
	sender: Profile,
	request: CommandRequest<'edit-message'>,
): Promise<void> => {
	const {conversation: log, seq, text} = request;
	const found = await findMessage(transaction, sender.id, request);
	await checkMayEdit(transaction, sender, {found, text});
	const writer = await transaction.members.getWriter(log, sender.id);
	if (writer === undefined) {
		throw new ProtocolError('not-a-member');
	}

	await checkMayWrite(transaction, writer, sender);
	const edits = await transaction.messages.listEdits(log, seq);
	if ((await readText(transaction, found, edits)) === text) {
		return;
	}

	if (edits.length >= limits.editsMax) {
		throw new ProtocolError('limit-exceeded', `A message is edited ${limits.editsMax} times.`);
	}

	checkPace(writer);
	await append(transaction, {sender, writer}, request);
};

/** Whom an edit names newly is not rung: that would be a way to ring twice. @throws {ProtocolError} `not-found`, `forbidden`, `too-late`, `limit-exceeded`, and what keeps from writing */
export const editMessage = (
	session: Session,
	request: CommandRequest<'edit-message'>,
): Promise<CommandReply<'edit-message'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(
		async transaction => {
			await edit(transaction, sender, request);
			return {};
		},
		{log: request.conversation},
	);
};
