/** `react-to-message`: gives a message an emoji, or takes it back. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {findMessage} from '../find-message.ts';
import {checkMayWrite, requireVoice} from '../may-write.ts';
import type {Session} from '../session.ts';

/** One emoji, or one flag, or one keycap: nothing that could be a text (UTS #51). */
const emojiPattern = /^\p{RGI_Emoji}$/v;

/** Twice the same changes nothing. @throws {ProtocolError} `bad-payload`, `not-found`, `limit-exceeded`, and what keeps from writing */
export const reactToMessage = (
	session: Session,
	{conversation, seq, emoji, isOn}: CommandRequest<'react-to-message'>,
): Promise<CommandReply<'react-to-message'>> => {
	const sender = session.requireAccount();
	if (!emojiPattern.test(emoji)) {
		throw new ProtocolError('bad-payload', 'A reaction is one emoji.');
	}

	return session.context.store.transact(
		async transaction => {
			const {entries, messages} = transaction;
			await findMessage(transaction, sender.id, {conversation, seq});
			const writer = await requireVoice(transaction, conversation, sender.id);
			if (writer.kind !== 'everyone') {
				// Where only administrators write to everyone, everyone may still react.
				await checkMayWrite(transaction, writer, sender);
			}

			const place = {log: conversation, message: seq, account: sender.id, emoji};
			if ((await messages.hasReaction(place)) === isOn) {
				return {};
			}

			const known = await messages.listEmoji(conversation, seq);
			if (isOn && !known.includes(emoji) && known.length >= limits.reactionKindsMax) {
				throw new ProtocolError('limit-exceeded', 'This message has enough different emoji.');
			}

			await (isOn ? messages.addReaction(place) : messages.removeReaction(place));
			const content = {message: seq, emoji, isOn};
			await entries.append({log: conversation, kind: 'message-reacted', content, sender});
			return {};
		},
		{log: conversation},
	);
};
