/** Tells the peers of a direct conversation how far somebody has received and read, if that person wants it told. */
import type {EventBody} from '../protocol/events.ts';
import type {Hub} from './hub.ts';
import type {Transaction} from './store/store.ts';

export const tellReceipt = async (
	transaction: Transaction,
	hub: Hub,
	moved: EventBody<'reader-moved'>,
): Promise<void> => {
	const {accounts, members} = transaction;
	const {conversation, account} = moved;
	const writer = await members.getWriter(conversation, account);
	if (writer?.kind !== 'direct' || !(await accounts.getPreferences(account)).hasReceipts) {
		return;
	}

	const peers = await members.listReachable(conversation, account);
	transaction.afterCommit(() => hub.signalAccounts(peers, 'reader-moved', moved));
};
