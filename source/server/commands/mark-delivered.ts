/** `mark-delivered`: a device of the account has received entries; told to the peers of a direct conversation. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {requireMember} from '../membership.ts';
import {tellReceipt} from '../receipts.ts';
import type {Session} from '../session.ts';

/** Beyond the head counts as the head, an older place changes nothing. @throws {ProtocolError} `not-a-member` */
export const markDelivered = (
	session: Session,
	{conversation, seq: wanted}: CommandRequest<'mark-delivered'>,
): Promise<CommandReply<'mark-delivered'>> => {
	const {id} = session.requireAccount();
	const {store, hub} = session.context;
	return store.transact(
		async transaction => {
			const {readSeq, deliveredSeq} = await requireMember(transaction, conversation, id);
			const head = await transaction.entries.getHead(conversation);
			const delivered = Math.min(wanted, head.seq);
			if (delivered > deliveredSeq) {
				await transaction.members.setDeliveredSeq(conversation, id, delivered);
				const moved = {conversation, account: id, seq: readSeq, delivered};
				await tellReceipt(transaction, hub, moved);
			}

			return {};
		},
		{account: id},
	);
};
