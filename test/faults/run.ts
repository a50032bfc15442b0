/**
 * Runs plan after plan and tells what held.
 *
 *     npm run test:faults -- --runs 500 --seed 1 --fault cut
 *     npm run test:faults -- --cluster --runs 60
 *     npm run test:faults -- --soak 30
 *
 * Without `--fault` the kinds take turns. `--cluster` runs against three nodes on PostgreSQL and Redis. `--soak` plays so many plans on the same processes and prints what they hold. Ends with 1 when a run failed, and prints how to repeat it.
 */
import {copyFileSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {openCluster} from './cluster.ts';
import {clusterFaultKinds, clusterPlanOf} from './cluster-plan.ts';
import {drive, type Result} from './drive.ts';
import type {Evidence} from './evidence.ts';
import {faultKinds, type Plan, planOf} from './plan.ts';
import {tableOf} from './record.ts';
import {openScene, type Scene} from './scene.ts';
import {findGrowth, soak} from './soak.ts';
import {lacks} from './stage.ts';

const {values: flags} = parseArgs({
	options: {
		runs: {type: 'string', default: '20'},
		seed: {type: 'string', default: '1'},
		fault: {type: 'string'},
		cluster: {type: 'boolean', default: false},
		/** A file for the table of results. */
		record: {type: 'string'},
		/** A folder for what broken runs leave: what the servers printed, and the copies of the devices. */
		keep: {type: 'string'},
		soak: {type: 'string'},
		verbose: {type: 'boolean', default: false},
	},
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** @throws when `--fault` names none of `kinds` */
const readFault = <Kind extends string>(kinds: readonly Kind[], seed: number): Kind => {
	const fault = kinds.find(kind => kind === (flags.fault ?? kinds[seed % kinds.length]));
	if (fault === undefined) {
		throw new Error(`--fault takes one of ${kinds.join(', ')}.`);
	}

	return fault;
};

const choosePlan = (seed: number): Plan =>
	flags.cluster
		? clusterPlanOf(seed, readFault(clusterFaultKinds, seed))
		: planOf(seed, readFault(faultKinds, seed));

const lineOf = ({plan, broken, struck, acknowledged, failedWrites, ...result}: Result): string =>
	[
		broken.length === 0 ? 'held  ' : 'BROKEN',
		`seed ${plan.seed}`,
		plan.fault.padEnd(flags.cluster ? 16 : 11),
		`${struck.length} of ${plan.strikes.length} strikes`,
		...(failedWrites > 0 ? [`${failedWrites} writes failed`] : []),
		`${acknowledged} acknowledged`,
		`equal after ${Math.round(result.convergeMs)} ms`,
		`${Math.round(result.totalMs)} ms in all`,
	].join('  ');

const mebibytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);

const runSoak = async (scene: Scene, rounds: number): Promise<void> => {
	print(
		'| After messages | Server: heap MiB | resident MiB | descriptors | Clients: resident MiB | descriptors |',
	);
	print('| ---: | ---: | ---: | ---: | ---: | ---: |');
	const measured = await soak(scene, {
		seed: Number(flags.seed),
		rounds,
		onRound: ({acknowledged, ...round}) =>
			print(
				`| ${[
					acknowledged,
					mebibytes(round.heapBytes),
					mebibytes(round.residentBytes),
					round.descriptors,
					mebibytes(round.clientResidentBytes),
					round.clientDescriptors,
				].join(' | ')} |`,
			),
	});
	const grown = findGrowth(measured);
	print(grown.length === 0 ? 'nothing grew' : grown.join('\n'));
	process.exitCode = grown.length === 0 ? 0 : 1;
};

const keepCopies = ({replicas}: Evidence, folder: string | undefined): void => {
	if (folder !== undefined) {
		mkdirSync(folder, {recursive: true});
		for (const [label, file] of replicas) {
			copyFileSync(file, join(folder, `${label}.db`));
		}
	}
};

const runPlans = async (scene: Scene): Promise<void> => {
	const first = Number(flags.seed);
	const results: Result[] = [];
	let skipped = 0;
	let isEnding = false;
	// The run under way is finished: it has processes and mounts to end.
	const end = (): void => {
		isEnding = true;
	};
	process.once('SIGINT', end).once('SIGTERM', end);
	for (let seed = first; seed < first + Number(flags.runs) && !isEnding; seed += 1) {
		const plan = choosePlan(seed);
		const lack = lacks(plan, scene);
		if (lack !== undefined) {
			skipped += 1;
			print(`SKIPPED seed ${seed}  ${plan.fault}: this machine lacks ${lack}`);
			continue;
		}

		const kept = flags.keep && join(flags.keep, `${seed}-${plan.fault}`);
		const result = await drive(plan, scene, evidence => keepCopies(evidence, kept));
		results.push(result);
		print(lineOf(result));
		if (flags.verbose) {
			print(JSON.stringify(Object.fromEntries([...result.outcomes].sort())));
		}

		if (result.broken.length > 0) {
			print(result.broken.map(line => `    ${line}`).join('\n'));
			if (kept !== undefined) {
				mkdirSync(kept, {recursive: true});
				writeFileSync(join(kept, 'servers.log'), result.output);
			}

			const which = flags.cluster ? '--cluster ' : '';
			print(
				`    again: npm run test:faults -- ${which}--runs 1 --seed ${seed} --fault ${plan.fault}`,
			);
		} else if (kept !== undefined) {
			rmSync(kept, {recursive: true, force: true});
		}
	}

	const failed = results.filter(({broken}) => broken.length > 0);
	const table = tableOf(results);
	print(table);
	if (flags.record !== undefined) {
		writeFileSync(flags.record, `${table}\n`);
	}

	print(`${results.length - failed.length} passed, ${failed.length} failed, ${skipped} skipped`);
	process.exitCode = failed.length > 0 ? 1 : 0;
};

const ground = flags.cluster ? await openCluster() : undefined;
if (flags.cluster && ground === undefined) {
	throw new Error('A cluster needs PostgreSQL, redis-server and nginx.');
}

const scene = await openScene(ground);
try {
	await (flags.soak === undefined ? runPlans(scene) : runSoak(scene, Number(flags.soak)));
} finally {
	await scene.close();
}
