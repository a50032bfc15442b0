/** One run: a plan is carried out on a fresh copy of the scene, everything is mended, and the checker looks. */
import {join} from 'node:path';
import {accountDatabaseFile, accountFolder} from '../../source/client/account-folders.ts';
import {until} from './deadlines.ts';
import {type Evidence, examine, type Findings} from './evidence.ts';
import type {Act, Plan} from './plan.ts';
import {nameOf, type Scene} from './scene.ts';
import {listDescriptors} from './server-keeper.ts';
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

/** Unfinished uploads stay open for a minute: their senders may come back. */
const isUpload = (target: string): boolean => target.includes('/files/parts/');

/** What the server holds open beyond what it held at the beginning, with the same devices. */
const checkDescriptors = async (pid: number, first: readonly string[]): Promise<string[]> => {
	const list = (): string[] => listDescriptors(pid).filter(target => !isUpload(target));
	if (await until(() => list().length <= first.length, closingMs)) {
		return [];
	}

	const now = list().sort().join(' ');
	return [`the server holds ${now}, at the beginning ${[...first].sort().join(' ')}`];
};

const evidenceOf = ({folder, devices, ledger}: Stage, scene: Scene): Evidence => {
	const replicas = devices.map(({label}) => {
		const known = {name: nameOf(label), server: scene.addressOf(label)};
		const file = accountDatabaseFile(accountFolder(join(folder.path, label), known));
		return [label, file] as const;
	});
	return {server: folder.serverData, replicas: new Map(replicas), ledger};
};

type Performance = {
	readonly broken: readonly string[];
	readonly struck: readonly Act['kind'][];
	readonly convergeMs: number;
	readonly findings: Findings;
};

/** `onEvidence` may look at what the run leaves, before it is removed. */
const perform = async (
	stage: Stage,
	scene: Scene,
	{plan, onEvidence}: {plan: Plan; onEvidence: (evidence: Evidence) => void},
): Promise<Performance> => {
	const {server, devices, folder} = stage;
	await stage.open();
	const descriptors = listDescriptors(server.pid);
	const {struck, settleMs} = await stage.play(plan);
	const settledAt = performance.now();
	const differing = await compareWithWitnesses(devices, {
		port: scene.port,
		folder: folder.path,
		async reconnect(device) {
			scene.proxyOf(device.label).cut();
			await device.settle();
		},
	});
	const convergeMs = settleMs + performance.now() - settledAt;
	const leaking = await checkDescriptors(server.pid, descriptors);
	await Promise.all(devices.map(device => device.stop()));
	const code = await server.stop();
	const failing = code === 0 ? [] : [`the server stopped with ${code}`];
	const evidence = evidenceOf(stage, scene);
	const findings = examine(evidence);
	onEvidence(evidence);
	const broken = [...differing, ...leaking, ...failing, ...findings.broken];
	return {broken, struck, convergeMs, findings};
};

export const drive = async (
	plan: Plan,
	scene: Scene,
	onEvidence: (evidence: Evidence) => void = () => undefined,
): Promise<Result> => {
	const startedAt = performance.now();
	const stage = createStage(plan, scene);
	const {ledger, server} = stage;
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

	const {broken = [], struck = [], convergeMs = Number.NaN, findings} = done ?? {};
	return {
		plan,
		broken: [...broken, ...ledger.defects, ...defectsIn(server.output())],
		struck,
		acknowledged: ledger.acknowledged.size,
		entries: findings?.entries ?? 0,
		refused: findings?.refused ?? 0,
		failedWrites,
		convergeMs,
		totalMs: performance.now() - startedAt,
		outcomes: ledger.outcomes,
	};
};
