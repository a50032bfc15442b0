/** What a send costs the server with many messages stored, beside the same with few. */
import {join} from 'node:path';
import type {Report} from '../figure.ts';
import {median} from '../statistics.ts';
import {measureRun} from './measure-load.ts';
import type {Part, PartOptions} from './part.ts';
import {type Subject, startChatTui} from './subject.ts';

const fewMessages = 2_000;
const manyMessages = 200_000;
const messagesPerRound = 2_000;
const scenario = {kind: 'pairs', pairs: 1, window: 64} as const;

const startWithMessages = async (folder: string, messages: number): Promise<Subject> => {
	const subject = await startChatTui({folder, isTls: false});
	const {wire, address, generator} = subject;
	await generator.call('stage', {wire, address, scenario});
	await generator.call('run', {messages});
	return subject;
};

const measureInTurns = async (
	few: Subject,
	many: Subject,
	options: PartOptions,
): Promise<{few: number; many: number}> => {
	const costs = {few: [] as number[], many: [] as number[]};
	for (let round = 0; round < options.rounds * 2; round += 1) {
		for (const [key, subject] of [
			['few', few],
			['many', many],
		] as const) {
			const run = await measureRun(subject, {messages: messagesPerRound}, 'messages');
			costs[key].push((run.serverCpuPer100k * 1e6) / 100_000);
		}
	}

	return {few: median(costs.few), many: median(costs.many)};
};

/** Both servers live at the same time and take turns; the idle one costs the other nothing. */
export const measureStoredMessages: Part = async (options): Promise<Report> => {
	const messages = options.isQuick ? manyMessages / 10 : manyMessages;
	const few = await startWithMessages(join(options.folder, 'few'), fewMessages);
	options.log(`storing ${messages} messages`);
	const many = await startWithMessages(join(options.folder, 'many'), messages);
	try {
		const cost = await measureInTurns(few, many, options);
		const figure = {
			name: `send with ${messages} stored (floor: with ${fewMessages})`,
			unit: 'CPU µs',
			value: cost.many,
			floor: cost.few,
			target: {kind: 'at-most-of-floor', value: 1.2},
		} as const;
		return {figures: [figure], loads: []};
	} finally {
		await Promise.all([few.stop(), many.stop()]);
	}
};
