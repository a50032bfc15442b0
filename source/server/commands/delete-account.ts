/** `delete-account`: the account is gone for good; its name stays taken, what it said stays. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {checkOwnPassword, requireVerified} from '../check-password.ts';
import {profileOf} from '../friendships.ts';
import type {Session} from '../session.ts';
import type {AccountRow} from '../store/rows.ts';
import type {Transaction} from '../store/store.ts';
import {leave} from './leave-group.ts';

/** A server without administrators could never get one again. @throws {ProtocolError} `forbidden` */
const checkLastAdmin = async ({accounts}: Transaction, isAdmin: boolean): Promise<void> => {
	if (isAdmin && (await accounts.countAdmins()) === 1) {
		throw new ProtocolError(
			'forbidden',
			'You are the last administrator: make somebody else one first.',
		);
	}
};

/** Who was a friend, or has asked or been asked, is told; who has blocked the account is not. */
const endFriendships = async (
	{relations, entries}: Transaction,
	account: AccountRow,
): Promise<void> => {
	for (const {account: other} of await relations.list(account.id)) {
		const theirs = await relations.get(other.id, account.id);
		if (theirs !== undefined && theirs !== 'blocked') {
			const content = {account: profileOf(account)};
			await entries.append({log: other.log, kind: 'friend-removed', content});
		}
	}

	await relations.removeAll(account.id);
};

/** @throws {ProtocolError} `wrong-credentials`, `forbidden` */
export const deleteAccount = async (
	session: Session,
	{password}: CommandRequest<'delete-account'>,
): Promise<CommandReply<'delete-account'>> => {
	const {store} = session.context;
	const verified = await checkOwnPassword(session, password);
	return store.transact(async transaction => {
		const {accounts, members, devices, pictures, conversations} = transaction;
		const account = await requireVerified(transaction, verified);
		const {id} = account;
		await checkLastAdmin(transaction, account.isAdmin);
		for (const {log} of await members.listHeads(id)) {
			if ((await conversations.get(log))?.kind !== 'direct') {
				await leave(transaction, session, {log, account});
			}
		}

		await endFriendships(transaction, account);
		await accounts.remove(id);
		if (account.avatar !== undefined) {
			await pictures.release(account.avatar);
		}

		for (const device of await devices.list(id)) {
			await devices.remove(id, device.id);
		}

		const uploads = await transaction.files.listUploadsOf(id);
		transaction.afterCommit(() => void session.context.uploads.cancelAll(id, uploads));
		const reason = 'The account was deleted.';
		await transaction.order({act: 'end-sessions', account: id, device: 'all', reason});
		return {};
	});
};
