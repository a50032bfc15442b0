/** `revoke-group-invitations`: no code of the group lets in any more. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {requireGroupAdmin} from '../membership.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member`, `forbidden` */
export const revokeGroupInvitations = (
	session: Session,
	{conversation: log}: CommandRequest<'revoke-group-invitations'>,
): Promise<CommandReply<'revoke-group-invitations'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(async transaction => {
		await requireGroupAdmin(transaction, log, id);
		await transaction.invitations.removeOfGroup(log);
		return {};
	});
};
