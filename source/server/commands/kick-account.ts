/** `kick-account`: ends all connections of an account now. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {recordAct, requireAdmin, requireCulprit} from '../administrators.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `forbidden`, `not-found` */
export const kickAccount = (
	session: Session,
	{name, reason}: CommandRequest<'kick-account'>,
): Promise<CommandReply<'kick-account'>> =>
	session.context.store.transact(async transaction => {
		const by = await requireAdmin(transaction, session);
		const account = await requireCulprit(transaction, name, by);
		const target = `@${account.name}`;
		await recordAct(transaction, by, {act: 'kick', target, detail: reason});
		const told = `You were disconnected by ${by.name}${reason === undefined ? '' : `: ${reason}`}.`;
		await transaction.order({act: 'kick', account: account.id, reason: told});
		return {};
	});
