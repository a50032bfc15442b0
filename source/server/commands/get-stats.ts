/** `get-stats`: how much there is on the server, and who is connected. */
import type {CommandReply} from '../../protocol/commands.ts';
import {requireAdmin} from '../administrators.ts';
import type {NodeReport} from '../bus/bus.ts';
import type {ServerContext} from '../context.ts';
import type {Session} from '../session.ts';

/** This node first, the others by their names. */
const reportNodes = ({gate, nodeName, peers, startedAt}: ServerContext): readonly NodeReport[] => [
	{
		name: nodeName,
		connections: gate.size,
		memoryBytes: process.memoryUsage.rss(),
		uptimeMs: Date.now() - startedAt,
	},
	...[...peers.nodes].sort((a, b) => (a.name < b.name ? -1 : 1)),
];

const sum = (nodes: readonly NodeReport[], field: 'connections' | 'memoryBytes'): number =>
	nodes.reduce((total, node) => total + node[field], 0);

/** @throws {ProtocolError} `forbidden` */
export const getStats = (session: Session): Promise<CommandReply<'get-stats'>> => {
	const {store, sessions, presence, startedAt} = session.context;
	const nodes = reportNodes(session.context);
	return store.read(async transaction => {
		await requireAdmin(transaction, session);
		return {
			...(await transaction.count()),
			uptimeMs: Date.now() - startedAt,
			online: presence.countOnline(sessions.accounts),
			connections: sum(nodes, 'connections'),
			memoryBytes: sum(nodes, 'memoryBytes'),
			...(nodes.length > 1 ? {nodes: [...nodes]} : {}),
		};
	});
};
