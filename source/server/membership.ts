/** Rules about members that several commands share. */
import type {Permission, Profile, Role} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {isInForce} from './restrictions.ts';
import type {ConversationRow, MemberRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

/** @throws {ProtocolError} `not-a-member`, for what does not exist too: strangers cannot tell */
export const requireMember = async (
	{members}: Transaction,
	log: number,
	account: number,
): Promise<MemberRow> => {
	const member = await members.get(log, account);
	if (member === undefined) {
		throw new ProtocolError('not-a-member');
	}

	return member;
};

/** @throws {ProtocolError} `not-a-member`, or `forbidden` when the conversation is no group */
export const requireGroup = async (
	transaction: Transaction,
	log: number,
	account: number,
): Promise<{group: ConversationRow; member: MemberRow}> => {
	const member = await requireMember(transaction, log, account);
	const group = await transaction.conversations.get(log);
	if (group?.kind !== 'group') {
		throw new ProtocolError('forbidden', 'This is no group: its members stay.');
	}

	return {group, member};
};

const rank = {owner: 2, admin: 1, member: 0} as const satisfies Record<Role, number>;

/** Whether one may decide about the other: owner over admin over member. */
export const outranks = (one: Role, other: Role): boolean => rank[one] > rank[other];

export const isAllowed = (role: Role, permission: Permission): boolean =>
	permission === 'members' || role !== 'member';

/** @throws {ProtocolError} `not-a-member`, `forbidden` for who is no admin of the group */
export const requireGroupAdmin = async (
	transaction: Transaction,
	log: number,
	account: number,
): Promise<{group: ConversationRow; member: MemberRow}> => {
	const found = await requireGroup(transaction, log, account);
	if (found.member.role === 'member') {
		throw new ProtocolError('forbidden', 'Only admins of the group do that.');
	}

	return found;
};

/**
 * Somebody whom `by`, an admin of the group, may decide about; they need not be a member.
 *
 * @throws {ProtocolError} `not-found`, `forbidden`
 */
export const requireSubject = async (
	transaction: Transaction,
	options: {log: number; name: string; by: Profile},
): Promise<{account: Profile & {log: number}; member: MemberRow | undefined}> => {
	const {log, name, by} = options;
	const {member: own} = await requireGroupAdmin(transaction, log, by.id);
	const [account] = await findAccounts(transaction, [name]);
	if (account === undefined) {
		throw new ProtocolError('not-found');
	}

	const member = await transaction.members.get(log, account.id);
	if (member !== undefined && !outranks(own.role, member.role)) {
		throw new ProtocolError(
			'forbidden',
			`Your role does not let you decide about ${account.name}.`,
		);
	}

	return {account, member};
};

/** The oldest `seq` that a member may see: what is kept, and in some groups nothing from before they came. */
export const firstVisible = (
	{settings, trimmedSeq = 0}: Pick<ConversationRow, 'settings'> & {readonly trimmedSeq?: number},
	{joinedSeq}: Pick<MemberRow, 'joinedSeq'>,
): number => Math.max(trimmedSeq, settings?.history === 'joined' ? joinedSeq : 0) + 1;

/** @throws {ProtocolError} `not-found` with the names that nobody has */
export const findAccounts = async (
	{accounts}: Transaction,
	names: readonly string[],
): Promise<(Profile & {log: number})[]> => {
	const found = new Map<number, Profile & {log: number}>();
	const missing: string[] = [];
	for (const name of names) {
		const account = await accounts.findByName(name.replace(/^@/, ''));
		if (account === undefined || account.isDeleted) {
			missing.push(name);
		} else {
			found.set(account.id, {id: account.id, name: account.name, log: account.log});
		}
	}

	if (missing.length > 0) {
		throw new ProtocolError('not-found', `There is nobody called ${missing.join(', ')}.`);
	}

	return [...found.values()];
};

/** Whoever stands in a block with the asker cannot be brought into anything. @throws {ProtocolError} `undeliverable` */
export const checkBlocks = async (
	{relations}: Transaction,
	asker: number,
	people: readonly Profile[],
): Promise<void> => {
	for (const {id, name} of people) {
		if (await relations.isBlockedBetween(asker, id)) {
			throw new ProtocolError('undeliverable', `${name} takes no messages now.`);
		}
	}
};

/**
 * Makes an account a member, and tells its devices by its private log. Everything before counts as read.
 * What others bring somebody into counts against nobody's limit: they could fill it up.
 *
 * @throws {ProtocolError} `limit-exceeded`
 */
export const admitMember = async (
	{members, entries}: Transaction,
	options: {log: number; account: Profile & {log: number}; role: Role; isOwn: boolean},
): Promise<void> => {
	const {log, role, account, isOwn} = options;
	if (
		isOwn &&
		(await members.countConversations(account.id)) >= limits.conversationsPerAccountMax
	) {
		throw new ProtocolError('limit-exceeded', `${account.name} is in too many conversations.`);
	}

	await entries.lock(log);
	const {seq} = await entries.getHead(log);
	await members.add({log, account: account.id, role, readSeq: seq, isOwn});
	await entries.append({
		log: account.log,
		kind: 'conversation-joined',
		content: {conversation: log},
	});
};

/** Admits a member and says so in the conversation. @throws {ProtocolError} `limit-exceeded` */
export const addMember = async (
	transaction: Transaction,
	options: {log: number; account: Profile & {log: number}; role: Role; by?: Profile | undefined},
): Promise<void> => {
	const {log, role, by} = options;
	const {id, name} = options.account;
	const account = {id, name};
	await admitMember(transaction, {...options, isOwn: by === undefined});
	const notice = await transaction.entries.append({
		log,
		kind: 'member-joined',
		content: by === undefined ? {account, role} : {account, role, by},
		sender: by ?? account,
	});
	if (notice !== undefined) {
		// Nobody has to read that they have joined.
		await transaction.members.setReadSeq(log, id, notice.seq);
	}
};

/** An owner is muted by nobody, because nobody could end it. */
export const makeOwner = async (
	{members, entries}: Transaction,
	{log, account, by}: {log: number; account: Profile; by?: Profile},
): Promise<void> => {
	const muted = (await members.get(log, account.id))?.muted;
	const from = by === undefined ? {} : {sender: by};
	await members.setRole(log, account.id, 'owner');
	const content = {account, role: 'owner'} as const;
	await entries.append({log, kind: 'member-role-changed', content, ...from});
	await members.setMuted(log, account.id, undefined);
	if (isInForce(muted)) {
		await entries.append({log, kind: 'member-unmuted', content: {account}, ...from});
	}
};

/** Whether the member may bring people into the group. */
export const mayInvite = ({settings}: ConversationRow, {role}: MemberRow): boolean =>
	settings === undefined || isAllowed(role, settings.permissions.invite);

/** The other way round: the notice first, so that who goes still sees it. */
export const dropMember = async (
	transaction: Transaction,
	options: {
		log: number;
		account: Profile & {log: number};
		by?: Profile | undefined;
		/** Whether they are kept from coming back, and why. */
		ban?: {reason?: string | undefined} | undefined;
	},
): Promise<void> => {
	const {log, by, ban} = options;
	const {id, name} = options.account;
	const account = {id, name};
	await transaction.entries.lock(log);
	if (ban === undefined) {
		const kind = by === undefined ? 'member-left' : 'member-removed';
		await transaction.entries.append({log, kind, content: {account}, sender: by ?? account});
	} else {
		const content = ban.reason === undefined ? {account} : {account, reason: ban.reason};
		await transaction.entries.append({
			log,
			kind: 'member-banned',
			content,
			sender: by ?? account,
		});
	}

	await transaction.members.remove(log, id);
	await transaction.entries.append({
		log: options.account.log,
		kind: 'conversation-left',
		content: {conversation: log},
	});
};
