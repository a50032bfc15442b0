/** `mark-read`: moves the account's read marker forward, on all its devices. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {requireMember} from '../membership.ts';
import type {Session} from '../session.ts';

/** A marker beyond the head is taken as the head, an older one changes nothing. */
export const markRead = (
	session: Session,
	{conversation, seq: wanted}: CommandRequest<'mark-read'>,
): Promise<CommandReply<'mark-read'>> => {
	const {id} = session.requireAccount();
	const {store, hub} = session.context;
	return store.transact(async transaction => {
		const {accounts, conversations, entries, members} = transaction;
		const {readSeq} = await requireMember(transaction, conversation, id);
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

		if ((await conversations.get(conversation))?.kind === 'direct') {
			const moved = {conversation, account: id, seq};
			transaction.afterCommit(() => hub.signalFollowers(conversation, 'reader-moved', moved, id));
		}

		return {seq};
	});
};
