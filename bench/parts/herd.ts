/** How long until 5,000 devices that were cut at once are back, and whether others get in meanwhile. */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {limits} from '../../source/protocol/limits.ts';
import type {HerdResult} from '../generator/herd.ts';
import {openFilesMax} from '../processes/process-figures.ts';
import {median} from '../statistics.ts';
import type {Part} from './part.ts';
import {startChatTui} from './subject.ts';

const devicesWanted = 5_000;
/** One for the device that the account was registered with. */
const devicesPerAccount = limits.devicesPerAccountMax - 1;
const filesSpare = 300;
/** Where people begin to think that it does not work. */
const secondsMax = 30;
const newcomerMsMax = 5_000;

const describe = (failures: Readonly<Record<string, number>>): string =>
	Object.entries(failures)
		.map(([reason, times]) => `${times} × ${reason}`)
		.join(', ') || 'none';

const sum = (failures: Readonly<Record<string, number>>): number =>
	Object.values(failures).reduce((all, times) => all + times, 0);

export const measureHerd: Part = async ({folder, isQuick, rounds, log}) => {
	const devices = Math.min(isQuick ? 300 : devicesWanted, openFilesMax() - filesSpare);
	await mkdir(folder, {recursive: true});
	const subject = await startChatTui({folder: join(folder, 'server'), isTls: true});
	try {
		const {generator, address} = subject;
		const accounts = Math.ceil(devices / devicesPerAccount);
		await generator.call('prepareIdle', {wire: 'chat-tui', address, accounts});
		await generator.call('gatherHerd', {address, accounts, devices});
		const results: HerdResult[] = [];
		for (let round = 0; round < rounds; round += 1) {
			const result = await generator.call('cutHerd', null);
			log(
				`herd of ${devices}: back after ${result.seconds.toFixed(1)} s, failed attempts: ${describe(result.failures)}; ` +
					`${result.newcomers} log-ins meanwhile, p99 ${result.newcomerP99Ms.toFixed(0)} ms, failed: ${describe(result.newcomerFailures)}`,
			);
			results.push(result);
		}

		const of = (pick: (result: HerdResult) => number): number => median(results.map(pick));
		const name = `herd of ${devices}`;
		const figure = {floor: undefined} as const;
		return {
			figures: [
				{
					...figure,
					name: `${name}: all are back`,
					unit: 's',
					value: of(({seconds}) => seconds),
					target: {kind: 'at-most', value: secondsMax},
				},
				{
					...figure,
					name: `${name}: attempts that failed`,
					unit: '',
					value: of(({failures, newcomerFailures}) => sum(failures) + sum(newcomerFailures)),
					target: {kind: 'at-most', value: 0},
				},
				{
					...figure,
					name: `${name}: log-in of others meanwhile, p99`,
					unit: 'ms',
					value: of(({newcomerP99Ms}) => newcomerP99Ms),
					target: {kind: 'at-most', value: newcomerMsMax},
				},
			],
			loads: [],
		};
	} finally {
		await subject.stop();
	}
};
