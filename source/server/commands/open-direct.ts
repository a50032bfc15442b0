/** `open-direct`: the conversation of exactly these people, made if there is none. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {admitMember, checkBlocks, findAccounts} from '../membership.ts';
import type {Session} from '../session.ts';
import {answerConversation} from './answer-conversation.ts';

/** @throws {ProtocolError} `not-found`, `undeliverable`, `forbidden` for a conversation with oneself */
export const openDirect = (
	session: Session,
	{members}: CommandRequest<'open-direct'>,
): Promise<CommandReply<'open-direct'>> => {
	const {id, name} = session.requireAccount();
	return session.context.store.transact(async transaction => {
		const people = await findAccounts(transaction, [name, ...members]);
		if (people.length < 2) {
			throw new ProtocolError('forbidden', 'A conversation needs somebody else.');
		}

		const directKey = people
			.map(person => person.id)
			.sort((one, other) => one - other)
			.join(',');
		const known = await transaction.conversations.findDirect(directKey);
		if (known !== undefined) {
			return answerConversation(session, transaction, known.log);
		}

		await checkBlocks(transaction, id, people);
		const log = await transaction.conversations.add({kind: 'direct', directKey});
		await transaction.entries.append({
			log,
			kind: 'conversation-created',
			content: {},
			sender: {id, name},
		});
		for (const account of people) {
			await admitMember(transaction, {log, account, role: 'member', isOwn: account.id === id});
		}

		return answerConversation(session, transaction, log);
	});
};
