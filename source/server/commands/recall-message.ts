/** `recall-message`: takes a message back for everyone; its text leaves the log, a tombstone stays. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import type {FoundMessage} from '../find-message.ts';
import {findMessage} from '../find-message.ts';
import {outranks} from '../membership.ts';
import {releaseFiles} from '../release-files.ts';
import {readServerSettings} from '../server-settings.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

/** The sender within the server's time; admins of a group whenever, what members below them wrote. @throws {ProtocolError} `forbidden`, `too-late` */
const checkMayRecall = async (
	transaction: Transaction,
	account: number,
	{entry, conversation, member}: FoundMessage,
): Promise<void> => {
	if (entry.sender?.id === account) {
		const {recallMs} = await readServerSettings(transaction);
		if (Date.now() > entry.at + recallMs) {
			throw new ProtocolError('too-late', 'This message is too old to be recalled.');
		}

		return;
	}

	const sender = await transaction.members.get(entry.log, entry.sender?.id ?? 0);
	const isGroupAdmin =
		conversation.kind === 'group' && outranks(member.role, sender?.role ?? 'member');
	const isServerAdmin =
		conversation.kind === 'everyone' &&
		((await transaction.accounts.get(account))?.isAdmin ?? false);
	if (!isGroupAdmin && !isServerAdmin) {
		throw new ProtocolError('forbidden', 'Only what you wrote yourself can be recalled.');
	}
};

/** @throws {ProtocolError} `not-found`, `forbidden`, `too-late` */
export const recallMessage = (
	session: Session,
	{conversation, seq}: CommandRequest<'recall-message'>,
): Promise<CommandReply<'recall-message'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const found = await findMessage(transaction, sender.id, {conversation, seq});
		await checkMayRecall(transaction, sender.id, found);
		await transaction.entries.scrub(conversation, seq);
		await transaction.messages.forget(conversation, seq);
		const file = await transaction.files.removeUse(conversation, seq);
		await releaseFiles(transaction, session, file === undefined ? [] : [file]);
		await transaction.entries.append({
			log: conversation,
			kind: 'message-recalled',
			content: {message: seq},
			sender,
		});
		return {};
	});
};
