/** `delete-group`: the owner ends the group; what was said stays with those who have it. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {closeGroup} from '../close-group.ts';
import {appendNotice} from '../group-notices.ts';
import {requireGroup} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `forbidden` */
export const deleteGroup = (
	session: Session,
	{conversation: log}: CommandRequest<'delete-group'>,
): Promise<CommandReply<'delete-group'>> => {
	const sender = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const {accounts, entries, members} = transaction;
		const {member} = await requireGroup(transaction, log, sender.id);
		if (member.role !== 'owner') {
			throw new ProtocolError('forbidden', 'Only the owner deletes a group.');
		}

		await appendNotice(transaction, {log, kind: 'group-deleted', content: {}, sender});
		for (const {id} of await members.list(log, {after: 0, limit: limits.groupMembersMax})) {
			await members.remove(log, id);
			const account = await accounts.get(id);
			if (account !== undefined) {
				const content = {conversation: log};
				await entries.append({log: account.log, kind: 'conversation-left', content});
			}
		}

		await closeGroup(transaction, session, log);
		return {};
	});
};
