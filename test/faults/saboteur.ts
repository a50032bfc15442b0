/** Carries out the strikes of a plan, each when its moment has come, and lets go of everything in the end. */
import {closeSync, openSync, rmSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {ClientDevice} from './client-device.ts';
import type {Service} from './ground.ts';
import type {Ledger} from './ledger.ts';
import type {Act, Strike, Target} from './plan.ts';
import type {FaultProxy} from './proxy.ts';
import type {Shim} from './shim.ts';

export type Victims = {
	readonly service: Service;
	readonly serverData: string;
	readonly devices: readonly ClientDevice[];
	/** Of the devices, in their order. */
	readonly proxies: readonly FaultProxy[];
	readonly shims: ReadonlyMap<Target, Shim>;
	/** Opens the account of a device once more, in the same folder. */
	double(device: number): Promise<void>;
};

export type Saboteur = {
	/** Kinds of acts that were done. */
	readonly struck: readonly Act['kind'][];
	/** Whether the server's disk is spoilt now. */
	readonly isDiskSpoilt: boolean;
	/** Does what is armed and has not come, then mends everything. Resolves when all processes run again. */
	relent(): Promise<void>;
};

const ballastName = 'ballast';
const block = Buffer.alloc(65_536);

/** Takes all that is left of the disk. */
const fillDisk = (folder: string): void => {
	const file = openSync(join(folder, ballastName), 'a');
	try {
		// To the last byte: SQLite is content with little.
		for (let size = block.length; size >= 1; ) {
			try {
				writeSync(file, block, 0, size);
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') {
					throw error;
				}

				size = Math.floor(size / 2);
			}
		}
	} finally {
		closeSync(file);
	}
};

const beforeOvertakingMs = 60;

export const createSaboteur = (
	strikes: readonly Strike[],
	victims: Victims,
	ledger: Ledger,
): Saboteur => {
	const {service, serverData, devices, proxies, shims} = victims;
	const struck: Act['kind'][] = [];
	const underWay = new Set<Promise<void>>();
	/** Who is dead at the moment: nobody dies twice. */
	const dead = new Set<ClientDevice>();
	let waiting = [...strikes];
	let isRelenting = false;
	let isDiskFull = false;
	let isServerDiskTouched = false;
	const letGo = new AbortController();

	/** Passes sooner when everything is mended. */
	const hold = async (holdMs: number): Promise<void> => {
		try {
			await delay(holdMs, undefined, {signal: letGo.signal});
		} catch (error) {
			if (!letGo.signal.aborted) {
				throw error;
			}
		}
	};

	const killClient = async (device: ClientDevice, holdMs: number): Promise<void> => {
		if (dead.has(device)) {
			return;
		}

		dead.add(device);
		await device.kill();
		await hold(holdMs);
		await device.open();
		device.play();
		dead.delete(device);
	};

	const run = async (act: Act): Promise<void> => {
		const proxy = 'device' in act ? proxies[act.device] : undefined;
		const device = 'device' in act ? devices[act.device] : undefined;
		switch (act.kind) {
			case 'kill-client':
				if (device !== undefined) {
					await killClient(device, act.holdMs);
				}

				break;
			case 'cut':
				proxy?.cut(act.isReset);
				break;
			case 'stall':
				proxy?.stall(act.directions);
				await hold(act.holdMs);
				proxy?.resume();
				break;
			case 'half-open':
				proxy?.abandon(act.side);
				break;
			case 'fill-disk':
				isDiskFull = true;
				fillDisk(serverData);
				await hold(act.holdMs);
				rmSync(join(serverData, ballastName), {force: true});
				isDiskFull = false;
				break;
			case 'fail-writes':
				isServerDiskTouched ||= act.target === 'server';
				shims.get(act.target)?.failWrites(act);
				break;
			case 'slow-writes':
				shims.get('server')?.slowDown(act.syncMs);
				await hold(act.holdMs);
				shims.get('server')?.slowDown(0);
				break;
			case 'jump-clock':
				shims.get(act.target)?.moveClock(act.offsetMs);
				break;
			case 'hold-back':
				proxy?.holdBack();
				await hold(beforeOvertakingMs);
				proxy?.overtake();
				await hold(act.holdMs);
				proxy?.release();
				break;
			case 'double':
				await victims.double(act.device);
				break;
			default:
				await service.strike(act, hold);
		}
	};

	const strike = ({act}: Strike): void => {
		if (isRelenting) {
			return;
		}

		struck.push(act.kind);
		const work = run(act).catch((error: unknown) => {
			ledger.defects.push(`${act.kind}: ${error instanceof Error ? error.stack : error}`);
		});
		underWay.add(work);
		void work.finally(() => underWay.delete(work));
	};

	const arm = (): void => {
		const due = waiting.filter(({afterActions}) => afterActions <= ledger.done);
		waiting = waiting.filter(({afterActions}) => afterActions > ledger.done);
		for (const one of due) {
			if (one.at === undefined) {
				strike(one);
			} else {
				proxies[one.at.device]?.atByte(one.at.direction, one.at.bytes, () => strike(one));
			}
		}
	};

	ledger.onDone = arm;
	arm();
	return {
		struck,
		get isDiskSpoilt() {
			return isDiskFull || isServerDiskTouched;
		},
		async relent() {
			ledger.onDone = () => undefined;
			isRelenting = true;
			letGo.abort();
			for (const shim of shims.values()) {
				shim.relent();
			}

			service.relent();
			await Promise.all(underWay);
			for (const proxy of proxies) {
				proxy.relent();
			}

			rmSync(join(serverData, ballastName), {force: true});
		},
	};
};
