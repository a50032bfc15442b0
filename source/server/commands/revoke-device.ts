/** `revoke-device`: the token of one of the account's devices becomes void, its connections end. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

/** @throws {ProtocolError} `not-found` */
export const revokeDevices = async (
	session: Session,
	transaction: Transaction,
	devices: readonly number[],
	reason: string,
): Promise<void> => {
	const {id} = session.requireAccount();
	const account = await transaction.accounts.get(id);
	for (const device of devices) {
		if (account === undefined || !(await transaction.devices.remove(id, device))) {
			throw new ProtocolError('not-found', 'You have no such device.');
		}

		await transaction.entries.append({log: account.log, kind: 'device-revoked', content: {device}});
		await transaction.order({act: 'end-sessions', account: id, device, reason});
	}
};

export const revokeDevice = (
	session: Session,
	{device}: CommandRequest<'revoke-device'>,
): Promise<CommandReply<'revoke-device'>> =>
	session.context.store.transact(async transaction => {
		await revokeDevices(session, transaction, [device], 'This device was revoked.');
		return {};
	});
