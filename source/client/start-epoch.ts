/** The server's history was reset (it was restored from a backup): the copy of the old one is written down and forgotten. */
import type {Conversation} from '../protocol/entities.ts';
import {keepHistory} from './keep-history.ts';
import {type Replica, readApplied} from './replica.ts';
import type {StateDraft} from './state-draft.ts';

/** Outbox and drafts stay. Another process of the account may have done its part of this already. */
export const startEpoch = (replica: Replica, epoch: string): void => {
	const {database, outbox, store} = replica;
	replica.change(draft => {
		const account = database.account.read();
		if (account?.epoch !== epoch) {
			draft.patch({keptHistory: keepHistory(replica)});
			database.texts.clear();
			database.entries.clear();
			database.hidden.clear();
			database.downloads.clear();
			database.conversations.startAnew();
			database.account.setEpoch(epoch);
			outbox.forgetStored(draft);
		}

		for (const id of draft.conversations.keys()) {
			draft.patchConversation(id, {
				head: 0,
				readSeq: 0,
				unread: 0,
				mentions: 0,
				unreadFrom: [],
				pins: [],
				trimmedSeq: 0,
				peerReadSeq: 0,
				peerDeliveredSeq: 0,
			});
			draft.changedTimelines.add(id);
		}

		draft.readers.clear();
		draft.patch({historyResets: (store.getState().historyResets ?? 0) + 1});
		draft.afterCommit.push(() => {
			replica.epoch = epoch;
			replica.applied.clear();
			const now = database.account.read();
			for (const [log, seq] of now === undefined ? [] : readApplied(database, now)) {
				replica.applied.set(log, seq);
			}
		});
	});
};

const samePeople = (one: readonly number[], other: readonly number[]): boolean =>
	one.length === other.length && one.every(id => other.includes(id));

/**
 * In a new history the same number may name another conversation. What waits in the outbox for the
 * old one must not reach other people: it is shown as failed, and a person decides.
 */
export const refuseStrangers = (draft: StateDraft, {outbox}: Replica, told: Conversation): void => {
	const before = draft.conversations.get(told.id);
	// Only a conversation of a history that was reset has a row and no entries.
	if (before === undefined || before.head > 0) {
		return;
	}

	const peers = (told.peers ?? []).map(({id}) => id);
	const isSame =
		before.kind === told.kind &&
		(told.kind === 'direct' ? samePeople(before.peers, peers) : before.name === told.name);
	if (!isSame) {
		for (const {id} of outbox.of(told.id)) {
			outbox.setError(
				draft,
				id,
				'The history of the server was reset, and this conversation is another one now.',
			);
		}
	}
};
