/** `answer-friend`: accepts or declines a request. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {befriend, findPair, separate} from '../friendships.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-found` when the person has not asked */
export const answerFriend = (
	session: Session,
	{name, accept}: CommandRequest<'answer-friend'>,
): Promise<CommandReply<'answer-friend'>> =>
	session.context.store.transact(async transaction => {
		const pair = await findPair(transaction, session, name);
		if ((await transaction.relations.get(pair.own.id, pair.other.id)) !== 'asking') {
			throw new ProtocolError('not-found', `${pair.other.name} has not asked you.`);
		}

		await (accept ? befriend(transaction, session, pair) : separate(transaction, pair));
		return {};
	});
