/** `list-members`: the members of a conversation by account, with their roles and presence. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import {describePeople} from '../describe-person.ts';
import {requireMember} from '../membership.ts';
import {isInForce} from '../restrictions.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member` */
export const listMembers = (
	session: Session,
	{conversation, after = 0, limit = limits.listPageMax}: CommandRequest<'list-members'>,
): Promise<CommandReply<'list-members'>> => {
	const {id} = session.requireAccount();
	const {store, presence} = session.context;
	return store.read(async transaction => {
		await requireMember(transaction, conversation, id);
		const rows = await transaction.members.list(conversation, {after, limit: limit + 1});
		const page = rows.slice(0, limit);
		const people = await describePeople(transaction, presence, {people: page, asker: id});
		const members = people.map((account, index) => {
			const row = page[index];
			return {
				account,
				role: row?.role ?? 'member',
				...(isInForce(row?.muted) ? {muted: row.muted} : {}),
			};
		});
		return {members, more: rows.length > limit};
	});
};
