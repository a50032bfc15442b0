/** `fetch-entries`: a page of a log, in rising order. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {firstVisible, requireMember} from '../membership.ts';
import type {Session} from '../session.ts';
import type {Transaction} from '../store/store.ts';

/** The oldest `seq` that the account may see. @throws {ProtocolError} `not-a-member` */
const readStart = async (
	transaction: Transaction,
	log: number,
	account: number,
): Promise<number> => {
	if (log === (await transaction.accounts.get(account))?.log) {
		return 1;
	}

	const member = await requireMember(transaction, log, account);
	return firstVisible((await transaction.conversations.get(log)) ?? {settings: undefined}, member);
};

/** @throws {ProtocolError} `epoch-changed`, `not-a-member` */
export const fetchEntries = (
	session: Session,
	{log, epoch, after, before, limit = limits.entriesPageMax}: CommandRequest<'fetch-entries'>,
): Promise<CommandReply<'fetch-entries'>> => {
	const {id} = session.requireAccount();
	const {store} = session.context;
	if (epoch !== store.epoch) {
		throw new ProtocolError('epoch-changed');
	}

	return store.read(async transaction => {
		const start = await readStart(transaction, log, id);
		const page = {
			limit,
			...(after === undefined ? {} : {after: Math.max(after, start - 1)}),
			...(before === undefined ? {} : {before}),
		};
		const {seq: head} = await transaction.entries.getHead(log);
		const listed = await transaction.entries.list(log, page);
		const entries = listed.filter(({seq}) => seq >= start);
		const range = {first: entries[0]?.seq ?? 0, last: entries.at(-1)?.seq ?? 0};
		const hidden = await transaction.messages.listHidden(id, log, range);
		return {entries, head, first: head === 0 ? 0 : start, hidden: [...hidden]};
	});
};
