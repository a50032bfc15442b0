/** One run: a plan is carried out on a fresh copy of the scene, everything is mended, and the checker looks. */
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {accountDatabaseFile, accountFolder} from '../../source/client/account-folders.ts';
import type {Client} from '../../source/client/client-api.ts';
import {connect} from '../../source/client/library.ts';
import {checkView} from './checker.ts';
import {type ClientDevice, createClientDevice} from './client-device.ts';
import {type Evidence, examine, type Findings} from './evidence.ts';
import {Ledger} from './ledger.ts';
import {makeFiles} from './perform.ts';
import type {Action, Plan} from './plan.ts';
import {createSaboteur} from './saboteur.ts';
import {canMount, labelsOf, nameOf, password, type RunFolder, type Scene} from './scene.ts';
import {keepServer, listDescriptors} from './server-keeper.ts';
import {createShim, type Shim} from './shim.ts';
import {readView} from './view.ts';

export type Result = {
	readonly plan: Plan;
	/** Empty when the promise held. */
	readonly broken: readonly string[];
	readonly struck: readonly string[];
	readonly acknowledged: number;
	readonly entries: number;
	readonly refused: number;
	/** How many writes to a disk were made to fail. */
	readonly failedWrites: number;
	/** From the last act's end until every replica equals the server. */
	readonly convergeMs: number;
	readonly totalMs: number;
	readonly outcomes: ReadonlyMap<string, number>;
};

const deadlineMs = 30_000;
const settleMs = 10_000;

const before = async <Value>(work: Promise<Value>, ms: number, what: string): Promise<Value> => {
	const ending = new AbortController();
	const late = delay(ms, undefined, {signal: ending.signal}).then(() => {
		throw new Error(`Waited ${ms} ms in vain for ${what}.`);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		late.catch(() => undefined);
		ending.abort();
	}
};

const until = async (predicate: () => boolean | Promise<boolean>, ms: number): Promise<boolean> => {
	const end = performance.now() + ms;
	while (!(await predicate())) {
		if (performance.now() > end) {
			return false;
		}

		await delay(10);
	}

	return true;
};

/** Waits for all devices; throws with what the late ones wait for. */
const allWithin = async (
	all: () => readonly ClientDevice[],
	isDone: (device: ClientDevice) => boolean,
	what: string,
): Promise<void> => {
	if (!(await until(() => all().every(isDone), deadlineMs))) {
		const late = all().filter(device => !isDone(device));
		const states = await Promise.all(
			late.map(async device => `${device.label}: ${await device.explain()}`),
		);
		throw new Error(`Waited ${deadlineMs} ms in vain for ${what}. ${states.join('; ')}`);
	}
};

/** What this machine cannot spoil; `undefined` when it can do all that the plan asks for. */
export const lacks = (plan: Plan, scene: Scene): string | undefined => {
	const kinds = new Set(plan.strikes.map(({act}) => act.kind));
	if (kinds.has('fill-disk') && !canMount()) {
		return 'a small disk: that needs Linux and root';
	}

	const needsShim = (['fail-writes', 'slow-writes', 'jump-clock'] as const).some(it =>
		kinds.has(it),
	);
	return needsShim && scene.shim === undefined
		? 'a spoilt libc: that needs Linux and cc'
		: undefined;
};

const createShims = (plan: Plan, scene: Scene, folder: RunFolder): Map<'server' | number, Shim> => {
	const shims = new Map<'server' | number, Shim>();
	const {shim} = scene;
	for (const {act} of plan.strikes) {
		const target = 'target' in act ? act.target : 'server';
		const isNeeded = ['fail-writes', 'slow-writes', 'jump-clock'].includes(act.kind);
		if (isNeeded && shim !== undefined && !shims.has(target)) {
			shims.set(target, createShim(shim, join(folder.path, `orders-${target}`)));
		}
	}

	return shims;
};

/** A device that has nothing yet sees what the server tells: the truth for all that shows. */
const openWitness = (scene: Scene, folder: RunFolder, name: string): Promise<Client> =>
	connect({
		server: `127.0.0.1:${scene.port}`,
		name,
		password,
		device: 'witness',
		acceptNew: true,
		dataDir: join(folder.path, `witness-${name}`),
		timing: {retryDelayMsBase: 20, retryDelayMsMax: 200},
	});

/** Compares what a device shows with what a new one shows; signals may still be under way for a moment. */
const compareViews = async (device: ClientDevice, witness: Client): Promise<string[]> => {
	let broken: string[] = [];
	const isEqual = async (): Promise<boolean> => {
		const [view, truth] = await Promise.all([device.show(), readView(witness)]);
		broken = checkView(device.label, view, truth);
		return broken.length === 0;
	};
	await until(isEqual, settleMs);
	return broken;
};

/** Compares all devices, each with a witness of its account. */
const compareWithWitnesses = async (
	devices: readonly ClientDevice[],
	openOne: (name: string) => Promise<Client>,
): Promise<string[]> => {
	const witnesses = new Map<string, Client>();
	try {
		for (const name of new Set(devices.map(device => device.name))) {
			witnesses.set(name, await openOne(name));
		}

		const compared = devices.map(async device => {
			const witness = witnesses.get(device.name);
			return witness === undefined ? [] : compareViews(device, witness);
		});
		return (await before(Promise.all(compared), deadlineMs, 'all views')).flat();
	} finally {
		await Promise.all([...witnesses.values()].map(client => client.stop()));
	}
};

/** Lines of the server's log about what nobody foresaw. */
const defectsIn = (output: string): string[] =>
	output.split('\n').filter(line => /"level":(?:50|60)/.test(line));

/** `onEvidence` may look at what the run leaves, before it is removed. */
export const drive = async (
	plan: Plan,
	scene: Scene,
	onEvidence: (evidence: Evidence) => void = () => undefined,
): Promise<Result> => {
	const startedAt = performance.now();
	const ledger = new Ledger();
	const {defects} = ledger;
	const isSmall = plan.strikes.some(({act}) => act.kind === 'fill-disk');
	const folder = scene.openRun({isSmall});
	const shims = createShims(plan, scene, folder);
	const labels = labelsOf(plan.devices);
	const deviceOf = (
		label: string,
		index: number,
		{mayLogOut, script}: {mayLogOut: boolean; script: readonly Action[]},
	): ClientDevice => {
		const port = scene.proxies.get(label)?.port ?? 0;
		const files = join(folder.path, `files-${label}`);
		makeFiles(files, script);
		return createClientDevice({
			label,
			task: {
				server: `127.0.0.1:${port}`,
				name: nameOf(label),
				password,
				device: label,
				dataDir: join(folder.path, label),
				files,
				mayLogOut,
			},
			env: shims.get(index)?.env ?? {},
			ledger,
		});
	};

	let isExcused = (): boolean => false;
	const server = keepServer({
		dataDir: folder.serverData,
		port: scene.port,
		env: shims.get('server')?.env ?? {},
		isExcused: () => isExcused(),
		onDefect: text => defects.push(text),
	});
	const devices = labels.map((label, index) =>
		deviceOf(label, index, {
			mayLogOut: label.endsWith('-2'),
			script: plan.scripts[index] ?? [],
		}),
	);
	const doubles: ClientDevice[] = [];
	let acts: readonly string[] = [];
	let convergeMs = Number.NaN;
	let failedWrites = 0;
	const broken: string[] = [];
	let findings: Findings = {broken: [], entries: 0, refused: 0};

	const carryOut = async (): Promise<void> => {
		await server.start();
		await before(Promise.all(devices.map(device => device.open())), deadlineMs, 'the start');
		const descriptors = listDescriptors(server.pid);
		const saboteur = createSaboteur(
			plan.strikes,
			{
				server,
				serverData: folder.serverData,
				devices,
				proxies: labels.map(label => scene.proxies.get(label)).filter(it => it !== undefined),
				shims,
				async double(index) {
					const script = (plan.scripts[index] ?? [])
						.slice(0, 15)
						.map(action => ({...action, text: `${action.text} again`}));
					const double = deviceOf(labels[index] ?? '', index, {mayLogOut: false, script});
					doubles.push(double);
					await double.open();
					double.play(script);
				},
			},
			ledger,
		);
		isExcused = () => saboteur.isDiskSpoilt;
		for (const [index, device] of devices.entries()) {
			device.play(plan.scripts[index] ?? []);
		}

		const all = (): ClientDevice[] => [...devices, ...doubles];
		await allWithin(all, it => it.isPlayed, 'the scripts');
		acts = saboteur.struck;
		await before(saboteur.relent(), deadlineMs, 'everything to be mended');
		const mendedAt = performance.now();
		// A killed client may have come back just now.
		await allWithin(all, it => it.isPlayed, 'the scripts of those who were killed');
		const unsettled = new Set(all());
		for (const device of unsettled) {
			void device.settle().then(() => unsettled.delete(device), onFailure);
		}

		await allWithin(all, it => !unsettled.has(it), 'all to be sent');
		convergeMs = performance.now() - mendedAt;
		// Such a second process of a device is over with the first one's work.
		await Promise.all(doubles.map(double => double.stop()));
		const openOne = (name: string): Promise<Client> => openWitness(scene, folder, name);
		broken.push(...(await compareWithWitnesses(devices, openOne)));
		const isBack = () => listDescriptors(server.pid).length <= descriptors.length;
		if (!(await until(isBack, settleMs))) {
			const now = listDescriptors(server.pid).sort().join(' ');
			broken.push(`the server holds ${now}, at the beginning ${descriptors.sort().join(' ')}`);
		}

		await Promise.all(devices.map(device => device.stop()));
		const code = await server.stop();
		if (code !== 0) {
			broken.push(`the server stopped with ${code}`);
		}
	};

	const onFailure = (error: unknown): void => {
		defects.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
	};

	const databaseOf = (label: string): string => {
		const port = scene.proxies.get(label)?.port ?? 0;
		const known = {name: nameOf(label), server: `127.0.0.1:${port}`};
		return accountDatabaseFile(accountFolder(join(folder.path, label), known));
	};

	try {
		await carryOut();
		const evidence = {
			server: folder.serverData,
			replicas: new Map(labels.map(label => [label, databaseOf(label)])),
			ledger,
		};
		findings = examine(evidence);
		onEvidence(evidence);
	} catch (error) {
		onFailure(error);
	} finally {
		await Promise.all([...devices, ...doubles].map(device => device.kill()));
		server.kill();
		for (const shim of shims.values()) {
			failedWrites += shim.failures;
			shim.close();
		}

		for (const proxy of scene.proxies.values()) {
			proxy.relent();
			proxy.cut();
		}

		folder.remove();
	}

	return {
		plan,
		broken: [...broken, ...findings.broken, ...defects, ...defectsIn(server.output())],
		struck: acts,
		acknowledged: ledger.acknowledged.size,
		entries: findings.entries,
		refused: findings.refused,
		failedWrites,
		convergeMs,
		totalMs: performance.now() - startedAt,
		outcomes: ledger.outcomes,
	};
};
