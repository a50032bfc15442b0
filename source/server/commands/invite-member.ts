/** `invite-member`: a member brings somebody into the group. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {checkTalkBan} from '../may-write.ts';
import {addMember, checkBlocks, findAccounts, mayInvite, requireGroup} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `talk-banned`, `forbidden`, `not-found`, `already-a-member`, `limit-exceeded`, `undeliverable` */
export const inviteMember = (
	session: Session,
	{conversation, name}: CommandRequest<'invite-member'>,
): Promise<CommandReply<'invite-member'>> => {
	const by = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {group, member} = await requireGroup(transaction, conversation, by.id);
		await checkTalkBan(transaction, by.id);
		const [account] = await findAccounts(transaction, [name]);
		if (account === undefined) {
			throw new ProtocolError('not-found');
		}

		if (!mayInvite(group, member)) {
			throw new ProtocolError('forbidden', 'Only admins bring people into this group.');
		}

		if (await transaction.members.isBanned(conversation, account.id)) {
			throw new ProtocolError('forbidden', `${account.name} is banned from this group.`);
		}

		if ((await transaction.members.get(conversation, account.id)) !== undefined) {
			throw new ProtocolError('already-a-member', `${account.name} is a member already.`);
		}

		if (group.memberCount >= limits.groupMembersMax) {
			throw new ProtocolError('limit-exceeded', 'The group is full.');
		}

		await checkBlocks(transaction, by.id, [account]);
		await addMember(transaction, {log: conversation, account, role: 'member', by});
		return {};
	});
};
