/** `list-members`: the members of a conversation by account, with their roles and presence. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import {requireMember} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member` */
export const listMembers = (
	session: Session,
	{conversation, after = 0, limit = limits.listPageMax}: CommandRequest<'list-members'>,
): Promise<CommandReply<'list-members'>> => {
	const {id} = session.requireAccount();
	const {store, presence} = session.context;
	return store.transact(async transaction => {
		await requireMember(transaction, conversation, id);
		const rows = await transaction.members.list(conversation, {after, limit: limit + 1});
		const page = rows.slice(0, limit);
		const ids = page.map(row => row.id);
		const visible = new Set([id, ...(await transaction.members.listContacts(id, ids))]);
		const members = page.map(row => ({
			account: visible.has(row.id) ? presence.describe(row) : {id: row.id, name: row.name},
			role: row.role,
		}));
		return {members, more: rows.length > limit};
	});
};
