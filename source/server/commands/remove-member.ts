/** `remove-member`: the owner, or an admin, takes somebody out of the group. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {dropMember, findAccounts, outranks, requireGroup} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `forbidden`, `not-found` */
export const removeMember = (
	session: Session,
	{conversation, name}: CommandRequest<'remove-member'>,
): Promise<CommandReply<'remove-member'>> => {
	const by = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {member} = await requireGroup(transaction, conversation, by.id);
		const [account] = await findAccounts(transaction, [name]);
		const removed = account && (await transaction.members.get(conversation, account.id));
		if (account === undefined || removed === undefined) {
			throw new ProtocolError('not-found', `${name} is no member.`);
		}

		if (!outranks(member.role, removed.role)) {
			throw new ProtocolError('forbidden', `Your role does not let you remove ${account.name}.`);
		}

		await dropMember(transaction, {log: conversation, account, by});
		return {};
	});
};
