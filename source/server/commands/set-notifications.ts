/** `set-notifications`: what of a conversation the account wants to be rung for. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {requireMember} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member` */
export const setNotifications = (
	session: Session,
	{conversation, level, forMs}: CommandRequest<'set-notifications'>,
): Promise<CommandReply<'set-notifications'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(async transaction => {
		await requireMember(transaction, conversation, id);
		const account = await transaction.accounts.get(id);
		if (account !== undefined) {
			const notifications = forMs === undefined ? {level} : {level, until: Date.now() + forMs};
			await transaction.members.setNotifications(conversation, id, notifications);
			await transaction.entries.append({
				log: account.log,
				kind: 'notifications-changed',
				content: {conversation, ...notifications},
			});
		}

		return {};
	});
};
