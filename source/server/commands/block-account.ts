/** `block-account`: no direct messages, requests, presence or typing of somebody any more. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {areContacts, findPair, partPresence, profileOf, separate} from '../friendships.ts';
import type {Session} from '../session.ts';

/** Ends a friendship too. The blocked one is told nothing. @throws {ProtocolError} `not-found`, `forbidden`, `limit-exceeded` */
export const blockAccount = (
	session: Session,
	{name}: CommandRequest<'block-account'>,
): Promise<CommandReply<'block-account'>> =>
	session.context.store.transact(async transaction => {
		const {relations, entries} = transaction;
		const {own, other} = await findPair(transaction, session, name);
		if ((await relations.get(own.id, other.id)) === 'blocked') {
			return {};
		}

		if ((await relations.count(own.id, true)) >= limits.blocksMax) {
			throw new ProtocolError('limit-exceeded', `You block ${limits.blocksMax} people already.`);
		}

		const hadPresence = await areContacts(transaction, {own, other});
		await separate(transaction, {own, other});
		await relations.set(own.id, other.id, 'blocked');
		if (hadPresence) {
			await partPresence(transaction, session, {own, other});
		}

		const content = {account: profileOf(other)};
		await entries.append({log: own.log, kind: 'account-blocked', content});
		return {};
	});
