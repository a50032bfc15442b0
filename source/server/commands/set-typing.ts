/** `set-typing`: tells the others in a conversation; nothing is stored. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {findObstacle} from '../may-write.ts';
import type {Session} from '../session.ts';

/** Who may not write is taken to be silent. @throws {ProtocolError} `not-a-member` */
export const setTyping = (
	session: Session,
	{conversation, typing}: CommandRequest<'set-typing'>,
): Promise<CommandReply<'set-typing'>> => {
	const account = session.requireAccount();
	const {hub, store} = session.context;
	return store.read(async transaction => {
		const writer = await transaction.members.getWriter(conversation, account.id);
		if (writer === undefined) {
			throw new ProtocolError('not-a-member');
		}

		if ((await findObstacle(transaction, writer, account)) !== undefined) {
			return {};
		}

		const body = {conversation, account, typing};
		if (writer.kind === 'direct') {
			const peers = await transaction.members.listReachable(conversation, account.id);
			transaction.afterCommit(() => hub.signalAccounts(peers, 'typing-changed', body));
		} else {
			transaction.afterCommit(() =>
				hub.signalFollowers(conversation, 'typing-changed', body, account.id),
			);
		}

		return {};
	});
};
