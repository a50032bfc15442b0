/** Describes a conversation as one of its members sees it now. */
import type {Conversation} from '../protocol/entities.ts';
import {limits} from '../protocol/limits.ts';
import type {PresenceBoard} from './presence.ts';
import type {MembershipRow} from './store/rows.ts';
import type {Transaction} from './store/store.ts';

export const describeConversation = async (
	{members, entries}: Transaction,
	presence: PresenceBoard,
	options: {membership: MembershipRow; account: number},
): Promise<Conversation> => {
	const {membership, account} = options;
	const {log, kind, name, title, role, memberCount, readSeq} = membership;
	const head = await entries.getHead(log);
	const description: Conversation = {
		id: log,
		kind,
		role,
		memberCount,
		head: head.seq,
		readSeq,
		unread: readSeq < head.seq ? await entries.countUnread(log, account, readSeq) : 0,
		mentions: readSeq < head.seq ? await entries.countMentions(log, account, readSeq) : 0,
		lastAt: head.at,
	};
	if (name !== undefined) {
		description.name = name;
	}

	if (title !== undefined) {
		description.title = title;
	}

	if (kind === 'direct') {
		const all = await members.list(log, {after: 0, limit: limits.directMembersMax});
		const peers = all.filter(({id}) => id !== account);
		description.peers = peers.map(peer => presence.describe(peer));
		description.readers = peers.map(peer => ({account: peer.id, seq: peer.readSeq}));
	}

	return description;
};
