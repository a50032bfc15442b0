/** What is done to the nodes of a cluster and to what they stand on, and how each of it is mended. */
import {setTimeout as delay} from 'node:timers/promises';
import type {PrivatePostgres} from '../helpers/private-postgres.ts';
import type {PrivateRedis} from '../helpers/private-redis.ts';
import type {Balancer} from './balancer.ts';
import {looseNode, type NodeName, nodeNames, type Parting} from './cluster-acts.ts';
import type {Hold, ServiceAct} from './ground.ts';
import type {NetNamespace} from './net-namespace.ts';
import type {FaultProxy} from './proxy.ts';
import {flushRedis, overflowSubscribers, pauseRedis} from './redis-console.ts';
import type {ServerKeeper} from './server-keeper.ts';

/** Where a node listens, and its own ways to what all nodes share. */
export type NodeSite = {
	readonly host: string;
	readonly port: number;
	/** Whence the balancer comes to it. */
	readonly proxyFrom: string;
	/** What its process is started by. */
	readonly by: readonly string[];
	readonly redis: FaultProxy;
	readonly postgres: FaultProxy;
};

export type ClusterParts = {
	readonly postgres: PrivatePostgres;
	readonly redis: PrivateRedis;
	readonly balancer: Balancer;
	readonly sites: ReadonlyMap<NodeName, NodeSite>;
	/** Where the loose node is. */
	readonly loose: NetNamespace | undefined;
};

/** A node gives up a Redis that was silent for so long: what is to outlast that is not cut short. */
const nodePatienceMs = 10_000;

const outlast = (holdMs: number, hold: Hold): Promise<void> =>
	holdMs > nodePatienceMs ? delay(holdMs) : hold(holdMs);

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

export type ClusterStrikes = {
	/** Whether PostgreSQL is made to be gone now. */
	readonly isDatabaseGone: boolean;
	strike(act: ServiceAct, hold: Hold): Promise<void>;
};

/** What is struck already is not struck again. */
export const createClusterStrikes = (
	{postgres, redis, balancer, sites, loose}: ClusterParts,
	nodes: ReadonlyMap<NodeName, ServerKeeper>,
	onDefect: (text: string) => void,
): ClusterStrikes => {
	const struck = new Set<string>();

	const alone = async (
		what: readonly string[],
		work: () => Promise<void> | void,
	): Promise<void> => {
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

	const find = <Found>(among: ReadonlyMap<NodeName, Found>, node: NodeName): Found => {
		const found = among.get(node);
		if (found === undefined) {
			throw new Error(`there is no ${node}`);
		}

		return found;
	};

	const endNode = async (node: NodeName, isKilled: boolean): Promise<void> => {
		const keeper = find(nodes, node);
		const code = isKilled ? keeper.kill() : await keeper.stop();
		if (!isKilled && code !== 0) {
			onDefect(`${node} stopped with ${code}`);
		}
	};

	const bounceNode = (act: {node: NodeName; holdMs: number}, isKilled: boolean, hold: Hold) =>
		alone([act.node], async () => {
			await endNode(act.node, isKilled);
			await hold(act.holdMs);
			await find(nodes, act.node).start();
		});

	const killAll = (holdMs: number, hold: Hold) =>
		alone(nodeNames, async () => {
			const all = [...nodes.values()];
			for (const keeper of all) {
				keeper.kill();
			}

			await hold(holdMs);
			await Promise.all(all.map(keeper => keeper.start()));
		});

	const restartPostgres = (how: 'fast' | 'immediate', holdMs: number, hold: Hold) =>
		alone(['postgres'], async () => {
			if (how === 'fast') {
				await postgres.restart('fast');
				return;
			}

			await postgres.kill();
			await hold(holdMs);
			await postgres.start();
		});

	const strikePostgres = (act: ServiceAct & {kind: 'part-postgres'}, hold: Hold): void => {
		const {postgres: way} = find(sites, act.node);
		way.atByte(act.direction, act.bytes, () => {
			part(way, act.parting, () => hold(act.holdMs)).catch((error: unknown) =>
				onDefect(`${act.kind}: ${error}`),
			);
		});
	};

	const strike = async (act: ServiceAct, hold: Hold): Promise<void> => {
		switch (act.kind) {
			case 'kill-node':
				return bounceNode(act, true, hold);
			case 'stop-node':
				return bounceNode(act, false, hold);
			case 'freeze-node':
				return alone([act.node], async () => {
					find(nodes, act.node).freeze();
					await hold(act.holdMs);
					find(nodes, act.node).thaw();
				});
			case 'kill-all-nodes':
				return killAll(act.holdMs, hold);
			case 'kill-redis':
				return alone(['redis'], async () => {
					await redis.kill();
					await hold(act.holdMs);
					await redis.restart();
				});
			case 'flush-redis':
				return alone(['redis'], () => flushRedis(redis.url));
			case 'pause-redis':
				return alone(['redis'], () => pauseRedis(redis.url, act.holdMs));
			case 'overflow-redis':
				return alone(['redis'], () => overflowSubscribers(redis.url, act.floods));
			case 'freeze-redis':
				return alone(['redis'], async () => {
					redis.pause();
					await outlast(act.holdMs, hold);
					redis.resume();
				});
			case 'part-redis':
				return alone([`redis of ${act.node}`], () =>
					part(find(sites, act.node).redis, act.parting, () => outlast(act.holdMs, hold)),
				);
			case 'lose-redis':
				return alone([`redis of ${looseNode}`], async () => {
					loose?.lose();
					await outlast(act.holdMs, hold);
					loose?.find();
				});
			case 'restart-postgres':
				return restartPostgres(act.how, act.holdMs, hold);
			case 'part-postgres':
				return strikePostgres(act, hold);
			case 'reload-balancer':
				return alone(['balancer'], () => balancer.reload());
			case 'kill-balancer':
				return alone(['balancer'], async () => {
					await balancer.kill();
					await hold(act.holdMs);
					await balancer.start();
				});
			case 'kill-server':
				throw new Error('a cluster has no one server');
		}
	};

	return {
		get isDatabaseGone() {
			return struck.has('postgres');
		},
		strike,
	};
};
