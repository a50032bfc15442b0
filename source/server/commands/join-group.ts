/** `join-group`: enters a group by its name; a member just gets its state. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {addMember} from '../membership.ts';
import type {Session} from '../session.ts';
import {answerConversation} from './answer-conversation.ts';

/** @throws {ProtocolError} `not-found`, `limit-exceeded` */
export const joinGroup = (
	session: Session,
	request: CommandRequest<'join-group'>,
): Promise<CommandReply<'join-group'>> => {
	const {id} = session.requireAccount();
	const name = request.name.replace(/^#/, '');
	return session.context.store.transact(async transaction => {
		const group = await transaction.conversations.findByName(name);
		const account = await transaction.accounts.get(id);
		if (group === undefined || account === undefined) {
			throw new ProtocolError('not-found', `There is no group #${name}.`);
		}

		if ((await transaction.members.get(group.log, id)) === undefined) {
			if (group.memberCount >= limits.groupMembersMax) {
				throw new ProtocolError('limit-exceeded', `#${name} is full.`);
			}

			await addMember(transaction, {log: group.log, account, role: 'member'});
		}

		return answerConversation(session, transaction, group.log);
	});
};
