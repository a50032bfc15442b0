/** `list-conversations`: the account's conversations with their heads, by log. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import type {Conversation} from '../../protocol/entities.ts';
import {limits} from '../../protocol/limits.ts';
import {describeConversation} from '../describe-conversation.ts';
import type {Session} from '../session.ts';
import type {MembershipRow} from '../store/rows.ts';
import type {Transaction} from '../store/store.ts';

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

/** With `only`, conversations that the account is not in are left out. */
export const listConversations = (
	session: Session,
	request: CommandRequest<'list-conversations'>,
): Promise<CommandReply<'list-conversations'>> => {
	const {id} = session.requireAccount();
	const {store, presence} = session.context;
	return store.transact(async transaction => {
		const {rows, more} = await readMemberships(transaction, id, request);
		const conversations: Conversation[] = [];
		for (const membership of rows) {
			conversations.push(
				await describeConversation(transaction, presence, {membership, account: id}),
			);
		}

		const account = await transaction.accounts.get(id);
		const {seq} = await transaction.entries.getHead(account?.log ?? 0);
		return {conversations, accountHead: seq, more};
	});
};
