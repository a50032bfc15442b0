/** Several nodes of one server on a private PostgreSQL and a private Redis, in this process; all of it ends with the tests. */
import {afterAll, beforeAll, onTestFinished} from 'vitest';
import type {ServerOptions} from '../../source/server/server-options.ts';
import {type ChatServer, startChatServer} from './chat-pair.ts';
import {type PrivatePostgres, startPostgres} from './private-postgres.ts';
import {type PrivateRedis, startRedis} from './private-redis.ts';

export type ClusterServices = {
	readonly postgres: PrivatePostgres;
	readonly redis: PrivateRedis;
};

/** For a file of tests; call at its top. `services()` is `undefined` where a program is missing: then tests skip. */
export const prepareClusterServices = (): (() => ClusterServices | undefined) => {
	let found: ClusterServices | undefined;
	beforeAll(async () => {
		const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
		if (postgres !== undefined && redis !== undefined) {
			found = {postgres, redis};
		} else {
			await postgres?.stop();
			await redis?.stop();
		}
	}, 60_000);
	afterAll(async () => {
		await found?.redis.stop();
		await found?.postgres.stop();
	});
	return () => found;
};

export type Cluster = ClusterServices & {
	readonly nodes: readonly ChatServer[];
	/** The address of their database. */
	readonly database: string;
};

/** Nodes `node-1`, `node-2`, … with a database of their own. */
export const startCluster = async (
	services: ClusterServices,
	count: number,
	options: Partial<ServerOptions> & {
		readonly sweepMs?: readonly [number, number];
		/** Where the first node finds Redis. */
		readonly firstRedis?: string;
	} = {},
): Promise<Cluster> => {
	const {sweepMs, firstRedis = services.redis.url, ...rest} = options;
	const {postgres, redis} = services;
	const database = await postgres.createDatabase();
	const cluster = {
		postgres: database,
		...(sweepMs === undefined ? {} : {sweepMs}),
	};
	const nodes: ChatServer[] = [];
	for (let index = 1; index <= count; index += 1) {
		const redisUrl = index === 1 ? firstRedis : redis.url;
		const place = {...cluster, redis: redisUrl};
		nodes.push(await startChatServer({...rest, cluster: place, nodeName: `node-${index}`}));
	}

	onTestFinished(async () => {
		await redis.restart();
	});
	return {...services, nodes, database};
};
