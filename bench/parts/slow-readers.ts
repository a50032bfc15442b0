/** What 950 members of a busy group notice of 50 who stop reading, and what these cost the server. */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {residentKib} from '../processes/process-figures.ts';
import type {Part} from './part.ts';
import {startChatTui} from './subject.ts';

const perSecond = 10;
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

export const measureSlowReaders: Part = async ({folder, isQuick, log}) => {
	const members = isQuick ? 100 : 1_000;
	const stalled = members / 20;
	const seconds = isQuick ? 2 : 15;
	await mkdir(folder, {recursive: true});
	const subject = await startChatTui({folder: join(folder, 'server'), isTls: true});
	try {
		const {generator, server, address} = subject;
		await generator.call('gatherCrowd', {address, members, stalled});
		await generator.call('speak', {seconds: 2, perSecond});
		const before = await peakOf(server.pid, () => generator.call('speak', {seconds, perSecond}));
		log(
			`slow readers: all read, p99 ${before.result.p99Ms.toFixed(1)} ms, ${before.megabytes.toFixed(0)} MB`,
		);
		const during = await peakOf(server.pid, async () => {
			await generator.call('stall', {megabytes: floodMegabytes});
			return generator.call('speak', {seconds, perSecond});
		});
		log(
			`slow readers: ${stalled} stall, p99 ${during.result.p99Ms.toFixed(1)} ms, ${during.megabytes.toFixed(0)} MB`,
		);
		const {entries} = await generator.call('recover', null);
		log(`slow readers: the ${stalled} have fetched ${entries} entries, without a hole`);
		const name = `${members} in a group, ${stalled} read nothing`;
		return {
			figures: [
				{
					name: `${name}: a message reaches the others, p50 (floor: all read)`,
					unit: 'ms',
					value: during.result.p50Ms,
					floor: before.result.p50Ms,
					target: undefined,
				},
				{
					name: `${name}: a message reaches the others, p99 (floor: all read)`,
					unit: 'ms',
					value: during.result.p99Ms,
					floor: before.result.p99Ms,
					target: {kind: 'at-most-of-floor', value: 1.5},
				},
				{
					name: `${name}: memory of the server, more than before`,
					unit: 'MB',
					value: during.megabytes - before.megabytes,
					floor: undefined,
					target: {kind: 'at-most', value: megabytesMax},
				},
			],
			loads: [],
		};
	} finally {
		await subject.stop();
	}
};
