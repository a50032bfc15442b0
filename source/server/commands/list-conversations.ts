/** `list-conversations`: the account's conversations with their heads, by log. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Conversation} from '../../protocol/entities.ts';
import {limits} from '../../protocol/limits.ts';
import {describeConversation} from '../describe-conversation.ts';
import type {Session} from '../session.ts';
import {unreadScanMax} from '../store/conversation-ports.ts';
import type {MembershipRow} from '../store/rows.ts';
import type {Transaction} from '../store/store.ts';

/** Entries that one page looks at to count what is unread: nobody else is served meanwhile. */
const pageScanMax = unreadScanMax * 5;

const readMemberships = async (
	{members}: Transaction,
	account: number,
	{after = 0, limit = limits.listPageMax, only}: CommandRequest<'list-conversations'>,
): Promise<{rows: readonly MembershipRow[]; more: boolean}> => {
	if (only === undefined) {
		const rows = await members.listConversations(account, {after, limit: limit + 1});
		return {rows: rows.slice(0, limit), more: rows.length > limit};
	}

	const rows: MembershipRow[] = [];
	for (const log of new Set(only)) {
		const row = await members.getConversation(account, log);
		if (row !== undefined) {
			rows.push(row);
		}
	}

	return {rows, more: false};
};

/** A page ends early rather than exceed the frame, or take long. With `only`, what the account is not in is left out. */
export const listConversations = (
	session: Session,
	request: CommandRequest<'list-conversations'>,
): Promise<CommandReply<'list-conversations'>> => {
	const {id} = session.requireAccount();
	const {store, presence} = session.context;
	return store.read(async transaction => {
		const {rows, more} = await readMemberships(transaction, id, request);
		const conversations: Conversation[] = [];
		let bytes = 0;
		let scanned = 0;
		for (const membership of rows) {
			const subject = {membership, account: id};
			const conversation = await describeConversation(transaction, presence, subject);
			bytes += Buffer.byteLength(JSON.stringify(conversation));
			if (request.only === undefined && bytes > limits.replyBytesMax && conversations.length > 0) {
				break;
			}

			conversations.push(conversation);
			scanned += Math.min(conversation.head - conversation.readSeq, unreadScanMax);
			if (request.only === undefined && scanned >= pageScanMax) {
				break;
			}
		}

		const account = await transaction.accounts.get(id);
		const {seq} = await transaction.entries.getHead(account?.log ?? 0);
		return {conversations, accountHead: seq, more: more || conversations.length < rows.length};
	});
};
