/** Signals → state: who is there and how far peers have read. Lossy; the next one or the next log-in repairs. */
import type {EventBody} from '../../protocol/events.ts';
import type {Reader, StateDraft} from '../state-draft.ts';

export const applyPresenceChanged = (
	draft: StateDraft,
	{account, presence, seenAt}: EventBody<'presence-changed'>,
): void => {
	const person = draft.people.get(account);
	if (person !== undefined) {
		draft.putPerson({...person, presence, ...(seenAt === undefined ? {} : {seenAt})});
	}
};

/** How far all peers have come; 0 where there are none. */
export const peerProgressOf = (
	draft: StateDraft,
	conversation: number,
	peers: readonly number[],
): {peerReadSeq: number; peerDeliveredSeq: number} => {
	const readers = draft.readers.get(conversation);
	if (peers.length === 0 || readers === undefined) {
		return {peerReadSeq: 0, peerDeliveredSeq: 0};
	}

	return {
		peerReadSeq: Math.min(...peers.map(peer => readers.get(peer)?.seq ?? 0)),
		peerDeliveredSeq: Math.min(...peers.map(peer => readers.get(peer)?.delivered ?? 0)),
	};
};

export const applyPersonChanged = (
	draft: StateDraft,
	{person}: EventBody<'person-changed'>,
): void => draft.putPerson(person);

/** Without `at`, the stop was called off. */
export const applyShutdownAnnounced = (
	draft: StateDraft,
	{at, reason}: EventBody<'shutdown-announced'>,
): void => draft.patch({shutdown: at === undefined ? undefined : {at, reason}});

/** The copy follows, see `CopyTrimmer`. */
export const applyHistoryTrimmed = (
	draft: StateDraft,
	{conversation: id, trimmed, retentionMs}: EventBody<'history-trimmed'>,
): void => {
	const conversation = draft.conversations.get(id);
	if (conversation !== undefined) {
		draft.patchConversation(id, {
			trimmedSeq: Math.max(conversation.trimmedSeq, trimmed),
			retentionMs,
			pins: conversation.pins.filter(seq => seq > trimmed),
		});
	}
};

export const applyReaderMoved = (
	draft: StateDraft,
	{conversation: id, account, seq, delivered}: EventBody<'reader-moved'>,
): void => {
	const conversation = draft.conversations.get(id);
	if (conversation === undefined || !conversation.peers.includes(account)) {
		return;
	}

	const readers = draft.readers.get(id) ?? new Map<number, Reader>();
	const before = readers.get(account) ?? {seq: 0, delivered: 0};
	readers.set(account, {
		seq: Math.max(before.seq, seq),
		delivered: Math.max(before.delivered, delivered),
	});
	draft.readers.set(id, readers);
	const progress = peerProgressOf(draft, id, conversation.peers);
	draft.patchConversation(id, {
		peerReadSeq: Math.max(conversation.peerReadSeq, progress.peerReadSeq),
		peerDeliveredSeq: Math.max(conversation.peerDeliveredSeq, progress.peerDeliveredSeq),
	});
	draft.changedTimelines.add(id);
};
