/**
 * Group commit: all works of one event-loop turn share one transaction and one sync to disk.
 *
 * Works run one after the other with no savepoints (they would cost more than a send's insert). Only
 * when one fails after it wrote, the group is rolled back and run again, each work in a savepoint of
 * its own, so that the failing one takes nothing else with it.
 */
import {type Database, SqliteError} from 'better-sqlite3';
import {ProtocolError} from '../../../protocol/errors.ts';
import type {Commit, Effect, Transaction, Work} from '../store.ts';
import type {Changes} from './changes.ts';

type Job = {
	readonly work: Work<unknown>;
	readonly resolve: (result: unknown) => void;
	readonly reject: (error: unknown) => void;
	outcome: {readonly result: unknown} | {readonly error: unknown} | undefined;
};

/** Works in one commit; what came above it waits for the next turn, so that sockets get theirs. */
const groupSizeMax = 2_000;

const toStorageError = (error: unknown): unknown =>
	error instanceof SqliteError && /^SQLITE_(?:FULL|IOERR|READONLY)/.test(error.code)
		? new ProtocolError('storage-full', undefined, {cause: error})
		: error;

export class GroupCommit {
	readonly #database: Database;
	readonly #transaction: Transaction;
	readonly #changes: Changes;
	/** Called when stored rows were taken back: what was remembered of them is void. */
	readonly #onRollback: () => void;
	readonly #onCommitted: (effects: readonly Effect[], commit: Commit) => void;
	readonly #statements;
	#jobs: Job[] = [];
	#running: Promise<void> | undefined;

	constructor(options: {
		database: Database;
		transaction: Transaction;
		changes: Changes;
		onRollback: () => void;
		onCommitted: (effects: readonly Effect[], commit: Commit) => void;
	}) {
		const {database} = options;
		this.#database = database;
		this.#transaction = options.transaction;
		this.#changes = options.changes;
		this.#onRollback = options.onRollback;
		this.#onCommitted = options.onCommitted;
		this.#statements = {
			begin: database.prepare('BEGIN IMMEDIATE'),
			commit: database.prepare('COMMIT'),
			rollback: database.prepare('ROLLBACK'),
			savepoint: database.prepare('SAVEPOINT work'),
			release: database.prepare('RELEASE work'),
			rollbackTo: database.prepare('ROLLBACK TO work'),
		};
	}

	transact<Result>(work: Work<Result>): Promise<Result> {
		return new Promise((resolve, reject) => {
			this.#jobs.push({
				work,
				resolve: resolve as (result: unknown) => void,
				reject,
				outcome: undefined,
			});
			this.#schedule();
		});
	}

	/** Resolves when nothing waits any more. */
	async drain(): Promise<void> {
		while (this.#running) {
			await this.#running;
		}
	}

	#schedule(): void {
		this.#running ??= new Promise(resolve => {
			setImmediate(async () => {
				await this.#runGroup(this.#jobs.splice(0, groupSizeMax));
				this.#running = undefined;
				resolve();
				if (this.#jobs.length > 0) {
					this.#schedule();
				}
			});
		});
	}

	async #runGroup(jobs: readonly Job[]): Promise<void> {
		const startedAt = performance.now();
		try {
			this.#begin();
			if (!(await this.#runTogether(jobs))) {
				this.#rollBack();
				this.#begin();
				await this.#runApart(jobs);
			}

			this.#statements.commit.run();
		} catch (error) {
			this.#rollBack();
			const reason = toStorageError(error);
			for (const job of jobs) {
				job.reject(reason);
			}

			return;
		}

		const seconds = (performance.now() - startedAt) / 1_000;
		this.#onCommitted(this.#changes.effects, {seconds, works: jobs.length});
		for (const {outcome, resolve, reject} of jobs) {
			if (outcome && 'result' in outcome) {
				resolve(outcome.result);
			} else {
				reject(toStorageError(outcome?.error));
			}
		}
	}

	#begin(): void {
		this.#changes.effects = [];
		this.#statements.begin.run();
	}

	#rollBack(): void {
		if (this.#database.inTransaction) {
			this.#statements.rollback.run();
		}

		this.#onRollback();
	}

	/** Returns false when a work failed after it wrote: then the whole group is spoilt. */
	async #runTogether(jobs: readonly Job[]): Promise<boolean> {
		for (const job of jobs) {
			const writesBefore = this.#changes.writes;
			await this.#runJob(job);
			if (job.outcome && 'error' in job.outcome && this.#changes.writes > writesBefore) {
				return false;
			}
		}

		return true;
	}

	async #runApart(jobs: readonly Job[]): Promise<void> {
		for (const job of jobs) {
			this.#statements.savepoint.run();
			await this.#runJob(job);
			if (job.outcome && 'error' in job.outcome) {
				if (!this.#database.inTransaction) {
					// SQLite gave up the whole transaction by itself, as it does on a full disk.
					throw job.outcome.error;
				}

				this.#statements.rollbackTo.run();
				this.#onRollback();
			}

			this.#statements.release.run();
		}
	}

	async #runJob(job: Job): Promise<void> {
		const effectsBefore = this.#changes.effects.length;
		try {
			const result = job.work(this.#transaction);
			job.outcome = {result: result instanceof Promise ? await result : result};
		} catch (error) {
			job.outcome = {error};
			this.#changes.effects.length = effectsBefore;
		}
	}
}
