/** `join-group`: enters a public group by its name, or a private one by an invitation's code; a member just gets its state. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {addMember} from '../membership.ts';
import {hashSecretCode} from '../secret-code.ts';
import type {Session} from '../session.ts';
import type {ConversationRow} from '../store/rows.ts';
import type {Transaction} from '../store/store.ts';
import {addressKey} from '../throttle.ts';
import {answerConversation} from './answer-conversation.ts';

type Request = CommandRequest<'join-group'>;

/** A private group answers strangers as one that is not there. @throws {ProtocolError} `not-found` */
const findByName = async (
	{conversations, members}: Transaction,
	name: string,
	account: number,
): Promise<ConversationRow> => {
	const plain = name.replace(/^#/, '');
	const group = await conversations.findByName(plain);
	const isOpen =
		group !== undefined &&
		(group.settings?.visibility !== 'private' ||
			(await members.get(group.log, account)) !== undefined);
	if (group === undefined || !isOpen) {
		throw new ProtocolError('not-found', `There is no group #${plain} that you may join.`);
	}

	return group;
};

/** @throws {ProtocolError} `code-invalid` */
const findByCode = async (
	{invitations, conversations}: Transaction,
	code: string,
): Promise<ConversationRow> => {
	const log = await invitations.takeForGroup(hashSecretCode(code), Date.now());
	const group = log === undefined ? undefined : await conversations.get(log);
	if (group === undefined) {
		throw new ProtocolError('code-invalid', 'This invitation is wrong, used up or expired.');
	}

	return group;
};

/** @throws {ProtocolError} `not-found`, `code-invalid`, `forbidden`, `limit-exceeded` */
const enter = async (
	transaction: Transaction,
	group: ConversationRow,
	id: number,
): Promise<void> => {
	const account = await transaction.accounts.get(id);
	if (account === undefined || (await transaction.members.isBanned(group.log, id))) {
		throw new ProtocolError('forbidden', 'You are banned from this group.');
	}

	if (group.memberCount >= limits.groupMembersMax) {
		throw new ProtocolError('limit-exceeded', `#${group.name} is full.`);
	}

	await addMember(transaction, {log: group.log, account, role: 'member'});
};

const join = async (
	session: Session,
	transaction: Transaction,
	{name, code}: Request,
): Promise<CommandReply<'join-group'>> => {
	const {id} = session.requireAccount();
	if (name === undefined && code === undefined) {
		throw new ProtocolError('bad-payload', 'Which group? It takes a name or a code.');
	}

	const group =
		code === undefined
			? await findByName(transaction, name ?? '', id)
			: await findByCode(transaction, code);
	if ((await transaction.members.get(group.log, id)) === undefined) {
		await enter(transaction, group, id);
	}

	return answerConversation(session, transaction, group.log);
};

/** Guesses of codes are slowed like those of passwords. */
export const joinGroup = (
	session: Session,
	request: Request,
): Promise<CommandReply<'join-group'>> => {
	const {throttles, store} = session.context;
	const address = addressKey(session.address);
	if (request.code !== undefined) {
		throttles.logInAddress.count(address);
	}

	return store.transact(async transaction => {
		const reply = await join(session, transaction, request);
		if (request.code !== undefined) {
			transaction.afterCommit(() => throttles.logInAddress.forgive(address));
		}

		return reply;
	});
};
