/** `ban-member`: an admin of the group removes somebody and keeps them out. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {dropMember, requireSubject} from '../membership.ts';
import type {Session} from '../session.ts';

/** Who is no member yet is kept out too. @throws {ProtocolError} `not-a-member`, `forbidden`, `not-found` */
export const banMember = (
	session: Session,
	{conversation: log, name, reason}: CommandRequest<'ban-member'>,
): Promise<CommandReply<'ban-member'>> => {
	const by = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {account, member} = await requireSubject(transaction, {log, name, by});
		if (account.id === by.id) {
			throw new ProtocolError('forbidden', 'You cannot ban yourself.');
		}

		await transaction.members.ban(log, account.id);
		if (member !== undefined) {
			await dropMember(transaction, {log, account, by, ban: {reason}});
		}

		return {};
	});
};
