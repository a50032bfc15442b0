/** A stored message that a member may see: what edits, recalls, reactions and pins begin with. */
import type {Entry, EntryContent} from '../protocol/entries.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {firstVisible, requireMember} from './membership.ts';
import type {ConversationRow, MemberRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

export type FoundMessage = {
	readonly entry: Entry;
	readonly content: EntryContent<'message-sent'>;
	readonly conversation: ConversationRow;
	readonly member: MemberRow;
};

/** @throws {ProtocolError} `not-a-member`, `not-found` for what is no message, was recalled or stands before the member came */
export const findMessage = async (
	transaction: Transaction,
	account: number,
	{conversation: log, seq}: {conversation: number; seq: number},
): Promise<FoundMessage> => {
	const member = await requireMember(transaction, log, account);
	const conversation = await transaction.conversations.get(log);
	const entry = await transaction.entries.get(log, seq);
	const content = entry?.content as EntryContent<'message-sent'> | undefined;
	if (
		conversation === undefined ||
		entry?.kind !== 'message-sent' ||
		content === undefined ||
		content.isRecalled ||
		seq < firstVisible(conversation, member)
	) {
		throw new ProtocolError('not-found', 'There is no such message.');
	}

	return {entry, content, conversation, member};
};
