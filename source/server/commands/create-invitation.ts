/** `create-invitation`: a code with which people may register; only administrators make them. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {createSecretCode, hashSecretCode} from '../secret-code.ts';
import type {Session} from '../session.ts';

const weekMs = 7 * 86_400_000;

/** @throws {ProtocolError} `forbidden` */
export const createInvitation = (
	session: Session,
	{uses = 1, validMs = weekMs}: CommandRequest<'create-invitation'>,
): Promise<CommandReply<'create-invitation'>> => {
	const {id} = session.requireAccount();
	const code = createSecretCode();
	const expiresAt = Date.now() + validMs;
	return session.context.store.transact(async ({accounts, invitations}) => {
		if (!(await accounts.get(id))?.isAdmin) {
			throw new ProtocolError('forbidden', 'Only administrators invite people to the server.');
		}

		await invitations.add(hashSecretCode(code), {usesLeft: uses, expiresAt});
		return {code, expiresAt};
	});
};
