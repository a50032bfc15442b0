/** A herd: many devices that lose their connections at once and all come back, as clients do. */
import {setTimeout as delay} from 'node:timers/promises';
import {retryDelayMs} from '../../source/client/retry-delay.ts';
import {percentile} from '../statistics.ts';
import {type Address, type Connection, openConnection} from './connection.ts';
import {logInForToken, password} from './stage-chat-tui.ts';

const timing = {retryDelayMsBase: 500, retryDelayMsMax: 30_000};
/** As a client's: it gives up and tries again later. */
const attemptMsMax = 30_000;
const batchSize = 25;
const newcomerEachMs = 250;
/** Loopback too, and yet another one than the herd's. */
const newcomerAddress = '127.0.0.2';

export type HerdResult = {
	/** From the cut until the last one was back and knew what it had missed. */
	readonly seconds: number;
	/** Attempts that failed, by why. */
	readonly failures: Readonly<Record<string, number>>;
	/** Of people who log in with their password meanwhile. */
	readonly newcomers: number;
	readonly newcomerP99Ms: number;
	readonly newcomerFailures: Readonly<Record<string, number>>;
};

type Device = {readonly token: string; connection: Connection | undefined};

export class Herd {
	readonly #address: Address;
	readonly #devices: Device[] = [];

	constructor(address: Address) {
		this.#address = address;
	}

	/** Every device is logged in; the accounts share them evenly. */
	async gather(devices: number, accounts: number): Promise<void> {
		while (this.#devices.length < devices) {
			const first = this.#devices.length;
			const size = Math.min(batchSize, devices - first);
			const batch = Array.from({length: size}, (_, index) =>
				logInForToken(this.#address, `idle-${(first + index) % accounts}`),
			);
			this.#devices.push(...(await Promise.all(batch)));
		}
	}

	/** Cuts all connections in one turn, and waits until all have come back. */
	async cut(): Promise<HerdResult> {
		const failures: Record<string, number> = {};
		const newcomerFailures: Record<string, number> = {};
		const newcomerMs: number[] = [];
		for (const {connection} of this.#devices) {
			connection?.close();
		}

		const startedAt = performance.now();
		let isOver = false;
		const newcomers = (async () => {
			const under: Promise<void>[] = [];
			while (!isOver) {
				under.push(this.#logInOnce(newcomerMs, newcomerFailures));
				await delay(newcomerEachMs);
			}

			await Promise.all(under);
		})();
		await Promise.all(this.#devices.map(device => this.#comeBack(device, failures)));
		const seconds = (performance.now() - startedAt) / 1_000;
		isOver = true;
		await newcomers;
		return {
			seconds,
			failures,
			newcomers: newcomerMs.length,
			newcomerP99Ms: newcomerMs.length === 0 ? Number.NaN : percentile(newcomerMs, 0.99),
			newcomerFailures,
		};
	}

	async #comeBack(device: Device, failures: Record<string, number>): Promise<void> {
		for (let attempt = 0; ; attempt += 1) {
			await delay(retryDelayMs(attempt, timing, Math.random));
			try {
				device.connection = await withinTime(this.#address, connection =>
					resume(connection, device.token),
				);
				return;
			} catch (error) {
				count(failures, error);
			}
		}
	}

	/** One of the accounts logs in anew, by its password, and leaves again. */
	async #logInOnce(timesMs: number[], failures: Record<string, number>): Promise<void> {
		const startedAt = performance.now();
		try {
			const elsewhere = {...this.#address, localAddress: newcomerAddress};
			const connection = await withinTime(elsewhere, async talk => {
				await talk.request('log-in', {name: 'newcomer', password, device: 'bench'});
				await talk.request('log-out', {});
			});
			connection.close();
			timesMs.push(performance.now() - startedAt);
		} catch (error) {
			count(failures, error);
		}
	}
}

const count = (failures: Record<string, number>, error: unknown): void => {
	const reason = error instanceof Error ? error.message : String(error);
	failures[reason] = (failures[reason] ?? 0) + 1;
};

/** What a client asks for when it is back. */
const resume = async (connection: Connection, token: string): Promise<void> => {
	await connection.request('resume', {token});
	await connection.request('get-account', {});
	await connection.request('list-conversations', {});
};

/** Connects, greets and works; a connection that takes too long is closed. */
const withinTime = async (
	address: Address,
	work: (connection: Connection) => Promise<void>,
): Promise<Connection> => {
	let connection: Connection | undefined;
	const late = new AbortController();
	const open = async (): Promise<Connection> => {
		connection = await openConnection(address, late.signal);
		await connection.request('hello', {versions: [1], software: 'bench', features: []});
		await work(connection);
		return connection;
	};
	const timer = setTimeout(() => {
		late.abort();
		connection?.close();
	}, attemptMsMax);
	try {
		return await open();
	} catch (error) {
		connection?.close();
		throw error;
	} finally {
		clearTimeout(timer);
	}
};
