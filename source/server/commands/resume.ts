/** `resume`: a device comes back with its token. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {checkAccountBan} from '../bans.ts';
import {hashSecretCode} from '../secret-code.ts';
import type {Session} from '../session.ts';
import {bindSession} from './open-session.ts';

/** @throws {ProtocolError} `token-invalid`, `banned` */
export const resume = async (
	session: Session,
	{token}: CommandRequest<'resume'>,
): Promise<CommandReply<'resume'>> => {
	const {store} = session.context;
	const tokenHash = hashSecretCode(token);
	const owner = await store.read(({devices}) => devices.findByToken(tokenHash));
	if (owner === undefined) {
		throw new ProtocolError('token-invalid');
	}

	const come = store.transact(
		async transaction => {
			const {accounts, devices} = transaction;
			// Looked at again: it may have been revoked meanwhile.
			const known = await devices.findByToken(tokenHash);
			const account = known && (await accounts.get(known.account));
			if (known === undefined || account === undefined || account.isDeleted) {
				throw new ProtocolError('token-invalid');
			}

			await checkAccountBan(transaction, account);
			await devices.setSeenAt(known.device, Date.now());
			return bindSession(session, transaction, {account, device: known.device});
		},
		{account: owner.account},
	);
	return come;
};
