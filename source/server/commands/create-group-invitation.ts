/** `create-group-invitation`: a code with which people join the group, for a while and so many times. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {isAllowed, requireGroup} from '../membership.ts';
import {createSecretCode, hashSecretCode} from '../secret-code.ts';
import type {Session} from '../session.ts';

const weekMs = 7 * 86_400_000;

/** @throws {ProtocolError} `not-a-member`, `forbidden` */
export const createGroupInvitation = (
	session: Session,
	{conversation: log, uses = 1, validMs = weekMs}: CommandRequest<'create-group-invitation'>,
): Promise<CommandReply<'create-group-invitation'>> => {
	const {id} = session.requireAccount();
	const code = createSecretCode();
	const expiresAt = Date.now() + validMs;
	return session.context.store.transact(async transaction => {
		const {group, member} = await requireGroup(transaction, log, id);
		if (group.settings && !isAllowed(member.role, group.settings.permissions.invite)) {
			throw new ProtocolError('forbidden', 'Only admins bring people into this group.');
		}

		await transaction.invitations.add(hashSecretCode(code), {usesLeft: uses, expiresAt, log});
		return {code, expiresAt};
	});
};
