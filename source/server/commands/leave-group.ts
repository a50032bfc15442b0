/** `leave-group`: goes out of a group or a direct conversation of several; a leaving owner hands it over, the last one closes it. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Profile} from '../../protocol/entities.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {closeGroup} from '../close-group.ts';
import {dropMember, makeOwner, requireMember} from '../membership.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

/** A leaving owner hands the group over; the last one closes it. */
export const leave = async (
	transaction: Transaction,
	session: Session,
	options: {log: number; account: Profile & {log: number}},
): Promise<void> => {
	const {conversations, members} = transaction;
	const {log, account} = options;
	const group = await conversations.get(log);
	const member = await members.get(log, account.id);
	await dropMember(transaction, options);
	if (group?.kind === 'direct') {
		// These people can begin anew.
		await conversations.freeName(log);
	}

	if (group?.kind !== 'group') {
		return;
	}

	const heir = await members.findSuccessor(log, Date.now());
	if (heir === undefined) {
		await closeGroup(transaction, session, log);
	} else if (member?.role === 'owner') {
		await makeOwner(transaction, {log, account: {id: heir.id, name: heir.name}});
	}
};

/** A group, or a direct conversation of three and more. @throws {ProtocolError} `not-a-member`, `forbidden` */
const requireLeavable = async (
	transaction: Transaction,
	log: number,
	account: number,
): Promise<void> => {
	await requireMember(transaction, log, account);
	const conversation = await transaction.conversations.get(log);
	const isLarge = conversation !== undefined && conversation.memberCount > 2;
	if (conversation?.kind !== 'group' && !(conversation?.kind === 'direct' && isLarge)) {
		throw new ProtocolError('forbidden', 'Nobody can leave this conversation.');
	}
};

/** @throws {ProtocolError} `not-a-member`, `forbidden` */
export const leaveGroup = (
	session: Session,
	{conversation}: CommandRequest<'leave-group'>,
): Promise<CommandReply<'leave-group'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(async transaction => {
		await requireLeavable(transaction, conversation, id);
		const account = await transaction.accounts.get(id);
		if (account !== undefined) {
			await leave(transaction, session, {log: conversation, account});
		}

		return {};
	});
};
