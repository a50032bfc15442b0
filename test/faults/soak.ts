/** Plan after plan on the same processes, to see what they keep: descriptors and memory must not grow. */
import {readFileSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {inspected, measureHeap} from './heap.ts';
import {type Act, type Plan, planOf} from './plan.ts';
import type {Scene} from './scene.ts';
import {listDescriptors} from './server-keeper.ts';
import {createStage} from './stage.ts';

export type Round = {
	readonly acknowledged: number;
	/** Of the server, after it has collected its garbage. */
	readonly heapBytes: number;
	readonly residentBytes: number;
	/** Sockets and files, of the server and of all clients. */
	readonly descriptors: number;
	readonly clientDescriptors: number;
	/** Of the clients together. */
	readonly clientResidentBytes: number;
};

/** What ends no process, so that the same ones are measured from beginning to end. */
const sparing: ReadonlySet<Act['kind']> = new Set([
	'cut',
	'stall',
	'half-open',
	'fail-writes',
	'slow-writes',
	'jump-clock',
	'hold-back',
]);

/** Closed connections and lapsed signals are let go of by then. */
const restMs = 3_000;

const residentBytesOf = (pid: number): number => {
	const kibibytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return Number(kibibytes) * 1_024;
};

const sum = (values: readonly number[]): number =>
	values.reduce((total, value) => total + value, 0);

/** Plans of the same devices, without what ends a process. */
const plansFrom = (first: number, count: number): Plan[] => {
	const plans: Plan[] = [];
	const {devices} = planOf(first, 'mixed');
	for (let seed = first; plans.length < count; seed += 1) {
		const plan = planOf(seed, 'mixed');
		if (plan.devices.join() === devices.join()) {
			plans.push({...plan, strikes: plan.strikes.filter(({act}) => sparing.has(act.kind))});
		}
	}

	return plans;
};

const mean = (values: readonly number[]): number => sum(values) / values.length;

/** How much more there may be in the last quarter of the rounds than in the second one; the first one warms up. */
const growthMax = {
	heapBytes: 1_048_576,
	residentBytes: 8_388_608,
	descriptors: 1.5,
	clientDescriptors: 1.5,
} as const;

/** What grows though it should not, in words. */
export const findGrowth = (rounds: readonly Round[]): string[] => {
	const quarter = Math.floor(rounds.length / 4);
	const warm = rounds.slice(quarter, quarter * 2);
	const last = rounds.slice(-quarter);
	return Object.entries(growthMax).flatMap(([name, most]) => {
		const valuesOf = (some: readonly Round[]) => some.map(round => round[name as keyof Round]);
		const [from, to] = [mean(valuesOf(warm)), mean(valuesOf(last))];
		return to - from > most ? [`${name} grew from ${from} to ${to}`] : [];
	});
};

/** Calls `onRound` after each plan. @throws when a round does not come to rest, or something breaks that no fault excuses */
export const soak = async (
	scene: Scene,
	{seed, rounds, onRound}: {seed: number; rounds: number; onRound: (round: Round) => void},
): Promise<Round[]> => {
	const plans = plansFrom(seed, rounds);
	const [first] = plans;
	if (first === undefined) {
		return [];
	}

	const all = {...first, strikes: plans.flatMap(({strikes}) => strikes)};
	const stage = await createStage(all, scene, inspected);
	const {service, devices, ledger} = stage;
	const measured: Round[] = [];
	try {
		await stage.open();
		for (const plan of plans) {
			const before = ledger.done;
			// A strike counts the actions of its own plan.
			const strikes = plan.strikes.map(it => ({...it, afterActions: it.afterActions + before}));
			await stage.play({...plan, strikes});
			await delay(restMs);
			const round = {
				acknowledged: ledger.acknowledged.size,
				heapBytes: await measureHeap(service.output()),
				residentBytes: sum(service.pids.map(residentBytesOf)),
				descriptors: sum(service.pids.map(pid => listDescriptors(pid).length)),
				clientDescriptors: sum(devices.map(({pid}) => listDescriptors(pid).length)),
				clientResidentBytes: sum(devices.map(({pid}) => residentBytesOf(pid))),
			};
			measured.push(round);
			onRound(round);
		}
	} finally {
		await stage.close();
	}

	if (ledger.defects.length > 0) {
		throw new Error(ledger.defects.join('\n'));
	}

	return measured;
};
