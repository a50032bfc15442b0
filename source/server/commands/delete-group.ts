/** `delete-group`: the owner ends the group; what was said stays with those who have it. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {closeGroup} from '../close-group.ts';
import {appendNotice} from '../group-notices.ts';
import {requireGroup} from '../membership.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

const atOnce = 100;

/** The group's own log has told them already. */
const sendOff = async (
	{accounts, entries, members}: Transaction,
	log: number,
	id: number,
): Promise<void> => {
	const account = await accounts.get(id);
	await members.remove(log, id);
	if (account !== undefined) {
		const content = {conversation: log};
		await entries.append({log: account.log, kind: 'conversation-left', content});
	}
};

/** @throws {ProtocolError} `not-a-member`, `forbidden` */
export const deleteGroup = (
	session: Session,
	{conversation: log}: CommandRequest<'delete-group'>,
): Promise<CommandReply<'delete-group'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {members} = transaction;
		const {member} = await requireGroup(transaction, log, sender.id);
		if (member.role !== 'owner') {
			throw new ProtocolError('forbidden', 'Only the owner deletes a group.');
		}

		await appendNotice(transaction, {log, kind: 'group-deleted', content: {}, sender});
		const all = await members.list(log, {after: 0, limit: limits.groupMembersMax});
		for (let first = 0; first < all.length; first += atOnce) {
			// A database across the network need not be waited for by each of them.
			const some = all.slice(first, first + atOnce);
			const ended = await Promise.allSettled(some.map(({id}) => sendOff(transaction, log, id)));
			const failed = ended.find(({status}) => status === 'rejected');
			if (failed?.status === 'rejected') {
				throw failed.reason;
			}
		}

		await closeGroup(transaction, session, log);
		return {};
	});
};
