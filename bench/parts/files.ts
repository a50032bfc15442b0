/** What a message has to wait while its sender, or its reader, moves a large file over the same connection. */
import {mkdir, open} from 'node:fs/promises';
import {join} from 'node:path';
import type {FileClientCalls} from '../client/file-client.ts';
import type {Figure} from '../figure.ts';
import {
	generatorCore,
	type PinnedProcess,
	serverCore,
	startPinned,
} from '../processes/pinned-process.ts';
import {residentKib} from '../processes/process-figures.ts';
import type {ServerCalls} from '../server-process.ts';
import {percentile} from '../statistics.ts';
import type {Part, PartOptions} from './part.ts';

const fileBytes = 2_147_483_648;
const sampleEachMs = 250;
const everyMs = 20;

type FileClient = PinnedProcess<FileClientCalls>;

/** No two pages of it are the same, so that nothing on the way finds it easy. */
const makeLargeFile = async (path: string, bytes: number): Promise<void> => {
	const handle = await open(path, 'w');
	const block = Buffer.alloc(1_048_576, 'a file of the bench ');
	for (let at = 0; at < bytes; at += block.length) {
		block.writeDoubleBE(at, 0);
		await handle.write(block);
	}

	// What is still on its way to the disk would slow the messages down, and not by being sent.
	await handle.sync();
	await handle.close();
};

const startClient = async (port: number, name: string, folder: string): Promise<FileClient> => {
	const client = startPinned<FileClientCalls>({
		script: new URL('../client/file-client.ts', import.meta.url),
		core: generatorCore,
	});
	await client.call('open', {port, name, folder});
	return client;
};

/** Latencies of the messages that are sent while `work` runs, or for a while where there is none. */
const measureLatencies = async (
	{sender, reader, conversation}: {sender: FileClient; reader: FileClient; conversation: number},
	count: number,
	work: Promise<unknown> | undefined,
): Promise<number[]> => {
	await reader.call('takeLatencies', null);
	let isWorking = true;
	const done = (work ?? Promise.resolve()).finally(() => {
		isWorking = false;
	});
	do {
		await sender.call('sendEvery', {conversation, everyMs, count});
	} while (work !== undefined && isWorking);

	await done;
	const {latenciesMs} = await reader.call('takeLatencies', null);
	return latenciesMs;
};

const figuresOf = (
	what: string,
	alone: readonly number[],
	beside: readonly number[],
): readonly Figure[] => [
	{
		name: `message during ${what}, p50 (floor: without)`,
		unit: 'ms',
		value: percentile(beside, 0.5),
		floor: percentile(alone, 0.5),
		target: {kind: 'at-most-of-floor', value: 2},
	},
	{
		name: `message during ${what}, p99 (floor: without)`,
		unit: 'ms',
		value: percentile(beside, 0.99),
		floor: percentile(alone, 0.99),
		target: undefined,
	},
];

const rateFigure = (name: string, bytes: number, durationMs: number): Figure => ({
	name,
	unit: 'MB/s',
	value: bytes / 1_000 / durationMs,
	floor: undefined,
	target: undefined,
});

/** Follows how much memory a process takes; `stop` tells by how many MB it was more than at first. */
const watchMemory = (pid: number): {stop(): number} => {
	const before = residentKib(pid);
	let most = before;
	const timer = setInterval(() => {
		most = Math.max(most, residentKib(pid));
	}, sampleEachMs);
	return {
		stop() {
			clearInterval(timer);
			return ((most - before) * 1_024) / 1_000_000;
		},
	};
};

const memoryFigure = (name: string, value: number): Figure => ({
	name: `memory of the ${name} for 2 GB, more than before`,
	unit: 'MB',
	value,
	floor: undefined,
	target: {kind: 'at-most', value: 150},
});

const measure = async (
	{port, pid}: {readonly port: number; readonly pid: number},
	{folder, isQuick, log}: PartOptions,
) => {
	const bytes = isQuick ? fileBytes / 32 : fileBytes;
	const path = join(folder, 'large.bin');
	await makeLargeFile(path, bytes);
	const sender = await startClient(port, 'alice', folder);
	const reader = await startClient(port, 'bob', folder);
	try {
		const {conversation} = await sender.call('openDirect', {name: 'bob'});
		const talk = {sender, reader, conversation};
		await measureLatencies(talk, 50, undefined);
		const alone = await measureLatencies(talk, isQuick ? 50 : 300, undefined);
		const watched = {
			server: watchMemory(pid),
			sender: watchMemory(sender.pid),
			reader: watchMemory(reader.pid),
		};
		const sending = sender.call('sendFile', {conversation, path});
		const beside = await measureLatencies(talk, 10, sending);
		const up = await sending;
		log(`files: sent in ${Math.round(up.durationMs)} ms, ${beside.length} messages beside it`);
		const fetching = reader.call('fetchFile', {conversation, folder});
		const besideFetch = await measureLatencies(talk, 10, fetching);
		const down = await fetching;
		log(
			`files: fetched in ${Math.round(down.durationMs)} ms, ${besideFetch.length} messages beside it`,
		);
		return [
			...figuresOf('a 2 GB upload by its sender', alone, beside),
			...figuresOf('a 2 GB download by its reader', alone, besideFetch),
			...Object.entries(watched).map(([name, memory]) => memoryFigure(name, memory.stop())),
			rateFigure('upload of 2 GB', bytes, up.durationMs),
			rateFigure('download of 2 GB', bytes, down.durationMs),
		];
	} finally {
		await sender.stop();
		await reader.stop();
	}
};

export const measureFiles: Part = async options => {
	await mkdir(options.folder, {recursive: true});
	const server = startPinned<ServerCalls>({
		script: new URL('../server-process.ts', import.meta.url),
		core: serverCore,
	});
	try {
		const {port} = await server.call('listen', {folder: join(options.folder, 'files-server')});
		return {figures: await measure({port, pid: server.pid}, options), loads: []};
	} finally {
		await server.stop();
	}
};
