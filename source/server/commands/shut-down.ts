/** `shut-down`: warns everyone, waits, and stops the server; or calls that off. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {recordAct, requireAdmin} from '../administrators.ts';
import {describeDuration} from '../restrictions.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `forbidden`, `not-found` when there is nothing to call off */
export const shutDown = (
	session: Session,
	{inMs = 0, reason, isCancelled = false}: CommandRequest<'shut-down'>,
): Promise<CommandReply<'shut-down'>> => {
	const {shutdown, store} = session.context;
	return store.transact(async transaction => {
		const by = await requireAdmin(transaction, session);
		if (isCancelled) {
			if (!shutdown.isPlanned) {
				throw new ProtocolError('not-found', 'The server is not about to stop.');
			}

			await recordAct(transaction, by, {act: 'cancel-shutdown'});
			await transaction.order({act: 'cancel-shutdown'});
			return {};
		}

		const when = inMs === 0 ? 'now' : `in ${describeDuration(inMs)}`;
		const detail = reason === undefined ? when : `${when}: ${reason}`;
		await recordAct(transaction, by, {act: 'shut-down', detail});
		await transaction.order({act: 'plan-shutdown', at: Date.now() + inMs, reason});
		return {};
	});
};
