/** Somebody came to a conversation, left it, or has another role there. */
import type {Entry} from '../../protocol/entries.ts';
import {deletedName} from '../deleted-account.ts';
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

/** As the server names it from now on, in its directory and in direct conversations. */
const forgetAccount = (draft: StateDraft, id: number): void => {
	draft.replacePerson({id, name: deletedName(id)});
	for (const {id: log, kind, peers} of draft.conversations.values()) {
		if (kind === 'direct' && peers.includes(id)) {
			const names = peers.map(peer => draft.people.get(peer)?.name ?? '');
			draft.patchConversation(log, {name: names.join(', ')});
			draft.changedTimelines.add(log);
		}
	}
};

/** Everybody stays in `#everyone` as long as their account lasts. */
export const applyMemberLeft = (draft: StateDraft, {log, content}: Entry): void => {
	const id = readMembership(content).account?.id ?? 0;
	changeMemberCount(draft, log, -1);
	forgetPeer(draft, log, id);
	if (draft.conversations.get(log)?.kind === 'everyone' && draft.people.has(id)) {
		forgetAccount(draft, id);
	}
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
