/** `fetch-entries`: a page of a log, in rising order. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {requireMember} from '../membership.ts';
import type {Session} from '../session.ts';

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

	return store.transact(async transaction => {
		const account = await transaction.accounts.get(id);
		if (log !== account?.log) {
			await requireMember(transaction, log, id);
		}

		const page = {
			limit,
			...(after === undefined ? {} : {after}),
			...(before === undefined ? {} : {before}),
		};
		const {seq: head} = await transaction.entries.getHead(log);
		return {entries: await transaction.entries.list(log, page), head, first: Math.min(head, 1)};
	});
};
