/** Somebody came to a conversation, left it, or has another role there. */
import type {Entry} from '../../protocol/entries.ts';
import {readMembership} from '../entry-content.ts';
import type {StateDraft} from '../state-draft.ts';

const changeMemberCount = (draft: StateDraft, log: number, change: 1 | -1): void => {
	const conversation = draft.conversations.get(log);
	if (conversation !== undefined) {
		draft.patchConversation(log, {memberCount: Math.max(0, conversation.memberCount + change)});
	}
};

export const applyMemberJoined = (draft: StateDraft, entry: Entry): void =>
	changeMemberCount(draft, entry.log, 1);

/** A direct conversation of several is named after those who are still in it. */
const forgetPeer = (draft: StateDraft, log: number, account: number): void => {
	const conversation = draft.conversations.get(log);
	if (conversation?.kind === 'direct' && conversation.peers.includes(account)) {
		const peers = conversation.peers.filter(id => id !== account);
		const names = peers.map(id => draft.people.get(id)?.name ?? '');
		draft.patchConversation(log, {peers, name: names.join(', ')});
	}
};

export const applyMemberLeft = (draft: StateDraft, entry: Entry): void => {
	changeMemberCount(draft, entry.log, -1);
	forgetPeer(draft, entry.log, readMembership(entry.content).account?.id ?? 0);
};

/** That this account itself was removed is told by its own log: see `applyConversationLeft`. */
export const applyMemberRemoved = (draft: StateDraft, entry: Entry): void =>
	changeMemberCount(draft, entry.log, -1);

export const applyMemberRoleChanged = (draft: StateDraft, entry: Entry): void => {
	const {account, role} = readMembership(entry.content);
	if (account?.id === draft.account && role !== undefined) {
		draft.patchConversation(entry.log, {role});
	}
};
