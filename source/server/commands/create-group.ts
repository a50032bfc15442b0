/** `create-group`: a group with its first members; who makes it owns it. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {EntryContent} from '../../protocol/entries.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {findNameProblem, normalizeName} from '../../protocol/names.ts';
import {defaultGroupSettings} from '../defaults.ts';
import {checkTalkBan} from '../may-write.ts';
import {addMember, checkBlocks, findAccounts} from '../membership.ts';
import {override} from '../override.ts';
import type {Session} from '../session.ts';
import {answerConversation} from './answer-conversation.ts';

/** @throws {ProtocolError} `name-invalid`, `name-taken`, `talk-banned`, `undeliverable`, `not-found` with the names that nobody has */
export const createGroup = (
	session: Session,
	request: CommandRequest<'create-group'>,
): Promise<CommandReply<'create-group'>> => {
	const owner = session.requireAccount();
	const {members = []} = request;
	const title = request.title ?? request.settings?.title ?? '';
	const name = normalizeName(request.name.replace(/^#/, ''));
	const problem = findNameProblem(name);
	if (problem !== undefined) {
		throw new ProtocolError('name-invalid', `This name cannot be: ${problem}.`);
	}

	return session.context.store.transact(async transaction => {
		if ((await transaction.conversations.findByName(name)) !== undefined) {
			throw new ProtocolError('name-taken', `There is a group #${name} already.`);
		}

		await checkTalkBan(transaction, owner.id);
		const people = await findAccounts(transaction, [owner.name, ...members]);
		await checkBlocks(transaction, owner.id, people);
		const log = await transaction.conversations.add({
			kind: 'group',
			name,
			settings: override(defaultGroupSettings, {...request.settings, title}),
		});
		const content: EntryContent<'conversation-created'> = title === '' ? {name} : {name, title};
		await transaction.entries.append({log, kind: 'conversation-created', content, sender: owner});
		for (const account of people) {
			const isOwner = account.id === owner.id;
			await addMember(transaction, {
				log,
				account,
				role: isOwner ? 'owner' : 'member',
				by: isOwner ? undefined : owner,
			});
		}

		return answerConversation(session, transaction, log);
	});
};
