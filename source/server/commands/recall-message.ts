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

/** Admins keep order whenever: in a group over themselves and lower roles, those of the server in what all read. */
const mayKeepOrder = async (
	{accounts, members}: Transaction,
	account: number,
	{entry, conversation, member}: FoundMessage,
): Promise<boolean> => {
	if (conversation.kind === 'everyone') {
		return (await accounts.get(account))?.isAdmin ?? false;
	}

	if (conversation.kind !== 'group' || member.role === 'member') {
		return false;
	}

	const sender = await members.get(entry.log, entry.sender?.id ?? 0);
	return entry.sender?.id === account || outranks(member.role, sender?.role ?? 'member');
};

/** Others recall what they wrote themselves, within the server's time. @throws {ProtocolError} `forbidden`, `too-late` */
const checkMayRecall = async (
	transaction: Transaction,
	account: number,
	found: FoundMessage,
): Promise<void> => {
	if (await mayKeepOrder(transaction, account, found)) {
		return;
	}

	if (found.entry.sender?.id !== account) {
		throw new ProtocolError('forbidden', 'Only what you wrote yourself can be recalled.');
	}

	const {recallMs} = await readServerSettings(transaction);
	if (Date.now() > found.entry.at + recallMs) {
		throw new ProtocolError('too-late', 'This message is too old to be recalled.');
	}
};

/** @throws {ProtocolError} `not-found`, `forbidden`, `too-late` */
export const recallMessage = (
	session: Session,
	{conversation, seq}: CommandRequest<'recall-message'>,
): Promise<CommandReply<'recall-message'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		await transaction.entries.lock(conversation);
		const found = await findMessage(transaction, sender.id, {conversation, seq});
		await checkMayRecall(transaction, sender.id, found);
		await transaction.entries.scrub(conversation, seq);
		await transaction.messages.forget(conversation, seq);
		const file = await transaction.files.removeUse(conversation, seq);
		await releaseFiles(transaction, session.context.uploads, file === undefined ? [] : [file]);
		await transaction.entries.append({
			log: conversation,
			kind: 'message-recalled',
			content: {message: seq},
			sender,
		});
		return {};
	});
};
