/** `log-in`: name and password make a new device of the account. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {nameKey} from '../../protocol/names.ts';
import {attempt} from '../attempt.ts';
import {checkAccountBan} from '../bans.ts';
import {requireVerified, type Verified} from '../check-password.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';
import {addressKey} from '../throttle.ts';
import {addDevice, bindSession} from './open-session.ts';

/** Nothing for a name that nobody has, or had and has no more. */
const findCredentials = async (
	{accounts}: Transaction,
	name: string,
): Promise<Verified | undefined> => {
	const account = await accounts.findByName(name);
	return account === undefined || account.isDeleted
		? undefined
		: {id: account.id, passwordHash: await accounts.getPasswordHash(account.id)};
};

/** An unknown name and a wrong password get the same answer after the same time. */
export const logIn = async (
	session: Session,
	{name, password, device: deviceName}: CommandRequest<'log-in'>,
): Promise<CommandReply<'log-in'>> => {
	const {store, passwords, throttles} = session.context;
	const address = addressKey(session.address);
	const key = nameKey(name);
	const verified = await attempt(
		[
			[throttles.logInAddress, address],
			[throttles.guesser, `${address} ${key}`],
			[throttles.logInName, key],
		],
		async () => {
			const found = await store.read(transaction => findCredentials(transaction, name));
			const isRight = await passwords.verify(found?.passwordHash, password);
			if (!isRight || found === undefined) {
				throw new ProtocolError('wrong-credentials');
			}

			return found;
		},
	);
	return store.transact(
		async transaction => {
			const account = await requireVerified(transaction, verified);
			await checkAccountBan(transaction, account);
			const {device, token} = await addDevice(transaction, account, deviceName);
			return {...(await bindSession(session, transaction, {account, device})), token};
		},
		{account: verified.id},
	);
};
