/** `shut-down`: warns everyone, waits, and stops the server or one of its nodes; or calls that off. */
import type {CommandReply, CommandRequest} from '../../protocol/commands.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {recordAct, requireAdmin} from '../administrators.ts';
import type {ServerContext} from '../context.ts';
import {describeDuration} from '../restrictions.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `not-found` when no node is called so; while nothing is known of the others, all names pass */
const checkNode = ({nodeName, peers}: ServerContext, node: string | undefined): void => {
	const names = [nodeName, ...peers.nodes.map(({name}) => name)];
	if (node !== undefined && !peers.isBlind && !names.includes(node)) {
		throw new ProtocolError('not-found', `No node is called ${node}, but: ${names.join(', ')}.`);
	}
};

/** @throws {ProtocolError} `not-found` where this node knows that nothing is planned */
const checkPlanned = ({nodeName, shutdown}: ServerContext, node: string | undefined): void => {
	if ((node === undefined || node === nodeName) && !shutdown.isPlanned) {
		throw new ProtocolError('not-found', 'The server is not about to stop.');
	}
};

/** @throws {ProtocolError} `forbidden`, `not-found` when there is nothing to call off, or no such node */
export const shutDown = (
	session: Session,
	{inMs = 0, reason, node, isCancelled = false}: CommandRequest<'shut-down'>,
): Promise<CommandReply<'shut-down'>> => {
	const {context} = session;
	return context.store.transact(async transaction => {
		const by = await requireAdmin(transaction, session);
		checkNode(context, node);
		const target = node === undefined ? {} : {target: node};
		if (isCancelled) {
			checkPlanned(context, node);
			await recordAct(transaction, by, {act: 'cancel-shutdown', ...target});
			await transaction.order({act: 'cancel-shutdown', node});
			return {};
		}

		const when = inMs === 0 ? 'now' : `in ${describeDuration(inMs)}`;
		const detail = reason === undefined ? when : `${when}: ${reason}`;
		await recordAct(transaction, by, {act: 'shut-down', detail, ...target});
		await transaction.order({act: 'plan-shutdown', node, at: Date.now() + inMs, reason});
		return {};
	});
};
