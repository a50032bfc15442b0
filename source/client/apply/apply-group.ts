/** What was done to a group: its settings, who may write, its pins, its end. */
import type {Entry} from '../../protocol/entries.ts';
import {readMembership, readPin, readRestriction} from '../entry-content.ts';
import {readGroupSettings} from '../settings-content.ts';
import type {StateDraft} from '../state-draft.ts';

export const applyGroupChanged = (draft: StateDraft, {log, content}: Entry): void => {
	const {picture} = content;
	const settings = draft.conversations.get(log)?.settings;
	if (settings !== undefined) {
		draft.patchConversation(log, {settings: {...settings, ...readGroupSettings(content)}});
	}

	if (typeof picture === 'string') {
		draft.patchConversation(log, {picture: picture === '' ? undefined : picture});
	}
};

export const applyMemberMuted = (draft: StateDraft, {log, content}: Entry): void => {
	if (readMembership(content).account?.id === draft.account) {
		draft.patchConversation(log, {muted: readRestriction(content)});
	}
};

export const applyMemberUnmuted = (draft: StateDraft, {log, content}: Entry): void => {
	if (readMembership(content).account?.id === draft.account) {
		draft.patchConversation(log, {muted: undefined});
	}
};

/** What holds is the shorter of this and the server's: it has to be asked for. */
export const applyRetentionChanged = (draft: StateDraft, {log}: Entry): void =>
	void draft.refresh.add(log);

/** Nobody is a member any more; what was received stays readable. */
export const applyGroupDeleted = (draft: StateDraft, {log}: Entry): void =>
	draft.patchConversation(log, {isLeft: true, memberCount: 0});

export const applyMessagePinned = (draft: StateDraft, {log, content}: Entry): void => {
	const pin = readPin(content);
	const pins = draft.conversations.get(log)?.pins;
	if (pin !== undefined && pins !== undefined) {
		const others = pins.filter(seq => seq !== pin.message);
		draft.patchConversation(log, {pins: pin.isOn ? [...others, pin.message] : others});
	}
};

/** The server unpins what is recalled; nobody has to read it any more. */
export const applyMessageRecalled = (draft: StateDraft, {log, content}: Entry): void => {
	const pins = draft.conversations.get(log)?.pins ?? [];
	draft.patchConversation(log, {pins: pins.filter(seq => seq !== content.message)});
	draft.countAnew(log);
};
