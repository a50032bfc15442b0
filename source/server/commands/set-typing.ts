/** `set-typing`: tells the others in a conversation; nothing is stored. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Profile} from '../../protocol/entities.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {findObstacle} from '../may-write.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

/** Of a direct conversation the accounts that may be told; of others all who follow. Who may not write is taken to be silent. */
type Listeners = 'followers' | readonly number[];

/** @throws {ProtocolError} `not-a-member` */
const findListeners = async (
	transaction: Transaction,
	conversation: number,
	account: Profile,
): Promise<Listeners> => {
	const writer = await transaction.members.getWriter(conversation, account.id);
	if (writer === undefined) {
		throw new ProtocolError('not-a-member');
	}

	if ((await findObstacle(transaction, writer, account)) !== undefined) {
		return [];
	}

	return writer.kind === 'direct'
		? transaction.members.listReachable(conversation, account.id)
		: 'followers';
};

/** @throws {ProtocolError} `not-a-member` */
export const setTyping = async (
	session: Session,
	{conversation, typing}: CommandRequest<'set-typing'>,
): Promise<CommandReply<'set-typing'>> => {
	const account = session.requireAccount();
	const {hub, store} = session.context;
	const listeners = await store.read(transaction =>
		findListeners(transaction, conversation, account),
	);
	const body = {conversation, account, typing};
	if (listeners === 'followers') {
		hub.signalFollowers(conversation, 'typing-changed', body, account.id);
	} else {
		hub.signalAccounts(listeners, 'typing-changed', body);
	}

	return {};
};
