/** `log-out`: this device's token becomes void, or those of all devices. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Session} from '../session.ts';
import {revokeDevices} from './revoke-device.ts';

export const logOut = (
	session: Session,
	{all = false}: CommandRequest<'log-out'>,
): Promise<CommandReply<'log-out'>> => {
	const {id} = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const devices = all
			? (await transaction.devices.list(id)).map(device => device.id)
			: [session.device];
		await revokeDevices(session, transaction, devices, 'This device was logged out.');
		return {};
	});
};
