/** What all devices of the account share, as its own log tells it: profile, friends, blocks, choices. */
import type {Entry} from '../../protocol/entries.ts';
import {isSeq, readMarker, readProfile, readRestriction} from '../entry-content.ts';
import {
	readNotifications,
	readPreferences,
	readPresence,
	readProfileFields,
} from '../settings-content.ts';
import type {Friendship} from '../state.ts';
import type {StateDraft} from '../state-draft.ts';

export const applyProfileChanged = (draft: StateDraft, {content}: Entry): void => {
	const {id, name, isAdmin} = draft.plain.account;
	const account = {
		...readProfileFields(content),
		id,
		name,
		...(isAdmin === undefined ? {} : {isAdmin}),
	};
	draft.patch({account});
	draft.putPerson(account);
};

export const applyPresenceSet = (draft: StateDraft, {content}: Entry): void =>
	draft.patch({presence: readPresence(content) ?? draft.plain.presence});

export const applyPreferencesChanged = (draft: StateDraft, {content}: Entry): void =>
	draft.patch({preferences: readPreferences(content)});

const setFriendship = (
	draft: StateDraft,
	{content}: Entry,
	friendship: Friendship | undefined,
): void => {
	const account = readProfile(content.account);
	if (account === undefined) {
		return;
	}

	const friends = new Map(draft.plain.friends);
	if (friendship === undefined) {
		friends.delete(account.id);
	} else {
		friends.set(account.id, friendship);
	}

	draft.patch({friends});
};

export const applyFriendRequested = (draft: StateDraft, entry: Entry): void =>
	setFriendship(draft, entry, entry.content.isOwn === true ? 'asked' : 'asking');
export const applyFriendAdded = (draft: StateDraft, entry: Entry): void =>
	setFriendship(draft, entry, 'friend');
export const applyFriendRemoved = (draft: StateDraft, entry: Entry): void =>
	setFriendship(draft, entry, undefined);

const setBlocked = (draft: StateDraft, {content}: Entry, isBlocked: boolean): void => {
	const account = readProfile(content.account);
	if (account === undefined) {
		return;
	}

	const blocked = new Set(draft.plain.blocked);
	if (isBlocked) {
		blocked.add(account.id);
	} else {
		blocked.delete(account.id);
	}

	draft.patch({blocked});
	for (const id of draft.conversations.keys()) {
		draft.changedTimelines.add(id);
		draft.countAnew(id);
	}
};

export const applyAccountBlocked = (draft: StateDraft, entry: Entry): void =>
	setBlocked(draft, entry, true);
export const applyAccountUnblocked = (draft: StateDraft, entry: Entry): void =>
	setBlocked(draft, entry, false);

export const applyNotificationsChanged = (draft: StateDraft, {content}: Entry): void => {
	const {conversation} = readMarker(content);
	const notifications = readNotifications(content);
	if (conversation !== undefined && notifications !== undefined) {
		draft.patchConversation(conversation, {notifications});
	}
};

export const applyMessageHidden = (draft: StateDraft, {content}: Entry): void => {
	const {conversation} = readMarker(content);
	if (conversation !== undefined && isSeq(content.message)) {
		draft.hide(conversation, content.message);
	}
};

export const applyTalkBanned = (draft: StateDraft, {content}: Entry): void =>
	draft.patch({talkBan: readRestriction(content)});
export const applyTalkUnbanned = (draft: StateDraft): void => draft.patch({talkBan: undefined});

export const applyAdminGranted = (draft: StateDraft): void =>
	draft.patch({account: {...draft.plain.account, isAdmin: true}});
export const applyAdminRevoked = (draft: StateDraft): void =>
	draft.patch({account: {...draft.plain.account, isAdmin: false}});
