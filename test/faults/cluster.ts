/** Three nodes on a private PostgreSQL and a private Redis, behind nginx: the ground of the runs against a cluster. */
import pg from 'pg';
import {startPostgres} from '../helpers/private-postgres.ts';
import {startRedis} from '../helpers/private-redis.ts';
import {findFreePort} from '../helpers/program.ts';
import {startBalancer} from './balancer.ts';
import {looseNode, type NodeName, nodeNames} from './cluster-acts.ts';
import {createClusterService} from './cluster-service.ts';
import type {NodeSite} from './cluster-strikes.ts';
import type {Ground} from './ground.ts';
import {type NetNamespace, openNetNamespace} from './net-namespace.ts';
import {startProxy} from './proxy.ts';

const host = '127.0.0.1';

type Ports = {readonly redis: number; readonly postgres: number};

/** `place`: the namespace of a node that is in one. */
const openSite = async (ports: Ports, place: NetNamespace | undefined): Promise<NodeSite> => ({
	host: place?.inside ?? host,
	port: await findFreePort(),
	proxyFrom: place?.steady ?? host,
	by: place?.enter ?? [],
	redis: await startProxy({host, port: ports.redis}, place?.losable),
	postgres: await startProxy({host, port: ports.postgres}, place?.steady),
});

const openSites = async (
	ports: Ports,
	loose: NetNamespace | undefined,
): Promise<Map<NodeName, NodeSite>> => {
	const sites = new Map<NodeName, NodeSite>();
	for (const node of nodeNames) {
		sites.set(node, await openSite(ports, node === looseNode ? loose : undefined));
	}

	return sites;
};

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

	const loose = await openNetNamespace();
	const sites = await openSites({redis: redis.port, postgres: postgres.port}, loose);
	const port = await findFreePort();
	const balancer = await startBalancer(
		port,
		[...sites.values()].map(site => `${site.host}:${site.port}`),
	);
	if (balancer === undefined) {
		await loose?.close();
		await stopBoth();
		return undefined;
	}

	return {
		port,
		deadlineMs: 60_000,
		equalMsMax: 30_000,
		isReconnecting: false,
		lacks: ({kind}) =>
			kind === 'lose-redis' && loose === undefined ? 'a network namespace' : undefined,
		createService: options =>
			createClusterService({postgres, redis, balancer, sites, loose}, options),
		async openPlace(folder, from) {
			const database = await postgres.createDatabase();
			if (from?.database !== undefined) {
				await askPostgres(postgres.url, `DROP DATABASE ${nameOf(database)}`);
				await askPostgres(
					postgres.url,
					`CREATE DATABASE ${nameOf(database)} TEMPLATE ${nameOf(from.database)}`,
				);
				// Of a copied sequence a crash forgets what it gave since, unless a checkpoint came between.
				await askPostgres(postgres.url, 'CHECKPOINT');
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
			await loose?.close();
			await stopBoth();
		},
	};
};
