/** Which store the servers of tests stand on: SQLite, or by `CHAT_TUI_TEST_STORE=postgres` a private PostgreSQL with Redis. */
import {cpSync, rmSync} from 'node:fs';
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

/** Copies the data of a server that has stopped to another folder, which is emptied before. */
export const copyTestData = async (from: string, to: string): Promise<void> => {
	rmSync(to, {recursive: true, force: true});
	cpSync(from, to, {recursive: true});
	const template = await databases.get(from);
	if (template !== undefined) {
		const {postgres} = await (started ?? start());
		databases.set(to, postgres.createDatabase(template));
	}
};

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
