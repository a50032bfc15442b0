/**
 * `npm run bench`: measures every promised speed beside its floor and prints one table.
 *
 * Arguments name the parts to run (none: all). Ends with 1 when a target is missed.
 */
import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {cpus} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {isMet, type Report} from './figure.ts';
import {measureClient} from './parts/client.ts';
import {measureCluster} from './parts/cluster.ts';
import {measureFiles} from './parts/files.ts';
import {measureHerd} from './parts/herd.ts';
import {measureIdleMemory} from './parts/idle-memory.ts';
import type {Part, PartOptions} from './parts/part.ts';
import {measureSlowReaders} from './parts/slow-readers.ts';
import {measureStoredMessages} from './parts/stored-messages.ts';
import {measureDirect, measureFanOut} from './parts/throughput.ts';
import {pinningProblem} from './processes/pinned-process.ts';
import {drawReport} from './table.ts';

const parts: Record<string, Part> = {
	'fan-out': measureFanOut,
	direct: measureDirect,
	stored: measureStoredMessages,
	idle: measureIdleMemory,
	herd: measureHerd,
	'slow-readers': measureSlowReaders,
	files: measureFiles,
	cluster: measureCluster,
	client: measureClient,
};

/** Names that stand for several parts. */
const groups: Record<string, readonly string[]> = {
	server: ['fan-out', 'direct', 'stored', 'idle'],
};

const usage = `npm run bench -- [--quick] [${[...Object.keys(groups), ...Object.keys(parts)].join('|')} …]`;

const write = (line: string): void => {
	process.stdout.write(`${line}\n`);
};

const choose = (names: readonly string[]): readonly (readonly [string, Part])[] => {
	const wanted = new Set(names.flatMap(name => groups[name] ?? [name]));
	const unknown = [...wanted].find(name => !Object.hasOwn(parts, name));
	if (unknown !== undefined) {
		throw new Error(`There is no part "${unknown}". Usage: ${usage}`);
	}

	return Object.entries(parts).filter(([name]) => wanted.size === 0 || wanted.has(name));
};

const measureAll = async (
	chosen: readonly (readonly [string, Part])[],
	options: PartOptions,
): Promise<Report> => {
	const reports: Report[] = [];
	for (const [name, part] of chosen) {
		reports.push(await part({...options, folder: join(options.folder, name)}));
	}

	return {
		figures: reports.flatMap(report => report.figures),
		loads: reports.flatMap(report => report.loads),
	};
};

const main = async (): Promise<void> => {
	const {values, positionals} = parseArgs({
		options: {quick: {type: 'boolean', default: false}},
		allowPositionals: true,
	});
	const chosen = choose(positionals);
	const isQuick = values.quick;
	write(
		`Node ${process.version}, ${cpus().length} cores${isQuick ? ', quick: figures mean little' : ''}`,
	);
	const warning = pinningProblem();
	if (warning) {
		write(warning);
	}

	const home = new URL('../.bench/', import.meta.url).pathname;
	await mkdir(home, {recursive: true});
	const folder = await mkdtemp(join(home, 'run-'));
	try {
		const rounds = isQuick ? {rounds: 1, roundMs: 1_000} : {rounds: 3, roundMs: 3_000};
		const report = await measureAll(chosen, {...rounds, isQuick, folder, log: write});
		write(`\n${drawReport(report)}`);
		process.exitCode = report.figures.some(figure => isMet(figure) === false) ? 1 : 0;
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
};

await main();
