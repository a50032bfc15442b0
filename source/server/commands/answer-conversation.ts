/** How the commands that open a conversation answer: with its state for the asker. */
import type {Conversation} from '../../protocol/entities.ts';
import {describeConversation} from '../describe-conversation.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

export const answerConversation = async (
	session: Session,
	transaction: Transaction,
	log: number,
): Promise<{conversation: Conversation}> => {
	const account = session.requireAccount().id;
	// What is told of it in sum is read by several statements: nothing may be stored there meanwhile.
	await transaction.entries.lock(log);
	const membership = await transaction.members.getConversation(account, log);
	if (membership === undefined) {
		throw new Error(`account ${account} is not in conversation ${log}, which it has just opened`);
	}

	const {presence} = session.context;
	return {conversation: await describeConversation(transaction, presence, {membership, account})};
};
