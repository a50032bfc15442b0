/** `remove-friend`: ends a friendship, or takes a request back. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {findPair, partPresence, separate} from '../friendships.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-found` when there is nothing to end */
export const removeFriend = (
	session: Session,
	{name}: CommandRequest<'remove-friend'>,
): Promise<CommandReply<'remove-friend'>> =>
	session.context.store.transact(async transaction => {
		const pair = await findPair(transaction, session, name);
		const relation = await transaction.relations.get(pair.own.id, pair.other.id);
		if (relation === undefined || relation === 'blocked') {
			throw new ProtocolError('not-found', `${pair.other.name} is no friend of yours.`);
		}

		await separate(transaction, pair);
		if (relation === 'friend') {
			await partPresence(transaction, session, pair);
		}

		return {};
	});
