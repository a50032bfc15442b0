/** `hide-message`: the account does not want to see the message any more, on any device. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {firstVisible, requireMember} from '../membership.ts';
import type {Session} from '../session.ts';

/** Recalled ones too can be hidden. @throws {ProtocolError} `not-a-member`, `not-found` */
export const hideMessage = (
	session: Session,
	{conversation, seq}: CommandRequest<'hide-message'>,
): Promise<CommandReply<'hide-message'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(
		async transaction => {
			const member = await requireMember(transaction, conversation, id);
			const group = await transaction.conversations.get(conversation);
			const isVisible = group !== undefined && seq >= firstVisible(group, member);
			const account = await transaction.accounts.get(id);
			const entry = await transaction.entries.get(conversation, seq);
			if (!isVisible || entry?.kind !== 'message-sent') {
				throw new ProtocolError('not-found', 'There is no such message.');
			}

			if (account !== undefined && (await transaction.messages.hide(id, conversation, seq))) {
				const content = {conversation, message: seq};
				await transaction.entries.append({log: account.log, kind: 'message-hidden', content});
			}

			return {};
		},
		{account: id},
	);
};
