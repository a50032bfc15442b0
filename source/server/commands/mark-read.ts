/** `mark-read`: moves the account's read marker forward, on all its devices. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {requireMember} from '../membership.ts';
import {tellReceipt} from '../receipts.ts';
import type {Session} from '../session.ts';

/** A marker beyond the head is taken as the head, an older one changes nothing. */
export const markRead = (
	session: Session,
	{conversation, seq: wanted}: CommandRequest<'mark-read'>,
): Promise<CommandReply<'mark-read'>> => {
	const {id} = session.requireAccount();
	const {store, hub} = session.context;
	return store.transact(
		async transaction => {
			const {accounts, entries, members} = transaction;
			const {readSeq, deliveredSeq} = await requireMember(transaction, conversation, id);
			const head = await entries.getHead(conversation);
			const seq = Math.min(wanted, head.seq);
			if (seq <= readSeq) {
				return {seq: readSeq};
			}

			await members.setReadSeq(conversation, id, seq);
			const account = await accounts.get(id);
			if (account !== undefined) {
				const content = {conversation, seq};
				await entries.append({log: account.log, kind: 'read-marked', content});
			}

			const delivered = Math.max(seq, deliveredSeq);
			await tellReceipt(transaction, hub, {conversation, account: id, seq, delivered});
			return {seq};
		},
		{account: id},
	);
};
