/** One entry of a conversation's log → state. */
import type {Entry} from '../../protocol/entries.ts';
import {readMembership} from '../entry-content.ts';
import type {Profile} from '../state.ts';
import type {StateDraft} from '../state-draft.ts';
import {
	applyGroupChanged,
	applyGroupDeleted,
	applyMemberMuted,
	applyMemberUnmuted,
	applyMessagePinned,
	applyMessageRecalled,
	applyRetentionChanged,
} from './apply-group.ts';
import {
	applyMemberJoined,
	applyMemberLeft,
	applyMemberRemoved,
	applyMemberRoleChanged,
} from './apply-membership.ts';
import {applyMessageSent} from './apply-message-sent.ts';

/** Kinds that are not here only move the head. */
const applyByKind = new Map<string, (draft: StateDraft, entry: Entry) => void>([
	['message-sent', applyMessageSent],
	['member-joined', applyMemberJoined],
	['member-left', applyMemberLeft],
	['member-removed', applyMemberRemoved],
	['member-role-changed', applyMemberRoleChanged],
	['member-banned', applyMemberRemoved],
	['member-muted', applyMemberMuted],
	['member-unmuted', applyMemberUnmuted],
	['group-changed', applyGroupChanged],
	['group-deleted', applyGroupDeleted],
	['retention-changed', applyRetentionChanged],
	['message-pinned', applyMessagePinned],
	['message-recalled', applyMessageRecalled],
]);

const meet = (draft: StateDraft, profile: Profile | undefined): void => {
	if (profile !== undefined && draft.people.get(profile.id)?.name !== profile.name) {
		draft.putPerson({...draft.people.get(profile.id), id: profile.id, name: profile.name});
	}
};

/** Everybody whom an entry names is known from then on: in `#everyone`, that is every new account. */
const meetPeople = (draft: StateDraft, entry: Entry): void => {
	meet(draft, entry.sender);
	if (entry.kind !== 'message-sent') {
		const {account, by} = readMembership(entry.content);
		meet(draft, account);
		meet(draft, by);
	}
};

/** Invariant: what is at or before the head is in the state already, told by the server in sum. */
export const applyEntry = (draft: StateDraft, entry: Entry): void => {
	meetPeople(draft, entry);
	draft.changedTimelines.add(entry.log);
	const conversation = draft.conversations.get(entry.log);
	if (conversation === undefined || entry.seq <= conversation.head) {
		return;
	}

	applyByKind.get(entry.kind)?.(draft, entry);
	draft.patchConversation(entry.log, {head: entry.seq, lastAt: entry.at});
};
