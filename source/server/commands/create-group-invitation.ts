/** `create-group-invitation`: a code with which people join the group, for a while and so many times. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {mayInvite, requireGroup} from '../membership.ts';
import {createSecretCode, hashSecretCode} from '../secret-code.ts';
import type {Session} from '../session.ts';

const weekMs = 7 * 86_400_000;

/** @throws {ProtocolError} `not-a-member`, `forbidden`, `limit-exceeded` */
export const createGroupInvitation = (
	session: Session,
	{conversation: log, uses = 1, validMs = weekMs}: CommandRequest<'create-group-invitation'>,
): Promise<CommandReply<'create-group-invitation'>> => {
	const {id} = session.requireAccount();
	const code = createSecretCode();
	const now = Date.now();
	const expiresAt = now + validMs;
	return session.context.store.transact(async transaction => {
		const {invitations} = transaction;
		const {group, member} = await requireGroup(transaction, log, id);
		if (!mayInvite(group, member)) {
			throw new ProtocolError('forbidden', 'Only admins bring people into this group.');
		}

		if ((await invitations.tidyGroup(log, now)) >= limits.groupInvitationsMax) {
			throw new ProtocolError(
				'limit-exceeded',
				`A group has at most ${limits.groupInvitationsMax} open invitations.`,
			);
		}

		await invitations.add(hashSecretCode(code), {usesLeft: uses, expiresAt, log, by: id});
		return {code, expiresAt};
	});
};
