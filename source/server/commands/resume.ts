/** `resume`: a device comes back with its token. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {checkAccountBan} from '../bans.ts';
import {hashSecretCode} from '../secret-code.ts';
import type {Session} from '../session.ts';
import {bindSession} from './open-session.ts';

/** @throws {ProtocolError} `token-invalid`, `banned` */
export const resume = (
	session: Session,
	{token}: CommandRequest<'resume'>,
): Promise<CommandReply<'resume'>> =>
	session.context.store.transact(async transaction => {
		const {accounts, devices} = transaction;
		const known = await devices.findByToken(hashSecretCode(token));
		const account = known && (await accounts.get(known.account));
		if (known === undefined || account === undefined || account.isDeleted) {
			throw new ProtocolError('token-invalid');
		}

		await checkAccountBan(transaction, account);
		await devices.setSeenAt(known.device, Date.now());
		return bindSession(session, transaction, {account, device: known.device});
	});
