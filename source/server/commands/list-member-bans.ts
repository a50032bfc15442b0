/** `list-member-bans`: whom a group keeps out; its admins may see. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {requireGroupAdmin} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `forbidden` */
export const listMemberBans = (
	session: Session,
	{conversation: log}: CommandRequest<'list-member-bans'>,
): Promise<CommandReply<'list-member-bans'>> => {
	const {id} = session.requireAccount();
	return session.context.store.read(async transaction => {
		await requireGroupAdmin(transaction, log, id);
		return {bans: [...(await transaction.members.listBanned(log))]};
	});
};
