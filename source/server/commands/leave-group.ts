/** `leave-group`: goes out of a group; a leaving owner hands it over, the last one frees its name. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {dropMember, requireGroup} from '../membership.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

/** To the longest admin, else to the longest member. */
const handOver = async ({members, entries}: Transaction, log: number): Promise<boolean> => {
	const heir = await members.findSuccessor(log);
	if (heir === undefined) {
		return false;
	}

	const account = {id: heir.id, name: heir.name};
	await members.setRole(log, heir.id, 'owner');
	await entries.append({log, kind: 'member-role-changed', content: {account, role: 'owner'}});
	return true;
};

/** @throws {ProtocolError} `not-a-member`, `forbidden` */
export const leaveGroup = (
	session: Session,
	{conversation}: CommandRequest<'leave-group'>,
): Promise<CommandReply<'leave-group'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {group, member} = await requireGroup(transaction, conversation, id);
		const account = await transaction.accounts.get(id);
		if (account !== undefined) {
			await dropMember(transaction, {log: conversation, account});
		}

		const isEmpty = group.memberCount === 1;
		if (isEmpty || (member.role === 'owner' && !(await handOver(transaction, conversation)))) {
			await transaction.conversations.freeName(conversation);
		}

		return {};
	});
};
