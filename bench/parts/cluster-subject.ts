/** Several nodes of one server on a PostgreSQL and a Redis of their own, together with the generator that loads them. */
import {join} from 'node:path';
import {startPostgres} from '../../test/helpers/private-postgres.ts';
import {startRedis} from '../../test/helpers/private-redis.ts';
import type {Address} from '../generator/connection.ts';
import type {GeneratorCalls} from '../generator/generator.ts';
import {
	generatorCore,
	type PinnedProcess,
	serverCore,
	startPinned,
} from '../processes/pinned-process.ts';
import {cpuSeconds, familyOf, findProcess} from '../processes/process-figures.ts';
import type {ServerCalls} from '../server-process.ts';

/** CPU seconds that each kind of process has used. */
export type ClusterCpu = {
	readonly nodes: number;
	readonly postgres: number;
	readonly redis: number;
};

export type ClusterSubject = {
	readonly address: Address;
	readonly nodes: readonly PinnedProcess<ServerCalls>[];
	readonly generator: PinnedProcess<GeneratorCalls>;
	readonly redisPid: number;
	readonly postgresPid: number;
	cpu(): ClusterCpu;
	stop(): Promise<void>;
};

const sumCpu = (pids: readonly number[]): number =>
	pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);

/** @throws when PostgreSQL or Redis is not installed */
export const startClusterSubject = async (options: {
	folder: string;
	nodes: number;
	isTls: boolean;
}): Promise<ClusterSubject> => {
	const postgres = await startPostgres();
	const redis = await startRedis();
	if (postgres === undefined || redis === undefined) {
		throw new Error('The bench of a cluster needs PostgreSQL and Redis.');
	}

	const cluster = {postgres: await postgres.createDatabase(), redis: redis.url};
	const nodes: PinnedProcess<ServerCalls>[] = [];
	const ports: number[] = [];
	for (let number = 1; number <= options.nodes; number += 1) {
		const node = startPinned<ServerCalls>({
			script: new URL('../server-process.ts', import.meta.url),
			core: serverCore,
			nodeOptions: ['--expose-gc'],
		});
		const folder = join(options.folder, `node-${number}`);
		ports.push((await node.call('listen', {folder, cluster})).port);
		nodes.push(node);
	}

	const generator = startPinned<GeneratorCalls>({
		script: new URL('../generator/generator.ts', import.meta.url),
		core: generatorCore,
	});
	const redisPid = findProcess(new RegExp(`redis-server.*:${redis.port}\\b`));
	const postgresPid = findProcess(new RegExp(`^\\S*/postgres .*-p ${postgres.port} `));
	const [port = 0, ...otherPorts] = ports;
	return {
		address: {port, otherPorts, isTls: options.isTls},
		nodes,
		generator,
		redisPid,
		postgresPid,
		cpu: () => ({
			nodes: sumCpu(nodes.map(({pid}) => pid)),
			postgres: sumCpu(familyOf(postgresPid)),
			redis: sumCpu([redisPid]),
		}),
		async stop() {
			await generator.stop();
			for (const node of nodes) {
				await node.stop();
			}

			await redis.stop();
			await postgres.stop();
		},
	};
};
