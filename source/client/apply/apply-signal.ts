/** Signals → state: who is there and how far peers have read. Lossy; the next one or the next log-in repairs. */
import type {EventBody} from '../../protocol/events.ts';
import type {StateDraft} from '../state-draft.ts';

export const applyPresenceChanged = (
	draft: StateDraft,
	{account, presence, seenAt}: EventBody<'presence-changed'>,
): void => {
	const person = draft.people.get(account);
	if (person !== undefined) {
		draft.putPerson({...person, presence, ...(seenAt === undefined ? {} : {seenAt})});
	}
};

/** How far all peers have read; 0 where there are none. */
export const peerReadSeqOf = (
	draft: StateDraft,
	conversation: number,
	peers: readonly number[],
): number => {
	const readers = draft.readers.get(conversation);
	return peers.length === 0 || readers === undefined
		? 0
		: Math.min(...peers.map(peer => readers.get(peer) ?? 0));
};

export const applyReaderMoved = (
	draft: StateDraft,
	{conversation: id, account, seq}: EventBody<'reader-moved'>,
): void => {
	const conversation = draft.conversations.get(id);
	if (conversation === undefined || !conversation.peers.includes(account)) {
		return;
	}

	const readers = draft.readers.get(id) ?? new Map<number, number>();
	readers.set(account, Math.max(readers.get(account) ?? 0, seq));
	draft.readers.set(id, readers);
	const peerReadSeq = Math.max(
		conversation.peerReadSeq,
		peerReadSeqOf(draft, id, conversation.peers),
	);
	draft.patchConversation(id, {peerReadSeq});
	draft.changedTimelines.add(id);
};
