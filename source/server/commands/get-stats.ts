/** `get-stats`: how much there is on the server, and who is connected. */
import type {CommandReply} from '../../protocol/commands.ts';
import {requireAdmin} from '../administrators.ts';
import type {Session} from '../session.ts';

/** @throws {ProtocolError} `forbidden` */
export const getStats = (session: Session): Promise<CommandReply<'get-stats'>> => {
	const {store, sessions, gate, startedAt} = session.context;
	return store.read(async transaction => {
		await requireAdmin(transaction, session);
		return {
			...(await transaction.count()),
			uptimeMs: Date.now() - startedAt,
			online: sessions.size,
			connections: gate.size,
			memoryBytes: process.memoryUsage().rss,
		};
	});
};
