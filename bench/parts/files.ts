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
import type {ServerCalls} from '../server-process.ts';
import {percentile} from '../statistics.ts';
import type {Part, PartOptions} from './part.ts';

const gibibyte = 1_073_741_824;
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

const measure = async (port: number, {folder, isQuick, log}: PartOptions) => {
	const bytes = isQuick ? gibibyte / 16 : gibibyte;
	const path = join(folder, 'large.bin');
	await makeLargeFile(path, bytes);
	const sender = await startClient(port, 'alice', folder);
	const reader = await startClient(port, 'bob', folder);
	try {
		const {conversation} = await sender.call('openDirect', {name: 'bob'});
		const talk = {sender, reader, conversation};
		await measureLatencies(talk, 50, undefined);
		const alone = await measureLatencies(talk, isQuick ? 50 : 300, undefined);
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
			...figuresOf('a 1 GB upload by its sender', alone, beside),
			...figuresOf('a 1 GB download by its reader', alone, besideFetch),
			rateFigure('upload of 1 GB', bytes, up.durationMs),
			rateFigure('download of 1 GB', bytes, down.durationMs),
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
		return {figures: await measure(port, options), loads: []};
	} finally {
		await server.stop();
	}
};
