/** Describes a conversation as one of its members sees it now. */
import type {Conversation} from '../protocol/entities.ts';
import {limits} from '../protocol/limits.ts';
import {describePeople} from './describe-person.ts';
import {firstVisible} from './membership.ts';
import type {PresenceBoard} from './presence.ts';
import {isInForce} from './restrictions.ts';
import {shorterOf} from './retention-rule.ts';
import {readServerRetention} from './server-settings.ts';
import type {MembershipRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

type Subject = {readonly membership: MembershipRow; readonly account: number};

/** What of the newest entries the account has not read. */
const describeUnread = async (
	{entries}: Transaction,
	{membership: {log, readSeq}, account}: Subject,
	head: number,
): Promise<Pick<Conversation, 'unread' | 'mentions' | 'unreadFrom'>> => {
	if (readSeq >= head) {
		return {unread: 0, mentions: 0, unreadFrom: []};
	}

	const {messages, mentions, senders} = await entries.countUnread(log, account, readSeq);
	return {unread: messages, mentions, unreadFrom: [...senders]};
};

const describePeers = async (
	transaction: Transaction,
	presence: PresenceBoard,
	{membership: {log}, account}: Subject,
): Promise<Pick<Conversation, 'peers' | 'readers'>> => {
	const all = await transaction.members.list(log, {after: 0, limit: limits.directMembersMax});
	const people = all.filter(({id}) => id !== account);
	const reachable = await transaction.members.listReachable(log, account);
	const readers: Conversation['readers'] = [];
	for (const {id, readSeq, deliveredSeq} of people) {
		const {hasReceipts} = await transaction.accounts.getPreferences(id);
		const isTold = hasReceipts && reachable.includes(id);
		const read = isTold ? readSeq : 0;
		const delivered = isTold ? Math.max(readSeq, deliveredSeq) : 0;
		readers.push({account: id, seq: read, delivered});
	}

	return {
		peers: await describePeople(transaction, presence, {people, asker: account}),
		readers,
	};
};

export const describeConversation = async (
	transaction: Transaction,
	presence: PresenceBoard,
	subject: Subject,
): Promise<Conversation> => {
	const {membership} = subject;
	const {log, kind, name, settings, picture, role, memberCount, readSeq} = membership;
	const {muted, notifications} = membership;
	const head = await transaction.entries.getHead(log);
	return {
		id: log,
		kind,
		...(name === undefined ? {} : {name}),
		...(settings === undefined ? {} : {settings}),
		...(picture === undefined ? {} : {picture}),
		role,
		...(isInForce(muted) ? {muted} : {}),
		notifications,
		pins: [...(await transaction.messages.listPins(log))],
		first: firstVisible(membership, membership),
		trimmed: membership.trimmedSeq,
		retentionMs: shorterOf(membership.retention.ms, await readServerRetention(transaction)),
		memberCount,
		...(kind === 'direct' ? await describePeers(transaction, presence, subject) : {}),
		head: head.seq,
		readSeq,
		...(await describeUnread(transaction, subject, head.seq)),
		lastAt: head.at,
	};
};
