/** `create-invitation`: a code with which people may register; only administrators make them. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {recordAct, requireAdmin} from '../administrators.ts';
import {createSecretCode, hashSecretCode} from '../secret-code.ts';
import type {Session} from '../session.ts';

const weekMs = 7 * 86_400_000;

/** @throws {ProtocolError} `forbidden` */
export const createInvitation = (
	session: Session,
	{uses = 1, validMs = weekMs}: CommandRequest<'create-invitation'>,
): Promise<CommandReply<'create-invitation'>> => {
	const code = createSecretCode();
	const expiresAt = Date.now() + validMs;
	return session.context.store.transact(async transaction => {
		const by = await requireAdmin(transaction, session);

		await transaction.invitations.add(hashSecretCode(code), {usesLeft: uses, expiresAt});
		await recordAct(transaction, by, {act: 'create-invitation', detail: `for ${uses}`});
		return {code, expiresAt};
	});
};
