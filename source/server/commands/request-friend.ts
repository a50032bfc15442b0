/** `request-friend`: asks somebody to be friends; who has been asked already accepts by it. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {befriend, checkRoom, findPair, profileOf} from '../friendships.ts';
import {checkTalkBan} from '../may-write.ts';
import type {Session} from '../session.ts';

/** Who has blocked the asker never hears of it, and the asker never of the block. @throws {ProtocolError} `not-found`, `forbidden`, `talk-banned`, `limit-exceeded` */
export const requestFriend = (
	session: Session,
	{name}: CommandRequest<'request-friend'>,
): Promise<CommandReply<'request-friend'>> =>
	session.context.store.transact(async transaction => {
		const {relations, entries} = transaction;
		const {own, other} = await findPair(transaction, session, name);
		const relation = await relations.get(own.id, other.id);
		if (relation === 'blocked') {
			throw new ProtocolError('forbidden', `You have blocked ${other.name}: /unblock first.`);
		}

		await checkTalkBan(transaction, own.id);
		const theirs = await relations.get(other.id, own.id);
		// The other side of a request that was made under a block is missing when the block is gone.
		if (relation === 'friend' || (relation === 'asked' && theirs !== undefined)) {
			return {};
		}

		await checkRoom(transaction, own);
		if (relation === 'asking') {
			await befriend(transaction, session, {own, other});
			return {};
		}

		if (relation === undefined) {
			await relations.set(own.id, other.id, 'asked');
			const asked = {account: profileOf(other), isOwn: true};
			await entries.append({log: own.log, kind: 'friend-requested', content: asked});
		}

		if (theirs !== 'blocked') {
			await checkRoom(transaction, other);
			await relations.set(other.id, own.id, 'asking');
			const asking = {account: profileOf(own), isOwn: false};
			await entries.append({log: other.log, kind: 'friend-requested', content: asking});
		}

		return {};
	});
