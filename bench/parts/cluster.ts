/**
 * A server of one, two and three nodes: what a delivery costs them, PostgreSQL and Redis, what one more idle connection
 * costs, and what a message to a group of 10,000 does. All nodes share one core: it is the cost that counts here.
 */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {limits} from '../../source/protocol/limits.ts';
import type {Figure} from '../figure.ts';
import type {RunResult} from '../generator/load.ts';
import {familyOf, residentKib} from '../processes/process-figures.ts';
import {median} from '../statistics.ts';
import {type ClusterCpu, type ClusterSubject, startClusterSubject} from './cluster-subject.ts';
import type {Part, PartOptions} from './part.ts';

const nodeCounts = [1, 2, 3] as const;
const settleMs = 1_000;

const inform = (name: string, unit: string, value: number): Figure => ({
	name,
	unit,
	value,
	floor: undefined,
	target: undefined,
});

const withSubject = async <Result>(
	options: {folder: string; nodes: number; isTls: boolean},
	work: (subject: ClusterSubject) => Promise<Result>,
): Promise<Result> => {
	await mkdir(options.folder, {recursive: true});
	const subject = await startClusterSubject(options);
	try {
		return await work(subject);
	} finally {
		await subject.stop();
	}
};

type Round = RunResult & {readonly cpu: ClusterCpu};

const runRound = async (subject: ClusterSubject, durationMs: number): Promise<Round> => {
	const before = subject.cpu();
	const result = await subject.generator.call('run', {durationMs});
	const after = subject.cpu();
	const cpu = {
		nodes: after.nodes - before.nodes,
		postgres: after.postgres - before.postgres,
		redis: after.redis - before.redis,
	};
	return {...result, cpu};
};

/** A group of 100, spread over the nodes; 64 write one message after the other. */
const measureDeliveries = (nodes: number, options: PartOptions): Promise<readonly Figure[]> =>
	withSubject(
		{folder: join(options.folder, `deliveries-${nodes}`), nodes, isTls: false},
		async subject => {
			const {generator, address} = subject;
			const scenario = {kind: 'group', members: 100, senders: 64, window: 1} as const;
			await generator.call('stage', {wire: 'chat-tui', address, scenario});
			await generator.call('run', {durationMs: options.roundMs});
			const rounds: Round[] = [];
			for (let count = 0; count < options.rounds; count += 1) {
				rounds.push(await runRound(subject, options.roundMs));
			}

			const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
			const micros = (kind: keyof ClusterCpu): number =>
				of(({cpu, messages}) => (cpu[kind] / messages) * 1e6);
			const perSecond = of(({messages, seconds}) => messages / seconds);
			const name = `${nodes} node${nodes === 1 ? '' : 's'}, group of 100, 64 senders × 1`;
			options.log(
				`${name}: ${Math.round(perSecond)} messages/s, CPU µs a message: nodes ${micros('nodes').toFixed(0)}, ` +
					`PostgreSQL ${micros('postgres').toFixed(0)}, Redis ${micros('redis').toFixed(0)}`,
			);
			return [
				inform(name, 'deliveries/s', perSecond * scenario.members),
				inform(
					`${name}: p99`,
					'ms',
					of(({p99Ms}) => p99Ms),
				),
				inform(`${name}: all nodes`, 'CPU µs/message', micros('nodes')),
				inform(`${name}: PostgreSQL`, 'CPU µs/message', micros('postgres')),
				inform(`${name}: Redis`, 'CPU µs/message', micros('redis')),
			];
		},
	);

const settledKib = async ({nodes, redisPid, postgresPid}: ClusterSubject) => {
	for (let pass = 0; pass < 2; pass += 1) {
		for (const node of nodes) {
			await node.call('collectGarbage', null);
		}

		await delay(settleMs);
	}

	const sum = (pids: readonly number[]): number =>
		pids.reduce((total, pid) => total + residentKib(pid), 0);
	return {
		nodes: sum(nodes.map(({pid}) => pid)),
		redis: sum([redisPid]),
		postgres: sum(familyOf(postgresPid)),
	};
};

/** TLS connections over three nodes, each of a device; ten devices to an account. */
const measureIdle = (options: PartOptions): Promise<readonly Figure[]> =>
	withSubject({folder: join(options.folder, 'idle'), nodes: 3, isTls: true}, async subject => {
		const {generator, address} = subject;
		const connections = options.isQuick ? 300 : 3_000;
		const accounts = Math.ceil(connections / (limits.devicesPerAccountMax - 1));
		await generator.call('prepareIdle', {wire: 'chat-tui', address, accounts});
		const before = await settledKib(subject);
		await generator.call('openIdle', {wire: 'chat-tui', address, accounts, connections});
		const after = await settledKib(subject);
		const each = (kind: 'nodes' | 'redis'): number => (after[kind] - before[kind]) / connections;
		const name = `idle TLS connection, of ${connections} at 3 nodes`;
		return [
			inform(`${name}: nodes`, 'KiB', each('nodes')),
			inform(`${name}: Redis`, 'KiB', each('redis')),
			inform('PostgreSQL with 3 nodes, connections and all', 'MB', (after.postgres * 1_024) / 1e6),
		];
	});

/** Everybody is connected, a third at each node. */
const measureLargeGroup = (options: PartOptions): Promise<readonly Figure[]> =>
	withSubject({folder: join(options.folder, 'large'), nodes: 3, isTls: false}, async subject => {
		const {generator, address} = subject;
		// The speaker and the one who could flood count too.
		const members = options.isQuick ? 300 : limits.groupMembersMax - 2;
		const startedAt = performance.now();
		await generator.call('gatherCrowd', {address, members, stalled: 0});
		options.log(
			`group of ${members}: gathered in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`,
		);
		await generator.call('speak', {seconds: 2, perSecond: 1});
		const before = subject.cpu();
		const {messages, p50Ms, p99Ms} = await generator.call('speak', {seconds: 20, perSecond: 1});
		const after = subject.cpu();
		const micros = (kind: keyof ClusterCpu): number =>
			((after[kind] - before[kind]) / messages / members) * 1e6;
		const name = `message to a group of ${members} at 3 nodes`;
		return [
			inform(`${name}: reaches a member, p50`, 'ms', p50Ms),
			inform(`${name}: reaches a member, p99`, 'ms', p99Ms),
			inform(`${name}: all nodes`, 'CPU µs/delivery', micros('nodes')),
			inform(`${name}: PostgreSQL`, 'CPU µs/delivery', micros('postgres')),
			inform(`${name}: Redis`, 'CPU µs/delivery', micros('redis')),
		];
	});

export const measureCluster: Part = async options => {
	const figures: Figure[] = [];
	for (const nodes of nodeCounts) {
		figures.push(...(await measureDeliveries(nodes, options)));
	}

	figures.push(...(await measureIdle(options)), ...(await measureLargeGroup(options)));
	return {figures, loads: []};
};
