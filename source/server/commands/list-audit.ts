/** `list-audit`: what administrators did, the newest first. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import {requireAdmin} from '../administrators.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `forbidden` */
export const listAudit = (
	session: Session,
	{before = Number.MAX_SAFE_INTEGER, limit = limits.listPageMax}: CommandRequest<'list-audit'>,
): Promise<CommandReply<'list-audit'>> =>
	session.context.store.read(async transaction => {
		await requireAdmin(transaction, session);
		const rows = await transaction.audit.list({before, limit: limit + 1});
		return {records: rows.slice(0, limit), more: rows.length > limit};
	});
