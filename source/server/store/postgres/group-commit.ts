/**
 * Group commit: works that wait for the same lock share one transaction and one wait for the disk.
 *
 * The lock is the row of a log, or one that all works without a scope take. Works of other locks run beside them,
 * on other connections. Within a group they run one after the other with no savepoints; only when one fails after it
 * wrote, the group is rolled back and run again, each work in a savepoint of its own.
 */
import {setTimeout as pause} from 'node:timers/promises';
import type {Commit, Effect, Scope, Work} from '../store.ts';
import type {Connections} from './connections.ts';
import {isConnectionLost, isInTheWay, patienceMs, pauseMs, toStoreError} from './faults.ts';
import type {Job} from './run-group.ts';
import type {Committed} from './session.ts';
import type {TellingOrder} from './telling-order.ts';
import type {Transactions} from './transactions.ts';

/** Works in one commit: others wait for the lock that they hold. */
const groupSizeMax = 200;

/** What became of jobs that ran together. */
type Group = {readonly jobs: readonly Job[]} & (
	| {readonly committed: Committed; readonly commit: Commit}
	| {readonly refusal: unknown}
);

type Queue = {readonly lockSql: string; readonly jobs: Job[]};

export class GroupCommit {
	readonly #connections: Connections;
	readonly #transactions: Transactions;
	readonly #order: TellingOrder;
	readonly #onCommitted: (effects: readonly Effect[], commit: Commit) => void;
	/** Lock → who waits for it; there as long as a group of it runs. */
	readonly #queues = new Map<string, Queue>();
	readonly #running = new Set<Promise<void>>();

	constructor(options: {
		connections: Connections;
		transactions: Transactions;
		order: TellingOrder;
		onCommitted: (effects: readonly Effect[], commit: Commit) => void;
	}) {
		this.#connections = options.connections;
		this.#transactions = options.transactions;
		this.#order = options.order;
		this.#onCommitted = options.onCommitted;
	}

	transact<Result>(work: Work<Result>, scope: Scope | undefined): Promise<Result> {
		return new Promise((resolve, reject) => {
			const lockSql = this.#transactions.lockSql(scope);
			const job: Job = {
				work,
				resolve: resolve as (result: unknown) => void,
				reject,
				outcome: undefined,
				takenAt: performance.now(),
			};
			const queue = this.#queues.get(lockSql);
			if (queue !== undefined) {
				queue.jobs.push(job);
				return;
			}

			const added: Queue = {lockSql, jobs: [job]};
			this.#queues.set(lockSql, added);
			const running = this.#runQueue(added);
			this.#running.add(running);
			void running.finally(() => this.#running.delete(running));
		});
	}

	/** Resolves when nothing waits any more. */
	async drain(): Promise<void> {
		while (this.#running.size > 0) {
			await Promise.all(this.#running);
		}
	}

	async #runQueue({lockSql, jobs}: Queue): Promise<void> {
		while (jobs.length > 0) {
			// What comes in the same turn of the event loop comes along.
			await new Promise(resolve => {
				setImmediate(resolve);
			});
			const group = await this.#connections.run(() =>
				this.#store(lockSql, jobs.splice(0, groupSizeMax)),
			);
			await this.#tell(group);
		}

		this.#queues.delete(lockSql);
	}

	async #store(lockSql: string, jobs: readonly Job[]): Promise<Group> {
		const startedAt = performance.now();
		const deadline = Math.min(...jobs.map(({takenAt}) => takenAt)) + patienceMs;
		for (let tries = 1; ; tries += 1) {
			try {
				const committed = await this.#transactions.commit(lockSql, jobs);
				const seconds = (performance.now() - startedAt) / 1_000;
				return {jobs, committed, commit: {seconds, works: jobs.length}};
			} catch (error) {
				const wait = pauseMs(tries);
				const isPassing = isConnectionLost(error) || isInTheWay(error);
				if (!isPassing || performance.now() + wait > deadline) {
					return {jobs, refusal: toStoreError(error)};
				}

				await pause(wait);
			}
		}
	}

	/** Tells everybody what became of their works; of what was stored only after what came before it. */
	async #tell(group: Group): Promise<void> {
		if ('refusal' in group) {
			for (const job of group.jobs) {
				job.reject(group.refusal);
			}

			return;
		}

		const {effects, turn} = group.committed;
		await this.#order.wait(turn);
		this.#onCommitted(effects, group.commit);
		this.#order.leave(turn);
		for (const {outcome, resolve, reject} of group.jobs) {
			if (outcome && 'result' in outcome) {
				resolve(outcome.result);
			} else {
				reject(outcome?.error);
			}
		}
	}
}
