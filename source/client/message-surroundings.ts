/** What a stored message needs to become an item, read from the local copy. */
import type {StoredEntry} from './database/entry-table.ts';
import type {Replica} from './replica.ts';
import type {TimelineItem} from './state.ts';
import {type ItemSurroundings, itemOfEntry} from './timeline-items.ts';

const groupByMessage = (modifiers: readonly StoredEntry[]): Map<number, StoredEntry[]> =>
	Map.groupBy(modifiers, ({content}) => Number(content.message));

export const surroundingsOf = (replica: Replica, conversation: number): ItemSurroundings => {
	const {account, people, conversations, blocked} = replica.store.getState();
	const {entries, hidden} = replica.database;
	const {peerReadSeq = 0, peerDeliveredSeq = 0} = conversations.get(conversation) ?? {};
	return {
		account: account.id,
		peerReadSeq,
		peerDeliveredSeq,
		blocked,
		person: id => (id === account.id ? account : people.get(id)),
		find: seq => entries.find(conversation, seq),
		changes: (first, last) => ({
			modifiers: groupByMessage(entries.readModifiers(conversation, first, last)),
			hidden: hidden.readWithin(conversation, first, last),
		}),
	};
};

/** Up to here all was removed by age, whether the copy has followed already or not. */
export const trimmedSeqOf = ({store}: Replica, conversation: number): number =>
	store.getState().conversations.get(conversation)?.trimmedSeq ?? 0;

/** The entry as it stands now; `undefined` when there is nothing to show for it. */
export const readItem = (
	replica: Replica,
	conversation: number,
	seq: number,
): TimelineItem | undefined => {
	const surroundings = surroundingsOf(replica, conversation);
	const entry = seq > trimmedSeqOf(replica, conversation) ? surroundings.find(seq) : undefined;
	return entry && itemOfEntry(entry, surroundings);
};
