/** `set-typing`: tells the others in a conversation; nothing is stored. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-a-member` */
export const setTyping = (
	session: Session,
	{conversation, typing}: CommandRequest<'set-typing'>,
): CommandReply<'set-typing'> => {
	const account = session.requireAccount();
	const {hub} = session.context;
	if (!hub.isFollowing(account.id, conversation)) {
		throw new ProtocolError('not-a-member');
	}

	hub.signalFollowers(conversation, 'typing-changed', {conversation, account, typing}, account.id);
	return {};
};
