/** `edit-message`: the sender says it differently; what was said before stays in the log. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {EntryContent} from '../../protocol/entries.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {findMessage} from '../find-message.ts';
import {checkMayWrite} from '../may-write.ts';
import {findMentions} from '../mentions.ts';
import {readServerSettings} from '../server-settings.ts';
import type {Session} from '../session.ts';

/** Whom an edit names newly is not rung: that would be a way to ring twice. @throws {ProtocolError} `not-found`, `forbidden`, `too-late`, and what keeps from writing */
export const editMessage = (
	session: Session,
	{conversation, seq, text}: CommandRequest<'edit-message'>,
): Promise<CommandReply<'edit-message'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {entry, content} = await findMessage(transaction, sender.id, {conversation, seq});
		if (entry.sender?.id !== sender.id || content.forwarded !== undefined) {
			throw new ProtocolError('forbidden', 'Only what you wrote yourself can be edited.');
		}

		if (text.trim() === '' && content.file === undefined) {
			throw new ProtocolError('bad-payload', 'The message is empty.');
		}

		const {recallMs} = await readServerSettings(transaction);
		if (Date.now() > entry.at + recallMs) {
			throw new ProtocolError('too-late', 'This message is too old to be edited.');
		}

		const writer = await transaction.members.getWriter(conversation, sender.id);
		if (writer !== undefined) {
			await checkMayWrite(transaction, writer, sender);
		}

		const mentions = await findMentions(transaction, conversation, text);
		const edit: EntryContent<'message-edited'> =
			mentions.length > 0 ? {message: seq, text, mentions} : {message: seq, text};
		const stored = await transaction.entries.append({
			log: conversation,
			kind: 'message-edited',
			content: edit,
			sender,
		});
		if (stored !== undefined) {
			await transaction.messages.addEdit(conversation, seq, stored.seq);
		}

		return {};
	});
};
