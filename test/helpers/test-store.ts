/** Which store the servers of tests stand on: SQLite, or by `CHAT_TUI_TEST_STORE=postgres` a private PostgreSQL with Redis. */
import {afterAll} from 'vitest';
import type {ClusterOptions} from '../../source/server/open-data.ts';
import {startPostgres} from './private-postgres.ts';
import {startRedis} from './private-redis.ts';

const start = async () => {
	const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
	if (postgres === undefined || redis === undefined) {
		throw new Error('CHAT_TUI_TEST_STORE=postgres needs PostgreSQL and Redis.');
	}

	afterAll(async () => {
		await Promise.all([postgres.stop(), redis.stop()]);
	});
	return {postgres, redis};
};

let started: ReturnType<typeof start> | undefined;

/** Of a data folder: the database that goes with it. */
const databases = new Map<string, Promise<string>>();

/** For a server in `dataDir`: a database of its own, the same again after a restart; `undefined` for SQLite. */
export const testCluster = async (dataDir: string): Promise<ClusterOptions | undefined> => {
	if (process.env.CHAT_TUI_TEST_STORE !== 'postgres') {
		return undefined;
	}

	started ??= start();
	const {postgres, redis} = await started;
	const database = databases.get(dataDir) ?? postgres.createDatabase();
	databases.set(dataDir, database);
	return {postgres: await database, redis: redis.url};
};
