/** What 950 members of a busy group notice of 50 who stop reading, and what these cost the server. */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {CrowdLatency} from '../generator/crowd.ts';
import {residentKib} from '../processes/process-figures.ts';
import {median} from '../statistics.ts';
import type {Part, PartOptions} from './part.ts';
import {startChatTui} from './subject.ts';

const perSecond = 20;
/** More than the system's buffers and the server's queue take for one connection. */
const floodMegabytes = 16;
const watchEachMs = 100;
/** A queue of 1 MiB for each, and what is encoded and not collected yet. */
const megabytesMax = 150;

/** The most memory that a process has, in MB, while `work` runs. */
const peakOf = async <Result>(
	pid: number,
	work: () => Promise<Result>,
): Promise<{result: Result; megabytes: number}> => {
	let kib = residentKib(pid);
	const timer = setInterval(() => {
		kib = Math.max(kib, residentKib(pid));
	}, watchEachMs);
	try {
		const result = await work();
		return {result, megabytes: (kib * 1_024) / 1e6};
	} finally {
		clearInterval(timer);
	}
};

type Round = {
	readonly before: CrowdLatency;
	readonly during: CrowdLatency;
	/** Of the server, more while some read nothing than while all read. */
	readonly megabytes: number;
};

const runRound = async (
	{folder, log}: PartOptions,
	{members, stalled, seconds}: {members: number; stalled: number; seconds: number},
): Promise<Round> => {
	const subject = await startChatTui({folder, isTls: true});
	try {
		const {generator, server, address} = subject;
		await generator.call('gatherCrowd', {address, members, stalled});
		await generator.call('speak', {seconds: 2, perSecond});
		const speak = () =>
			peakOf(server.pid, async () => {
				await generator.call('flood', {megabytes: floodMegabytes});
				return generator.call('speak', {seconds, perSecond});
			});
		const before = await speak();
		await generator.call('stall', null);
		const during = await speak();
		const {entries} = await generator.call('recover', null);
		log(
			`slow readers: p99 ${before.result.p99Ms.toFixed(1)} ms while all read, ${during.result.p99Ms.toFixed(1)} ms while ${stalled} do not; ` +
				`${before.megabytes.toFixed(0)} and ${during.megabytes.toFixed(0)} MB; then these fetched ${entries} entries, without a hole`,
		);
		return {
			before: before.result,
			during: during.result,
			megabytes: during.megabytes - before.megabytes,
		};
	} finally {
		await subject.stop();
	}
};

export const measureSlowReaders: Part = async options => {
	const members = options.isQuick ? 100 : 1_000;
	const stalled = members / 20;
	const seconds = options.isQuick ? 2 : 15;
	await mkdir(options.folder, {recursive: true});
	const results: Round[] = [];
	for (let round = 0; round < options.rounds; round += 1) {
		const folder = join(options.folder, `server-${round}`);
		results.push(await runRound({...options, folder}, {members, stalled, seconds}));
	}

	const of = (pick: (round: Round) => number): number => median(results.map(pick));
	const name = `${members} in a group, ${stalled} read nothing`;
	return {
		figures: [
			{
				name: `${name}: a message reaches the others, p50 (floor: all read)`,
				unit: 'ms',
				value: of(({during}) => during.p50Ms),
				floor: of(({before}) => before.p50Ms),
				target: undefined,
			},
			{
				name: `${name}: a message reaches the others, p99 (floor: all read)`,
				unit: 'ms',
				value: of(({during}) => during.p99Ms),
				floor: of(({before}) => before.p99Ms),
				target: {kind: 'at-most-of-floor', value: 1.5},
			},
			{
				name: `${name}: memory of the server, more than while all read`,
				unit: 'MB',
				value: of(({megabytes}) => megabytes),
				floor: undefined,
				target: {kind: 'at-most', value: megabytesMax},
			},
		],
		loads: [],
	};
};
