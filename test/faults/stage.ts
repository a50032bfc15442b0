/** The processes of a run: a service and the devices of a plan, each behind its proxy. Plays plans, and ends them all. */
import {join} from 'node:path';
import {type ClientDevice, createClientDevice} from './client-device.ts';
import {before, until} from './deadlines.ts';
import type {Ground, Service} from './ground.ts';
import {Ledger} from './ledger.ts';
import {makeFiles} from './perform.ts';
import type {Act, Action, Plan, Target} from './plan.ts';
import {createSaboteur} from './saboteur.ts';
import {canMount, labelsOf, nameOf, password, type RunFolder, type Scene} from './scene.ts';
import {createShim, type Shim} from './shim.ts';

export type Stage = {
	readonly folder: RunFolder;
	readonly service: Service;
	readonly devices: readonly ClientDevice[];
	readonly ledger: Ledger;
	/** How many writes to a disk were made to fail so far. */
	readonly failedWrites: number;
	/** Starts everything; resolves when all are online. */
	open(): Promise<void>;
	/** Plays a plan of the same devices, mends everything, and waits until all that was written is on the server or refused. */
	play(plan: Plan): Promise<{readonly struck: readonly Act['kind'][]; readonly settleMs: number}>;
	/** Ends all processes at once and removes what they wrote. */
	close(): Promise<void>;
};

const shimKinds: ReadonlySet<Act['kind']> = new Set(['fail-writes', 'slow-writes', 'jump-clock']);

/** What this machine cannot spoil; `undefined` when it can do all that the plan asks for. */
export const lacks = ({strikes}: Plan, {shim, ground}: Scene): string | undefined => {
	if (strikes.some(({act}) => act.kind === 'fill-disk') && !canMount()) {
		return 'a small disk: that needs Linux and root';
	}

	if (strikes.some(({act}) => shimKinds.has(act.kind)) && shim === undefined) {
		return 'a spoilt libc: that needs Linux and cc';
	}

	return strikes.map(({act}) => ground.lacks(act)).find(lack => lack !== undefined);
};

const createShims = (plan: Plan, scene: Scene, folder: RunFolder): Map<Target, Shim> => {
	const shims = new Map<Target, Shim>();
	const {shim} = scene;
	for (const {act} of plan.strikes) {
		const target = 'target' in act ? act.target : 'server';
		if (shimKinds.has(act.kind) && shim !== undefined && !shims.has(target)) {
			shims.set(target, createShim(shim, join(folder.path, `orders-${target}`)));
		}
	}

	return shims;
};

/** Waits for all devices. @throws with what the late ones wait for */
const allWithin = async (
	all: () => readonly ClientDevice[],
	isDone: (device: ClientDevice) => boolean,
	{what, deadlineMs}: {what: string; deadlineMs: number},
): Promise<void> => {
	if (!(await until(() => all().every(isDone), deadlineMs))) {
		const late = all().filter(device => !isDone(device));
		const states = await Promise.all(
			late.map(async device => `${device.label}: ${await device.explain()}`),
		);
		throw new Error(`Waited ${deadlineMs} ms in vain for ${what}. ${states.join('; ')}`);
	}
};

const settleAll = async (
	devices: readonly ClientDevice[],
	{deadlineMs, isReconnecting}: Ground,
): Promise<void> => {
	const unsettled = new Set(devices);
	const settling = devices.map(async device => {
		await device.settle(isReconnecting);
		unsettled.delete(device);
	});
	const isSettled = (device: ClientDevice): boolean => !unsettled.has(device);
	// Rejects with the first device that ends, or with what the late ones wait for.
	const late = {what: 'all to be sent', deadlineMs};
	await Promise.all([...settling, allWithin(() => devices, isSettled, late)]);
};

/** The folders are made for `plan`: later plans must have the same devices, and spoil no more than it does. */
export const createStage = async (
	plan: Plan,
	scene: Scene,
	serverEnv: Readonly<Record<string, string>> = {},
): Promise<Stage> => {
	const {ground} = scene;
	const {deadlineMs} = ground;
	const ledger = new Ledger();
	const {defects} = ledger;
	const isSmall = plan.strikes.some(({act}) => act.kind === 'fill-disk');
	const folder = await scene.openRun({isSmall});
	const shims = createShims(plan, scene, folder);
	const labels = labelsOf(plan.devices);
	const filesOf = (label: string): string => join(folder.path, `files-${label}`);
	const deviceOf = (index: number, mayLogOut: boolean): ClientDevice => {
		const label = labels[index] ?? '';
		return createClientDevice({
			label,
			task: {
				server: scene.addressOf(label),
				name: nameOf(label),
				password,
				device: label,
				dataDir: join(folder.path, label),
				files: filesOf(label),
				mayLogOut,
			},
			env: shims.get(index)?.env ?? {},
			ledger,
		});
	};

	let isExcused = (): boolean => false;
	const service = ground.createService({
		place: folder.server,
		shims,
		env: serverEnv,
		isExcused: () => isExcused(),
		onDefect: text => defects.push(text),
	});
	const devices = labels.map((label, index) => deviceOf(index, label.endsWith('-2')));
	const doubles = new Set<ClientDevice>();
	const all = (): ClientDevice[] => [...devices, ...doubles];

	/** A second process of a device, which works beside the first for a while. */
	const double = async (index: number, script: readonly Action[]): Promise<void> => {
		const second = deviceOf(index, false);
		const again = script.map(action => ({...action, text: `${action.text} again`}));
		makeFiles(filesOf(second.label), again);
		doubles.add(second);
		await second.open();
		second.play(again);
	};

	return {
		folder,
		service,
		devices,
		ledger,
		get failedWrites() {
			return [...shims.values()].reduce((sum, {failures}) => sum + failures, 0);
		},
		async open() {
			await service.start();
			const opening = Promise.all(devices.map(device => device.open()));
			await before(opening, 'the start', deadlineMs);
		},
		async play({strikes, scripts}) {
			const saboteur = createSaboteur(
				strikes,
				{
					service,
					serverData: folder.server.folder,
					devices,
					proxies: labels.map(label => scene.proxyOf(label)),
					shims,
					double: index => double(index, (scripts[index] ?? []).slice(0, 15)),
				},
				ledger,
			);
			isExcused = () => saboteur.isDiskSpoilt;
			for (const [index, device] of devices.entries()) {
				makeFiles(filesOf(device.label), scripts[index] ?? []);
				device.play(scripts[index] ?? []);
			}

			await allWithin(all, it => it.isPlayed, {what: 'the scripts', deadlineMs});
			await before(saboteur.relent(), 'everything to be mended', deadlineMs);
			const mendedAt = performance.now();
			// A killed client may have come back just now.
			const late = {what: 'the scripts of those who were killed', deadlineMs};
			await allWithin(all, it => it.isPlayed, late);
			await settleAll(all(), ground);
			// Such a second process is over with the first one's work.
			await Promise.all([...doubles].map(it => it.stop()));
			doubles.clear();
			return {struck: saboteur.struck, settleMs: performance.now() - mendedAt};
		},
		async close() {
			await Promise.all(all().map(device => device.kill()));
			service.kill();
			for (const shim of shims.values()) {
				shim.close();
			}

			scene.calm();
			await folder.remove();
		},
	};
};
