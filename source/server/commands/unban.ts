/** `unban`: the account or address may use the server again. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {recordAct, requireAdmin} from '../administrators.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `forbidden`, `not-found` */
export const unban = async (
	session: Session,
	{target}: CommandRequest<'unban'>,
): Promise<CommandReply<'unban'>> => {
	const {store, addressBans} = session.context;
	await store.transact(async transaction => {
		const by = await requireAdmin(transaction, session);
		const account = target.startsWith('@')
			? await transaction.accounts.findByName(target.slice(1))
			: undefined;
		const stored = account === undefined ? target : `@${account.name}`;
		if (!(await transaction.bans.remove(stored))) {
			throw new ProtocolError('not-found', `${target} is not banned.`);
		}

		await recordAct(transaction, by, {act: 'unban', target: stored});
		await transaction.order({act: 'load-bans'});
	});
	await addressBans.load(store);
	return {};
};
