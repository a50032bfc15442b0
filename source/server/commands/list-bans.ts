/** `list-bans`: who may not use the server, by target. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import {requireAdmin} from '../administrators.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `forbidden` */
export const listBans = (
	session: Session,
	{after = '', limit = limits.listPageMax}: CommandRequest<'list-bans'>,
): Promise<CommandReply<'list-bans'>> =>
	session.context.store.read(async transaction => {
		await requireAdmin(transaction, session);
		const rows = await transaction.bans.list({after, limit: limit + 1, now: Date.now()});
		const bans = rows.slice(0, limit).map(({account: _account, ...ban}) => ban);
		return {bans, more: rows.length > limit};
	});
