/** One entry of the account's private log → state. What one device does, all devices follow. */
import type {Entry} from '../../protocol/entries.ts';
import {readMarker} from '../entry-content.ts';
import type {StateDraft} from '../state-draft.ts';

/** Moves the marker forward, never back, and has the unread messages counted. */
export const moveReadMarker = (draft: StateDraft, id: number, seq: number): void => {
	const conversation = draft.conversations.get(id);
	if (conversation !== undefined && seq > conversation.readSeq) {
		draft.patchConversation(id, {readSeq: seq});
		draft.recount.set(id, {after: seq, unread: 0, mentions: 0, mayAsk: true});
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

/** Kinds that are not here (devices, the administrator's role) change nothing that is kept. */
const applyByKind = new Map<string, (draft: StateDraft, entry: Entry) => void>([
	['read-marked', applyReadMarked],
	['conversation-joined', applyConversationJoined],
	['conversation-left', applyConversationLeft],
]);

export const applyAccountEntry = (draft: StateDraft, entry: Entry): void =>
	applyByKind.get(entry.kind)?.(draft, entry);
