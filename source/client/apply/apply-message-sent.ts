/** A message has been stored. */
import type {Entry} from '../../protocol/entries.ts';
import {limits} from '../../protocol/limits.ts';
import {isMention} from '../entry-content.ts';
import type {StateDraft} from '../state-draft.ts';

const countOneMore = (count: number): number => Math.min(count + 1, limits.unreadCountMax);

const endTyping = (draft: StateDraft, log: number, account: number): void => {
	const typing = draft.typing(log);
	if (typing.some(({id}) => id === account)) {
		draft.setTyping(
			log,
			typing.filter(({id}) => id !== account),
		);
	}
};

/** Others' messages count as unread; own ones move nothing. Whoever has sent types no more. */
export const applyMessageSent = (draft: StateDraft, entry: Entry): void => {
	const conversation = draft.conversations.get(entry.log);
	const {sender} = entry;
	if (conversation === undefined || sender === undefined) {
		return;
	}

	endTyping(draft, entry.log, sender.id);
	const isSilent = sender.id === draft.account || draft.plain.blocked.has(sender.id);
	if (isSilent || entry.content.isRecalled === true || entry.seq <= conversation.readSeq) {
		return;
	}

	draft.patchConversation(entry.log, {
		unread: countOneMore(conversation.unread),
		mentions: isMention(entry.content, draft.account)
			? countOneMore(conversation.mentions)
			: conversation.mentions,
	});
};
