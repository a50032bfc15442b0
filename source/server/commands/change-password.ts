/** `change-password`: a new password; every other device is logged out. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import {checkNewPassword, checkOwnPassword, requireVerified} from '../check-password.ts';
import type {Session} from '../session.ts';
import {revokeDevices} from './revoke-device.ts';

/** @throws {ProtocolError} `wrong-credentials`, `password-weak`, `rate-limited`, `busy` */
export const changePassword = async (
	session: Session,
	{current, password}: CommandRequest<'change-password'>,
): Promise<CommandReply<'change-password'>> => {
	const {passwords, store} = session.context;
	checkNewPassword(password, limits.passwordLengthMin);
	const verified = await checkOwnPassword(session, current);
	const hash = await passwords.hash(password);
	return store.transact(async transaction => {
		const {id, log} = await requireVerified(transaction, verified);
		await transaction.accounts.setPasswordHash(id, hash);
		await transaction.entries.append({log, kind: 'password-changed', content: {}});
		const devices = await transaction.devices.list(id);
		const others = devices.map(device => device.id).filter(device => device !== session.device);
		await revokeDevices(session, transaction, others, 'The password was changed.');
		return {};
	});
};
