/** `leave-group`: goes out of a group; a leaving owner hands it over, the last one frees its name. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Profile} from '../../protocol/entities.ts';
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

/** A leaving owner hands the group over; the last one frees its name. */
export const leave = async (
	transaction: Transaction,
	log: number,
	account: Profile & {log: number},
): Promise<void> => {
	const {conversations, members} = transaction;
	const group = await conversations.get(log);
	const member = await members.get(log, account.id);
	await dropMember(transaction, {log, account});
	if (group?.kind !== 'group') {
		return;
	}

	if (
		group.memberCount === 1 ||
		(member?.role === 'owner' && !(await handOver(transaction, log)))
	) {
		await conversations.freeName(log);
	}
};

/** @throws {ProtocolError} `not-a-member`, `forbidden` */
export const leaveGroup = (
	session: Session,
	{conversation}: CommandRequest<'leave-group'>,
): Promise<CommandReply<'leave-group'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(async transaction => {
		await requireGroup(transaction, conversation, id);
		const account = await transaction.accounts.get(id);
		if (account !== undefined) {
			await leave(transaction, conversation, account);
		}

		return {};
	});
};
