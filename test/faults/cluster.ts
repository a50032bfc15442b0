/** Three nodes on a private PostgreSQL and a private Redis, behind nginx: the ground of the runs against a cluster. */
import pg from 'pg';
import {startPostgres} from '../helpers/private-postgres.ts';
import {startRedis} from '../helpers/private-redis.ts';
import {findFreePort} from '../helpers/program.ts';
import {startBalancer} from './balancer.ts';
import {nodeNames} from './cluster-acts.ts';
import {createClusterService, type NodeSite} from './cluster-service.ts';
import type {Ground} from './ground.ts';
import {startProxy} from './proxy.ts';

const host = '127.0.0.1';

const openSite = async (redisPort: number, postgresPort: number): Promise<NodeSite> => ({
	port: await findFreePort(),
	redis: await startProxy({host, port: redisPort}),
	postgres: await startProxy({host, port: postgresPort}),
});

const askPostgres = async (url: string, sql: string): Promise<void> => {
	const client = new pg.Client({connectionString: url});
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
};

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

/** `undefined`, after a loud word, where a program is missing. */
export const openCluster = async (): Promise<Ground | undefined> => {
	const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
	const stopBoth = async (): Promise<void> => {
		await Promise.all([postgres?.stop(), redis?.stop()]);
	};
	if (postgres === undefined || redis === undefined) {
		await stopBoth();
		return undefined;
	}

	const sites = new Map(
		await Promise.all(
			nodeNames.map(async node => [node, await openSite(redis.port, postgres.port)] as const),
		),
	);
	const port = await findFreePort();
	const balancer = await startBalancer(
		port,
		[...sites.values()].map(site => site.port),
	);
	if (balancer === undefined) {
		await stopBoth();
		return undefined;
	}

	return {
		port,
		deadlineMs: 60_000,
		equalMsMax: 30_000,
		isReconnecting: false,
		createService: options => createClusterService({postgres, redis, balancer, sites}, options),
		async openPlace(folder, from) {
			const database = await postgres.createDatabase();
			if (from?.database !== undefined) {
				await askPostgres(postgres.url, `DROP DATABASE ${nameOf(database)}`);
				await askPostgres(
					postgres.url,
					`CREATE DATABASE ${nameOf(database)} TEMPLATE ${nameOf(from.database)}`,
				);
			}

			return {folder, database};
		},
		async closePlace({database}) {
			await redis.restart();
			if (database !== undefined) {
				await askPostgres(postgres.url, `DROP DATABASE ${nameOf(database)} WITH (FORCE)`);
			}
		},
		async close() {
			await balancer.close();
			await Promise.all(
				[...sites.values()].flatMap(site => [site.redis.close(), site.postgres.close()]),
			);
			await stopBoth();
		},
	};
};
