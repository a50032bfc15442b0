/** The nodes of one run against a cluster. */
import {join} from 'node:path';
import type {NodeName} from './cluster-acts.ts';
import {type ClusterParts, createClusterStrikes} from './cluster-strikes.ts';
import type {Service, ServiceOptions} from './ground.ts';
import {countPeers} from './peers.ts';
import type {FaultProxy} from './proxy.ts';
import {keepServer, type ServerKeeper} from './server-keeper.ts';

/** `url` by way of a proxy. */
const by = (url: string, {address}: FaultProxy): string => {
	const changed = new URL(url);
	changed.host = address;
	return changed.href;
};

const keepNodes = (
	{redis, sites}: ClusterParts,
	{place, shims, env, onDefect}: ServiceOptions,
	isExcused: () => boolean,
): Map<NodeName, ServerKeeper> => {
	const {folder, database = ''} = place;
	return new Map(
		[...sites].map(([node, site]) => {
			const keeper = keepServer({
				dataDir: join(folder, node),
				host: site.host,
				port: site.port,
				by: site.by,
				name: node,
				env: {
					...env,
					...shims.get(node)?.env,
					CHAT_TUI_SERVER_POSTGRES: by(database, site.postgres),
					CHAT_TUI_SERVER_REDIS: by(redis.url, site.redis),
					CHAT_TUI_SERVER_NODE_NAME: node,
					CHAT_TUI_SERVER_FILES_FOLDER: join(folder, 'files'),
					CHAT_TUI_SERVER_PROXY_FROM: site.proxyFrom,
				},
				isExcused,
				onDefect,
			});
			return [node, keeper] as const;
		}),
	);
};

export const createClusterService = (parts: ClusterParts, options: ServiceOptions): Service => {
	const {sites, loose} = parts;
	const nodes = keepNodes(parts, options, () => strikes.isDatabaseGone || options.isExcused());
	const strikes = createClusterStrikes(parts, nodes, options.onDefect);
	const keepers = [...nodes.values()];
	let peers: number | undefined;
	return {
		output: () => keepers.map(keeper => keeper.output()).join('\n'),
		async start() {
			await Promise.all(keepers.map(keeper => keeper.start()));
		},
		strike: strikes.strike,
		relent() {
			for (const site of sites.values()) {
				site.redis.relent();
				site.postgres.relent();
			}

			loose?.find();
		},
		get pids() {
			return keepers.map(({pid}) => pid);
		},
		findLeaks() {
			const now = countPeers([...sites.values()].map(({port}) => port));
			peers ??= now;
			return now <= peers
				? []
				: [`the nodes hold ${now} connections of clients, at the beginning ${peers}`];
		},
		async stop() {
			const codes = await Promise.all(
				[...nodes].map(async ([node, keeper]) => [node, await keeper.stop()] as const),
			);
			return codes
				.filter(([, code]) => code !== 0)
				.map(([node, code]) => `${node} stopped with ${code}`);
		},
		kill() {
			for (const keeper of keepers) {
				keeper.kill();
			}
		},
	};
};
