/** What `register`, `log-in` and `resume` have in common: a device, and the connection bound to it. */
import type {Session as SessionReply} from '../../protocol/commands.ts';
import type {Presence, Profile} from '../../protocol/entities.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {checkAddressBan} from '../bans.ts';
import {createSecretCode, hashSecretCode} from '../secret-code.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

/** A command that logs in: on each connection one at a time, and none after it succeeded. */
export const onlyOnce =
	<Request, Reply>(logIn: (session: Session, request: Request) => Promise<Reply>) =>
	async (session: Session, request: Request): Promise<Reply> => {
		if (session.account !== undefined || session.isLoggingIn) {
			throw new ProtocolError('already-logged-in');
		}

		session.isLoggingIn = true;
		try {
			return await logIn(session, request);
		} finally {
			session.isLoggingIn = false;
		}
	};

/** Makes a device for the account and tells its other devices. @throws {ProtocolError} `limit-exceeded` */
export const addDevice = async (
	{devices, entries}: Transaction,
	account: {id: number; log: number},
	name: string,
): Promise<{device: number; token: string}> => {
	if ((await devices.list(account.id)).length >= limits.devicesPerAccountMax) {
		throw new ProtocolError(
			'limit-exceeded',
			`You have ${limits.devicesPerAccountMax} devices: revoke one first.`,
		);
	}

	const token = createSecretCode();
	const device = await devices.add({account: account.id, name, tokenHash: hashSecretCode(token)});
	await entries.append({log: account.log, kind: 'device-added', content: {device, name}});
	return {device, token};
};

/**
 * Binds the connection once the transaction is on the disk and tells what it follows from there on.
 * The account follows its logs before their heads are told, so that nothing falls between.
 *
 * @throws {ProtocolError} `banned` when the address was banned since it connected
 */
export const bindSession = async (
	session: Session,
	transaction: Transaction,
	options: {account: Profile & {log: number; presence: Presence}; device: number},
): Promise<SessionReply> => {
	const {addressBans, store} = session.context;
	checkAddressBan(addressBans, session.address);
	const {device} = options;
	const {id, name, log, presence} = options.account;
	const heads = await transaction.members.listHeads(id);
	const {seq} = await transaction.entries.getHead(log);
	transaction.afterCommit(() => {
		session.logIn({id, name}, {device, presence, logs: [{log, seq}, ...heads]});
		if (addressBans.isBanned(session.address)) {
			session.kick('Your address was banned from this server.');
		}
	});
	return {account: {id, name}, device, log, head: seq, epoch: store.epoch};
};
