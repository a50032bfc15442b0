/** The nodes of one run, and everything that is done to them and to what they stand on. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import type {PrivatePostgres} from '../helpers/private-postgres.ts';
import type {PrivateRedis} from '../helpers/private-redis.ts';
import type {Balancer} from './balancer.ts';
import {type NodeName, nodeNames, type Parting} from './cluster-acts.ts';
import type {Service, ServiceAct, ServiceOptions} from './ground.ts';
import {countPeers} from './peers.ts';
import type {FaultProxy} from './proxy.ts';
import {flushRedis, overflowSubscribers, pauseRedis} from './redis-console.ts';
import {keepServer, type ServerKeeper} from './server-keeper.ts';

/** Where a node listens, and its own ways to what all nodes share. */
export type NodeSite = {
	readonly port: number;
	readonly redis: FaultProxy;
	readonly postgres: FaultProxy;
};

export type ClusterParts = {
	readonly postgres: PrivatePostgres;
	readonly redis: PrivateRedis;
	readonly balancer: Balancer;
	readonly sites: ReadonlyMap<NodeName, NodeSite>;
};

type Hold = (holdMs: number) => Promise<void>;

const part = async (
	proxy: FaultProxy,
	parting: Parting,
	pass: () => Promise<void>,
): Promise<void> => {
	if (parting === 'cut') {
		proxy.setReachable(false);
		proxy.cut();
	} else {
		proxy.stall();
	}

	await pass();
	proxy.setReachable(true);
	proxy.resume();
};

/** `url` by way of a proxy. */
const by = (url: string, {address}: FaultProxy): string => {
	const [host = '', port = ''] = address.split(':');
	const changed = new URL(url);
	changed.hostname = host;
	changed.port = port;
	return changed.href;
};

const keepNodes = (
	{redis, sites}: ClusterParts,
	{place, shims, env, onDefect}: ServiceOptions,
	isExcused: () => boolean,
): Map<NodeName, ServerKeeper> => {
	const {folder, database = ''} = place;
	mkdirSync(join(folder, 'files'), {recursive: true});
	return new Map(
		[...sites].map(([node, site]) => {
			const keeper = keepServer({
				dataDir: folder,
				port: site.port,
				name: node,
				env: {
					...env,
					...shims.get(node)?.env,
					CHAT_TUI_SERVER_POSTGRES: by(database, site.postgres),
					CHAT_TUI_SERVER_REDIS: by(redis.url, site.redis),
					CHAT_TUI_SERVER_NODE_NAME: node,
				},
				isExcused,
				onDefect,
			});
			return [node, keeper] as const;
		}),
	);
};

export const createClusterService = (parts: ClusterParts, options: ServiceOptions): Service => {
	const {postgres, redis, balancer, sites} = parts;
	/** What is struck now: nothing is struck twice at a time. */
	const struck = new Set<string>();
	const nodes = keepNodes(parts, options, () => struck.has('postgres') || options.isExcused());
	let peers: number | undefined;

	const siteOf = (node: NodeName): NodeSite => {
		const site = sites.get(node);
		if (site === undefined) {
			throw new Error(`there is no ${node}`);
		}

		return site;
	};

	const alone = async (what: readonly string[], work: () => Promise<void>): Promise<void> => {
		if (what.some(one => struck.has(one))) {
			return;
		}

		for (const one of what) {
			struck.add(one);
		}

		await work();
		for (const one of what) {
			struck.delete(one);
		}
	};

	const onNode = (node: NodeName, work: (keeper: ServerKeeper) => Promise<void>): Promise<void> =>
		alone([node], async () => {
			const keeper = nodes.get(node);
			if (keeper !== undefined) {
				await work(keeper);
			}
		});

	const endNode = async (
		keeper: ServerKeeper,
		node: NodeName,
		isKilled: boolean,
	): Promise<void> => {
		const code = isKilled ? keeper.kill() : await keeper.stop();
		if (!isKilled && code !== 0) {
			options.onDefect(`${node} stopped with ${code}`);
		}
	};

	const strikeNode = async (act: ServiceAct, hold: Hold): Promise<boolean> => {
		switch (act.kind) {
			case 'kill-node':
			case 'stop-node':
				await onNode(act.node, async keeper => {
					await endNode(keeper, act.node, act.kind === 'kill-node');
					await hold(act.holdMs);
					await keeper.start();
				});
				return true;
			case 'freeze-node':
				await onNode(act.node, async keeper => {
					keeper.freeze();
					await hold(act.holdMs);
					keeper.thaw();
				});
				return true;
			case 'kill-all-nodes':
				await alone(nodeNames, async () => {
					const all = [...nodes.values()];
					all.forEach(keeper => void keeper.kill());
					await hold(act.holdMs);
					await Promise.all(all.map(keeper => keeper.start()));
				});
				return true;
			case 'part-redis':
				await alone([`redis of ${act.node}`], () =>
					part(siteOf(act.node).redis, act.parting, () => hold(act.holdMs)),
				);
				return true;
			case 'part-postgres': {
				const {postgres: way} = siteOf(act.node);
				way.atByte(act.direction, act.bytes, () => {
					part(way, act.parting, () => hold(act.holdMs)).catch(error =>
						options.onDefect(String(error)),
					);
				});
				return true;
			}
			default:
				return false;
		}
	};

	const strikeRedis = (act: ServiceAct, hold: Hold): Promise<void> =>
		alone(['redis'], async () => {
			switch (act.kind) {
				case 'kill-redis':
					await redis.kill();
					await hold(act.holdMs);
					await redis.restart();
					break;
				case 'flush-redis':
					await flushRedis(redis.url);
					break;
				case 'pause-redis':
					await pauseRedis(redis.url, act.holdMs);
					await hold(act.holdMs);
					break;
				case 'overflow-redis':
					await overflowSubscribers(redis.url, act.floods);
					break;
				case 'freeze-redis':
					redis.pause();
					await hold(act.holdMs);
					redis.resume();
					break;
				default:
					throw new Error(`a cluster knows no ${act.kind}`);
			}
		});

	const strike = async (act: ServiceAct, hold: Hold): Promise<void> => {
		switch (act.kind) {
			case 'restart-postgres':
				await alone(['postgres'], async () => {
					if (act.how === 'fast') {
						await postgres.restart('fast');
					} else {
						await postgres.kill();
						await hold(act.holdMs);
						await postgres.start();
					}
				});
				break;
			case 'reload-balancer':
				await alone(['balancer'], async () => balancer.reload());
				break;
			case 'kill-balancer':
				await alone(['balancer'], async () => {
					await balancer.kill();
					await hold(act.holdMs);
					await balancer.start();
				});
				break;
			default:
				if (!(await strikeNode(act, hold))) {
					await strikeRedis(act, hold);
				}
		}
	};

	return {
		output: () => [...nodes.values()].map(keeper => keeper.output()).join('\n'),
		async start() {
			await Promise.all([...nodes.values()].map(keeper => keeper.start()));
		},
		strike,
		relent() {
			for (const site of sites.values()) {
				site.redis.relent();
				site.postgres.relent();
			}
		},
		get pids() {
			return [...nodes.values()].map(({pid}) => pid);
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
			for (const keeper of nodes.values()) {
				keeper.kill();
			}
		},
	};
};
