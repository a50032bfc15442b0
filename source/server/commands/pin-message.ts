/** `pin-message`: keeps a message in everybody's view, or lets it go. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {type FoundMessage, findMessage} from '../find-message.ts';
import {requireVoice} from '../may-write.ts';
import {isAllowed} from '../membership.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

/** @throws {ProtocolError} `forbidden` */
const checkMayPin = async (
	{accounts}: Transaction,
	account: number,
	{conversation: {kind, settings}, member}: FoundMessage,
): Promise<void> => {
	if (kind === 'group' && settings && !isAllowed(member.role, settings.permissions.pin)) {
		throw new ProtocolError('forbidden', 'Only admins pin messages in this group.');
	}

	if (kind === 'everyone' && !(await accounts.get(account))?.isAdmin) {
		throw new ProtocolError('forbidden', 'Only administrators pin messages for everyone.');
	}
};

/** Twice the same changes nothing. @throws {ProtocolError} `not-found`, `forbidden`, `limit-exceeded`, and the restrictions and blocks that keep from writing */
export const pinMessage = (
	session: Session,
	{conversation, seq, isOn}: CommandRequest<'pin-message'>,
): Promise<CommandReply<'pin-message'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(
		async transaction => {
			const {entries, messages} = transaction;
			const found = await findMessage(transaction, sender.id, {conversation, seq});
			await requireVoice(transaction, conversation, sender.id);
			await checkMayPin(transaction, sender.id, found);
			if ((await messages.isPinned(conversation, seq)) === isOn) {
				return {};
			}

			if (isOn && (await messages.listPins(conversation)).length >= limits.pinsMax) {
				throw new ProtocolError('limit-exceeded', `At most ${limits.pinsMax} messages are pinned.`);
			}

			const content = {message: seq, isOn};
			const stored = await entries.append({
				log: conversation,
				kind: 'message-pinned',
				content,
				sender,
			});
			await (isOn
				? messages.addPin(conversation, seq, stored?.seq ?? 0)
				: messages.removePin(conversation, seq));
			return {};
		},
		{log: conversation},
	);
};
