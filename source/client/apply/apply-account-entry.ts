/** One entry of the account's private log → state. What one device does, all devices follow. */
import type {Entry} from '../../protocol/entries.ts';
import {readMarker} from '../entry-content.ts';
import type {StateDraft} from '../state-draft.ts';
import {
	applyAccountBlocked,
	applyAccountUnblocked,
	applyAdminGranted,
	applyAdminRevoked,
	applyFriendAdded,
	applyFriendRemoved,
	applyFriendRequested,
	applyMessageHidden,
	applyNotificationsChanged,
	applyPreferencesChanged,
	applyPresenceSet,
	applyProfileChanged,
	applyTalkBanned,
	applyTalkUnbanned,
} from './apply-account-shared.ts';

/** Moves the marker forward, never back, and has the unread messages counted. */
export const moveReadMarker = (draft: StateDraft, id: number, seq: number): void => {
	const conversation = draft.conversations.get(id);
	if (conversation !== undefined && seq > conversation.readSeq) {
		draft.patchConversation(id, {readSeq: seq});
		draft.countAnew(id);
	}
};

const applyReadMarked = (draft: StateDraft, entry: Entry): void => {
	const {conversation, seq} = readMarker(entry.content);
	if (conversation !== undefined && seq !== undefined) {
		moveReadMarker(draft, conversation, seq);
	}
};

/** The entry does not tell the conversation's state: it has to be asked for. */
const applyConversationJoined = (draft: StateDraft, entry: Entry): void => {
	const {conversation} = readMarker(entry.content);
	if (conversation !== undefined) {
		draft.refresh.add(conversation);
	}
};

/** What was received stays readable. */
const applyConversationLeft = (draft: StateDraft, entry: Entry): void => {
	const {conversation} = readMarker(entry.content);
	if (conversation !== undefined) {
		draft.patchConversation(conversation, {isLeft: true});
	}
};

/** Kinds that are not here (devices, the password) change nothing that is kept. */
const applyByKind = new Map<string, (draft: StateDraft, entry: Entry) => void>([
	['read-marked', applyReadMarked],
	['conversation-joined', applyConversationJoined],
	['conversation-left', applyConversationLeft],
	['profile-changed', applyProfileChanged],
	['presence-set', applyPresenceSet],
	['friend-requested', applyFriendRequested],
	['friend-added', applyFriendAdded],
	['friend-removed', applyFriendRemoved],
	['account-blocked', applyAccountBlocked],
	['account-unblocked', applyAccountUnblocked],
	['preferences-changed', applyPreferencesChanged],
	['notifications-changed', applyNotificationsChanged],
	['message-hidden', applyMessageHidden],
	['talk-banned', applyTalkBanned],
	['talk-unbanned', applyTalkUnbanned],
	['admin-granted', applyAdminGranted],
	['admin-revoked', applyAdminRevoked],
]);

export const applyAccountEntry = (draft: StateDraft, entry: Entry): void =>
	applyByKind.get(entry.kind)?.(draft, entry);
