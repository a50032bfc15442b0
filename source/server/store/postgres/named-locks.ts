/** Locks with names that hold across all nodes, for works that take long and are no transaction. */
import {setTimeout as pause} from 'node:timers/promises';
import type {PoolClient} from 'pg';
import {KeyedLock} from '../../../turns/keyed-lock.ts';
import type {Connections} from './connections.ts';
import {isConnectionLost, patienceMs, pauseMs, toStoreError} from './faults.ts';

export class NamedLocks {
	readonly #connections: Connections;
	/** Keeps the locks of this server apart from those of others in the same database. */
	readonly #seed: string;
	/** Within this node nobody waits on a connection for what another of its works holds. */
	readonly #local = new KeyedLock();

	constructor(connections: Connections, seed: string) {
		this.#connections = connections;
		this.#seed = seed;
	}

	run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
		return this.#local.run(name, () =>
			this.#connections.run(async () => {
				const client = await this.#lock(name);
				try {
					return await work();
				} finally {
					await this.#unlock(client, name);
				}
			}),
		);
	}

	async #lock(name: string): Promise<PoolClient> {
		const deadline = performance.now() + patienceMs;
		for (let tries = 1; ; tries += 1) {
			let client: PoolClient | undefined;
			try {
				client = await this.#connections.take();
				await client.query('SELECT pg_advisory_lock(hashtextextended($1, $2))', [name, this.#seed]);
				return client;
			} catch (error) {
				client?.release(true);
				const wait = pauseMs(tries);
				if (!isConnectionLost(error) || performance.now() + wait > deadline) {
					throw toStoreError(error);
				}

				await pause(wait);
			}
		}
	}

	async #unlock(client: PoolClient, name: string): Promise<void> {
		try {
			await client.query('SELECT pg_advisory_unlock(hashtextextended($1, $2))', [name, this.#seed]);
			client.release();
		} catch {
			// The lock went with the connection; what the work did stands.
			client.release(true);
		}
	}
}
