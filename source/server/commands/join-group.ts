/** `join-group`: enters a public group by its name, or a private one by an invitation's code; a member just gets its state. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {attempt} from '../attempt.ts';
import {addMember, mayInvite} from '../membership.ts';
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

/** A code holds as long as the member who made it may invite. @throws {ProtocolError} `code-invalid` */
const findByCode = async (
	{invitations, conversations, members}: Transaction,
	codeHash: Buffer,
): Promise<ConversationRow> => {
	const found = await invitations.findGroup(codeHash, Date.now());
	const group = found && (await conversations.get(found.log));
	const maker = found && (await members.get(found.log, found.by));
	if (group === undefined || maker === undefined || !mayInvite(group, maker)) {
		throw new ProtocolError('code-invalid', 'This invitation is wrong, used up or expired.');
	}

	return group;
};

/** @throws {ProtocolError} `forbidden`, `limit-exceeded` */
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

/** Who is a member already uses no invitation up. @throws {ProtocolError} `not-found`, `code-invalid`, `forbidden`, `limit-exceeded` */
const join = async (
	session: Session,
	transaction: Transaction,
	{name, code}: Request,
): Promise<CommandReply<'join-group'>> => {
	const {id} = session.requireAccount();
	if (name === undefined && code === undefined) {
		throw new ProtocolError('bad-payload', 'Which group? It takes a name or a code.');
	}

	const codeHash = code === undefined ? undefined : hashSecretCode(code);
	const group =
		codeHash === undefined
			? await findByName(transaction, name ?? '', id)
			: await findByCode(transaction, codeHash);
	if ((await transaction.members.get(group.log, id)) === undefined) {
		await enter(transaction, group, id);
		if (codeHash !== undefined) {
			await transaction.invitations.takeForGroup(codeHash);
		}
	}

	return answerConversation(session, transaction, group.log);
};

/** Guesses of codes are slowed like those of passwords. */
export const joinGroup = (
	session: Session,
	request: Request,
): Promise<CommandReply<'join-group'>> => {
	const {throttles, store} = session.context;
	const enterGroup = () => store.transact(transaction => join(session, transaction, request));
	return request.code === undefined
		? enterGroup()
		: attempt([[throttles.logInAddress, addressKey(session.address)]], enterGroup);
};
