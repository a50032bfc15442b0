/** The client in a terminal with 100,000 messages in its local database, beside a bare Ink program. */
import {existsSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {buildFloor} from '../client/build-floor.ts';
import {measureProgram, measureStart, type Program} from '../client/measure-program.ts';
import {contactNames, groupNames, messagesPerConversation, messageText} from '../client/picture.ts';
import {programFile, seedAccount} from '../client/seed-account.ts';
import type {Screen} from '../client/terminal-process.ts';
import type {Figure} from '../figure.ts';
import {median} from '../statistics.ts';
import type {Part, PartOptions} from './part.ts';
import {startChatTui} from './subject.ts';

const startsPerRound = 5;
const idleMs = 20_000;
const keys = 400;

/** Everybody in the sidebar, the newest message, and the bottom line of the view. */
const isComplete = (screen: Screen): boolean => {
	const picture = screen.join('\n');
	const parts = [...contactNames, ...groupNames, messageText(messagesPerConversation), 'F1'];
	return parts.every(part => picture.includes(part));
};

/** The programs take turns; the first start of each only fills the compile cache. */
const measureStarts = async (
	programs: readonly Program[],
	options: PartOptions,
): Promise<readonly number[]> => {
	const startsMs = programs.map((): number[] => []);
	for (let start = 0; start <= options.rounds * startsPerRound; start += 1) {
		for (const [index, program] of programs.entries()) {
			const startMs = await measureStart(program);
			if (start > 0) {
				startsMs[index]?.push(startMs);
			}
		}
	}

	return startsMs.map(samples => median(samples));
};

const measureFigures = async (
	chatTui: Program,
	floor: Program,
	options: PartOptions,
): Promise<readonly Figure[]> => {
	const [startMs = 0, floorStartMs] = await measureStarts([chatTui, floor], options);
	const scale = options.isQuick ? {keys: keys / 4, idleMs: idleMs / 4} : {keys, idleMs};
	options.log('client: keys, memory and idle CPU');
	const measured = await measureProgram(chatTui, scale);
	const bare = await measureProgram(floor, scale);
	const latency = (name: string, key: 'typing' | 'scrolling'): readonly Figure[] => [
		{
			name: `${name}, p50`,
			unit: 'ms',
			value: measured[key].p50Ms,
			floor: bare[key].p50Ms,
			target: undefined,
		},
		{
			name: `${name}, p99`,
			unit: 'ms',
			value: measured[key].p99Ms,
			floor: bare[key].p99Ms,
			target: {kind: 'at-most', value: 20},
		},
	];
	return [
		{
			name: 'client: spawn to full view',
			unit: 'ms',
			value: startMs,
			floor: floorStartMs,
			target: {kind: 'at-most-of-floor', value: 1.5},
		},
		...latency('client: letter to screen', 'typing'),
		...latency('client: page to screen', 'scrolling'),
		{
			name: 'client: memory',
			unit: 'MB',
			value: measured.memoryMb,
			floor: bare.memoryMb,
			target: {kind: 'at-most', value: 120},
		},
		{
			name: 'client: idle CPU',
			unit: '%',
			value: measured.idlePercent,
			floor: bare.idlePercent,
			target: {kind: 'at-most', value: 0.5},
		},
	];
};

export const measureClient: Part = async options => {
	if (!existsSync(programFile)) {
		throw new Error('The client is measured as it is installed: run `npm run build` first.');
	}

	const data = join(options.folder, 'client');
	const floorFolder = join(options.folder, 'floor');
	await mkdir(floorFolder, {recursive: true});
	const server = await startChatTui({folder: join(options.folder, 'server'), isTls: true});
	try {
		options.log('client: storing 100,000 messages and copying them');
		await server.generator.call('seedHistory', {address: server.address});
		await seedAccount(server.address.port, data);
		const chatTui: Program = {
			name: 'chat-tui',
			command: [
				process.execPath,
				programFile,
				'connect',
				`127.0.0.1:${server.address.port}`,
				'--data',
				data,
			],
			environment: {XDG_CACHE_HOME: join(options.folder, 'cache')},
			isComplete,
		};
		const floor: Program = {
			name: 'the bare Ink program',
			command: await buildFloor(floorFolder),
			environment: {},
			isComplete,
		};
		return {figures: await measureFigures(chatTui, floor, options), loads: []};
	} finally {
		await server.stop();
	}
};
