/** `set-notifications`: what of a conversation the account wants to be rung for. */
import {isDeepStrictEqual} from 'node:util';
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member` */
export const setNotifications = (
	session: Session,
	{conversation, level, forMs}: CommandRequest<'set-notifications'>,
): Promise<CommandReply<'set-notifications'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(
		async transaction => {
			const membership = await transaction.members.getConversation(id, conversation);
			if (membership === undefined) {
				throw new ProtocolError('not-a-member');
			}

			const account = await transaction.accounts.get(id);
			const notifications = forMs === undefined ? {level} : {level, until: Date.now() + forMs};
			if (account !== undefined && !isDeepStrictEqual(notifications, membership.notifications)) {
				await transaction.members.setNotifications(conversation, id, notifications);
				await transaction.entries.append({
					log: account.log,
					kind: 'notifications-changed',
					content: {conversation, ...notifications},
				});
			}

			return {};
		},
		{account: id},
	);
};
