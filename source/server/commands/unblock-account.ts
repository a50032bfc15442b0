/** `unblock-account`: somebody may write again; friends they are not by it. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {areContacts, findPair, introduce, profileOf} from '../friendships.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-found` when the person is not blocked */
export const unblockAccount = (
	session: Session,
	{name}: CommandRequest<'unblock-account'>,
): Promise<CommandReply<'unblock-account'>> =>
	session.context.store.transact(async transaction => {
		const {relations, entries} = transaction;
		const {own, other} = await findPair(transaction, session, name);
		if ((await relations.get(own.id, other.id)) !== 'blocked') {
			throw new ProtocolError('not-found', `You have not blocked ${other.name}.`);
		}

		await relations.remove(own.id, other.id);
		const content = {account: profileOf(other)};
		await entries.append({log: own.log, kind: 'account-unblocked', content});
		if (await areContacts(transaction, {own, other})) {
			await introduce(transaction, session, {own, other});
		}

		return {};
	});
