/** Group fan-out and direct messages: chat-tui beside the floor that syncs and the one that does not. */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Report, Target} from '../figure.ts';
import type {Scenario} from '../generator/scenario.ts';
import {measureLoad} from './measure-load.ts';
import type {Part, PartOptions} from './part.ts';
import {startChatTui, startFloor} from './subject.ts';

type ThroughputLoad = {
	readonly name: string;
	readonly scenario: Scenario;
	readonly counted: 'messages' | 'deliveries';
	readonly target: Target;
};

const groupTarget: Target = {kind: 'at-least-of-floor', value: 0.25};
const pairsTarget: Target = {kind: 'at-least-of-floor', value: 0.15};

const measure = async (load: ThroughputLoad, options: PartOptions): Promise<Report> => {
	const folder = join(options.folder, load.name.replaceAll(/\W+/g, '-'));
	await mkdir(folder, {recursive: true});
	const tick = await startFloor();
	const synced = await startFloor({storePath: join(folder, 'floor')});
	const chatTui = await startChatTui({folder: join(folder, 'server'), isTls: false});
	try {
		const loads = await measureLoad([tick, synced, chatTui], load, options);
		const [, floor, measured] = loads;
		const figure = {
			name: load.name,
			unit: `${load.counted}/s`,
			value: measured?.perSecond ?? 0,
			floor: floor?.perSecond,
			target: load.target,
		};
		return {figures: [figure], loads};
	} finally {
		await Promise.all([tick.stop(), synced.stop(), chatTui.stop()]);
	}
};

/** The same 64 messages in flight, once from a single sender and once from 64. */
export const measureFanOut: Part = async options => {
	const oneSender = await measure(
		{
			name: 'group of 100, 64 in flight',
			scenario: {kind: 'group', members: 100, senders: 1, window: 64},
			counted: 'deliveries',
			target: groupTarget,
		},
		options,
	);
	const manySenders = await measure(
		{
			name: 'group of 100, 64 senders × 1',
			scenario: {kind: 'group', members: 100, senders: 64, window: 1},
			counted: 'deliveries',
			target: groupTarget,
		},
		options,
	);
	return {
		figures: [...oneSender.figures, ...manySenders.figures],
		loads: [...oneSender.loads, ...manySenders.loads],
	};
};

export const measureDirect: Part = options =>
	measure(
		{
			name: '100 pairs × 16 in flight',
			scenario: {kind: 'pairs', pairs: 100, window: 16},
			counted: 'messages',
			target: pairsTarget,
		},
		options,
	);
