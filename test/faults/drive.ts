/** One run: a plan is carried out on a fresh copy of the scene, everything is mended, and the checker looks. */
import {join} from 'node:path';
import {accountDatabaseFile, accountFolder} from '../../source/client/account-folders.ts';
import {until} from './deadlines.ts';
import {type Evidence, examine, type Findings} from './evidence.ts';
import type {Service} from './ground.ts';
import type {Act, Plan} from './plan.ts';
import {nameOf, type Scene} from './scene.ts';
import {createStage, type Stage} from './stage.ts';
import {compareWithWitnesses} from './witness.ts';

export type Result = {
	readonly plan: Plan;
	/** Empty when the promise held. */
	readonly broken: readonly string[];
	readonly struck: readonly Act['kind'][];
	readonly acknowledged: number;
	readonly entries: number;
	readonly refused: number;
	/** How many writes to a disk were made to fail. */
	readonly failedWrites: number;
	/** From when everything was mended until every device showed what the server has; not a number when none did. */
	readonly convergeMs: number;
	readonly totalMs: number;
	/** What the servers printed. */
	readonly output: string;
	readonly outcomes: ReadonlyMap<string, number>;
};

/** Closed connections may need a moment. */
const closingMs = 10_000;

/** What a server says of a disk that fails, or has no room. */
const spoiltDisk = /SQLITE_(?:FULL|IOERR)|ENOSPC|EIO|disk is full|disk I.O error|no room for/;

/** Lines of the server's log about what nobody foresaw; that a spoilt disk is told there is right. */
const defectsIn = (output: string): string[] =>
	output
		.split('\n')
		.filter(line => /"level":(?:50|60)/.test(line))
		.filter(line => !spoiltDisk.test(line));

const checkLeaks = async (service: Service): Promise<string[]> => {
	await until(() => service.findLeaks().length === 0, closingMs);
	return service.findLeaks();
};

/** Whether the copies hold what the server holds; what is not shown yet may still be on its way. */
const isCopied = async (evidence: Evidence): Promise<boolean> =>
	(await examine(evidence)).broken.length === 0;

const evidenceOf = ({folder, devices, ledger}: Stage, scene: Scene): Evidence => {
	const replicas = devices.map(({label}) => {
		const known = {name: nameOf(label), server: scene.addressOf(label)};
		const file = accountDatabaseFile(accountFolder(join(folder.path, label), known));
		return [label, file] as const;
	});
	return {server: folder.server, replicas: new Map(replicas), ledger};
};

type Performance = {
	readonly broken: readonly string[];
	readonly struck: readonly Act['kind'][];
	readonly convergeMs: number;
	readonly findings: Findings;
};

/** May look at what a run leaves, before it is removed. */
export type OnEvidence = (evidence: Evidence) => void | Promise<void>;

const perform = async (
	stage: Stage,
	scene: Scene,
	{plan, onEvidence}: {plan: Plan; onEvidence: OnEvidence},
): Promise<Performance> => {
	const {service, devices, folder} = stage;
	await stage.open();
	service.findLeaks();
	const {struck, settleMs} = await stage.play(plan);
	const settledAt = performance.now();
	const differing = await compareWithWitnesses(devices, {
		ground: scene.ground,
		folder: folder.path,
		async reconnect(device) {
			scene.proxyOf(device.label).cut();
			await device.settle();
		},
	});
	const evidence = evidenceOf(stage, scene);
	if (!scene.ground.isReconnecting) {
		await until(() => isCopied(evidence), scene.ground.equalMsMax);
	}

	const convergeMs = settleMs + performance.now() - settledAt;
	const leaking = await checkLeaks(service);
	await Promise.all(devices.map(device => device.stop()));
	const failing = await service.stop();
	const findings = await examine(evidence);
	await onEvidence(evidence);
	const broken = [...differing, ...leaking, ...failing, ...findings.broken];
	return {broken, struck, convergeMs, findings};
};

export const drive = async (
	plan: Plan,
	scene: Scene,
	onEvidence: OnEvidence = () => undefined,
): Promise<Result> => {
	const startedAt = performance.now();
	const stage = await createStage(plan, scene);
	const {ledger, service} = stage;
	let done: Performance | undefined;
	let failedWrites = 0;
	try {
		done = await perform(stage, scene, {plan, onEvidence});
	} catch (error) {
		ledger.defects.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
	} finally {
		({failedWrites} = stage);
		await stage.close();
	}

	const output = service.output();
	const {broken = [], struck = [], convergeMs = Number.NaN, findings} = done ?? {};
	return {
		plan,
		broken: [...broken, ...ledger.defects, ...defectsIn(output)],
		struck,
		acknowledged: ledger.acknowledged.size,
		entries: findings?.entries ?? 0,
		refused: findings?.refused ?? 0,
		failedWrites,
		convergeMs,
		totalMs: performance.now() - startedAt,
		output,
		outcomes: ledger.outcomes,
	};
};
