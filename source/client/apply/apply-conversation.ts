/** A conversation as the server tells it in sum → state. Replaces what was known, but never goes back. */
import type {Conversation} from '../../protocol/entities.ts';
import type {ConversationState} from '../state.ts';
import type {StateDraft} from '../state-draft.ts';
import {peerProgressOf} from './apply-signal.ts';

const nameOf = (told: Conversation): string =>
	told.name ?? told.peers?.map(({name}) => name).join(', ') ?? '';

/** Markers move forward only: a signal may have overtaken what is told here. */
const noteReaders = (draft: StateDraft, told: Conversation): void => {
	if (told.readers === undefined) {
		return;
	}

	const before = draft.readers.get(told.id);
	const readers = told.readers.map(({account, seq, delivered}) => {
		const known = before?.get(account) ?? {seq: 0, delivered: 0};
		return [
			account,
			{seq: Math.max(seq, known.seq), delivered: Math.max(delivered, known.delivered)},
		] as const;
	});
	draft.readers.set(told.id, new Map(readers));
};

/**
 * Entries that were applied before this arrived may not be in its sums yet: then all is counted here.
 * A marker that the server has not heard of yet stays where it is.
 */
const noteUnread = (
	draft: StateDraft,
	told: Conversation,
	before: ConversationState | undefined,
): void => {
	if (before === undefined) {
		return;
	}

	if (before.readSeq > told.readSeq) {
		draft.recount.set(told.id, {after: before.readSeq, unread: 0, mentions: 0, mayAsk: false});
	} else if (before.head > told.head) {
		draft.countAnew(told.id);
	}
};

export const applyConversation = (draft: StateDraft, told: Conversation): void => {
	const before = draft.conversations.get(told.id);
	const peers = told.peers ?? [];
	for (const peer of peers) {
		draft.putPerson(peer);
	}

	noteReaders(draft, told);
	draft.putConversation({
		id: told.id,
		kind: told.kind,
		name: nameOf(told),
		settings: told.settings,
		picture: told.picture,
		muted: told.muted,
		notifications: told.notifications,
		pins: told.pins,
		role: told.role,
		memberCount: told.memberCount,
		peers: peers.map(({id}) => id),
		head: Math.max(told.head, before?.head ?? 0),
		trimmedSeq: Math.max(told.trimmed, before?.trimmedSeq ?? 0),
		retentionMs: told.retentionMs,
		readSeq: Math.max(told.readSeq, before?.readSeq ?? 0),
		unread: told.unread,
		mentions: told.mentions,
		unreadFrom: told.unreadFrom,
		...peerProgressOf(
			draft,
			told.id,
			peers.map(({id}) => id),
		),
		// That of the head, whatever the clock did: not the latest that was ever shown.
		lastAt: before !== undefined && before.head > told.head ? before.lastAt : told.lastAt,
		isLeft: false,
		draft: before?.draft ?? '',
	});
	noteUnread(draft, told, before);
	draft.changedTimelines.add(told.id);
};

/** `told` was the whole list: what is missing from it has been left. `known` is what stood here before it was asked for. */
export const applyConversationsMissing = (
	draft: StateDraft,
	known: Iterable<number>,
	told: ReadonlySet<number>,
): void => {
	for (const id of known) {
		if (!told.has(id)) {
			draft.patchConversation(id, {isLeft: true});
		}
	}
};
