/** Runs one load against several servers in turns, and takes the medians of the rounds. */
import type {LoadLine} from '../figure.ts';
import type {RunEnd} from '../generator/load.ts';
import type {Scenario} from '../generator/scenario.ts';
import {cpuSeconds} from '../processes/process-figures.ts';
import {median} from '../statistics.ts';
import type {PartOptions} from './part.ts';
import type {Subject} from './subject.ts';

type Round = Omit<LoadLine, 'load' | 'server'>;

/** What is counted per second: a group's deliveries, but a pair's messages. */
type Counted = 'messages' | 'deliveries';

/** One run with the CPU time that the server and the generator spent on it. */
export const measureRun = async (
	subject: Subject,
	end: RunEnd,
	counted: Counted,
): Promise<Round> => {
	const serverBefore = cpuSeconds(subject.server.pid);
	const generatorBefore = cpuSeconds(subject.generator.pid);
	const result = await subject.generator.call('run', end);
	const serverSeconds = cpuSeconds(subject.server.pid) - serverBefore;
	const generatorSeconds = cpuSeconds(subject.generator.pid) - generatorBefore;
	const count = result[counted];
	return {
		perSecond: count / result.seconds,
		p50Ms: result.p50Ms,
		p99Ms: result.p99Ms,
		serverCpuPer100k: (serverSeconds / count) * 100_000,
		serverShare: serverSeconds / result.seconds,
		generatorShare: generatorSeconds / result.seconds,
	};
};

const medianRound = (rounds: readonly Round[]): Round => {
	const medianOf = (key: keyof Round): number => median(rounds.map(round => round[key]));
	return {
		perSecond: medianOf('perSecond'),
		p50Ms: medianOf('p50Ms'),
		p99Ms: medianOf('p99Ms'),
		serverCpuPer100k: medianOf('serverCpuPer100k'),
		serverShare: medianOf('serverShare'),
		generatorShare: medianOf('generatorShare'),
	};
};

/** The servers take turns within each round, so that what disturbs the machine disturbs all of them. */
export const measureLoad = async (
	subjects: readonly Subject[],
	load: {readonly name: string; readonly scenario: Scenario; readonly counted: Counted},
	options: PartOptions,
): Promise<readonly LoadLine[]> => {
	for (const {wire, address, generator} of subjects) {
		await generator.call('stage', {wire, address, scenario: load.scenario});
		await generator.call('run', {durationMs: options.roundMs});
	}

	const rounds = subjects.map((): Round[] => []);
	for (let round = 1; round <= options.rounds; round += 1) {
		for (const [index, subject] of subjects.entries()) {
			const measured = await measureRun(subject, {durationMs: options.roundMs}, load.counted);
			rounds[index]?.push(measured);
			options.log(
				`${load.name}, round ${round}, ${subject.name}: ${Math.round(measured.perSecond)}/s`,
			);
		}
	}

	return subjects.map((subject, index) => ({
		load: load.name,
		server: subject.name,
		...medianRound(rounds[index] ?? []),
	}));
};
