/** Transactions of PostgreSQL: begun with their lock, run, and stored for certain or not at all. */
import {setTimeout as pause} from 'node:timers/promises';
import type {PoolClient} from 'pg';
import type {Entry} from '../../../protocol/entries.ts';
import {ProtocolError} from '../../../protocol/errors.ts';
import type {Effect, Scope, Transaction, Work} from '../store.ts';
import type {Connections} from './connections.ts';
import {isConnectionLost, isInTheWay, pauseMs} from './faults.ts';
import {attempt, type Job, type Outcome, runApart, runTogether} from './run-group.ts';
import {type Committed, Session} from './session.ts';
import type {TellingOrder} from './telling-order.ts';

/** How long it is asked whether a commit was stored whose answer was lost, in milliseconds. */
const askMsMax = 15_000;

const entryIsThere = `SELECT 1 FROM entry WHERE log = $1 AND seq = $2 AND kind = $3
	AND sender IS NOT DISTINCT FROM $4::bigint AND id IS NOT DISTINCT FROM $5::text AND at = $6`;

const beginRead = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** Whatever the database's default is: reads after a lock must see what was committed before it was had. */
const beginWrite = 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE';

/** Ids stand in the text of a statement: they must be nothing but numbers. */
const toLiteral = (id: number): string => {
	if (!Number.isSafeInteger(id)) {
		throw new RangeError(`${id} is no id.`);
	}

	return String(id);
};

type ReadOutcome<Result> = Pick<Committed, 'effects'> & {readonly outcome: Outcome<Result>};

type Seat = {readonly session: Session; readonly transaction: Transaction};

export class Transactions {
	readonly #connections: Connections;
	readonly #createTransaction: (session: Session) => Transaction;
	readonly #order: TellingOrder;
	/** Of the lock that works without a scope take. */
	readonly #aloneLock: string;
	readonly #seats = new WeakMap<PoolClient, Seat>();

	constructor(options: {
		connections: Connections;
		createTransaction: (session: Session) => Transaction;
		order: TellingOrder;
		aloneLock: string;
	}) {
		this.#connections = options.connections;
		this.#createTransaction = options.createTransaction;
		this.#order = options.order;
		this.#aloneLock = options.aloneLock;
	}

	/** The statement that takes the lock of a scope; works that share it wait for each other. */
	lockSql(scope: Scope | undefined): string {
		if (scope === undefined) {
			return `SELECT pg_advisory_xact_lock(${this.#aloneLock})`;
		}

		const log =
			'log' in scope
				? toLiteral(scope.log)
				: `(SELECT log FROM account WHERE id = ${toLiteral(scope.account)})`;
		return `SELECT 1 FROM log WHERE id = ${log} FOR NO KEY UPDATE`;
	}

	/** Runs the works in one transaction under a lock. Resolves once they are on the disk. */
	async commit(lockSql: string, jobs: readonly Job[]): Promise<Committed> {
		const client = await this.#connections.take();
		const {session, transaction} = this.#seat(client);
		const begin = `${beginWrite}; ${lockSql}`;
		let isCommitting = false;
		try {
			await session.begin(begin);
			if (!(await runTogether(session, transaction, jobs))) {
				await session.rollBack();
				await session.begin(begin);
				await runApart(session, transaction, jobs);
			}

			isCommitting = true;
			await session.commit();
			client.release();
			return session.takeCommitted();
		} catch (error) {
			const isLost = isConnectionLost(error);
			client.release(isLost || !(await this.#canRollBack(session)));
			if (isCommitting && isLost && (await this.#wasStored(begin, session.effects, error))) {
				return session.takeCommitted();
			}

			throw error;
		} finally {
			session.leaveTurn();
		}
	}

	/** Runs one work that reads one moment. @returns what `work` returned or threw, and what it wants to happen then */
	async read<Result>(work: Work<Result>): Promise<ReadOutcome<Result>> {
		const client = await this.#connections.take();
		const {session, transaction} = this.#seat(client);
		try {
			await session.begin(beginRead);
			const outcome = await attempt(work, transaction);
			if (session.failure !== undefined) {
				throw session.failure;
			}

			await session.commit();
			client.release();
			return {outcome, effects: session.takeCommitted().effects};
		} catch (error) {
			client.release(isConnectionLost(error) || !(await this.#canRollBack(session)));
			throw error;
		}
	}

	#seat(client: PoolClient): Seat {
		const known = this.#seats.get(client);
		if (known !== undefined) {
			return known;
		}

		const session = new Session(client, this.#order);
		const seat = {session, transaction: this.#createTransaction(session)};
		this.#seats.set(client, seat);
		return seat;
	}

	async #canRollBack(session: Session): Promise<boolean> {
		try {
			await session.rollBack();
			return true;
		} catch {
			// The connection is given up, and the server rolls back by itself.
			return false;
		}
	}

	/**
	 * Whether a transaction was stored whose answer was lost. Whoever has its lock sees what it wrote, or that it did
	 * not; its number tells nothing, as PostgreSQL gives it again after a crash. What wrote no entry counts as not stored:
	 * works can run twice.
	 *
	 * @throws {ProtocolError} `busy` when nobody can tell
	 */
	async #wasStored(begin: string, effects: readonly Effect[], lost: unknown): Promise<boolean> {
		const written = effects.find(effect => effect.kind === 'entry-appended');
		if (written === undefined) {
			return false;
		}

		const deadline = performance.now() + askMsMax;
		for (let tries = 1; performance.now() < deadline; tries += 1) {
			const isStored = await this.#look(begin, written.entry);
			if (isStored !== undefined) {
				return isStored;
			}

			await pause(pauseMs(tries));
		}

		const message =
			'The database went away in the middle of a commit; nobody knows what became of it.';
		throw new ProtocolError('busy', message, {retryAfterMs: 2_000, cause: lost});
	}

	/** Whether the entry is there, once its lock is had; `undefined` while PostgreSQL cannot be asked. */
	async #look(
		begin: string,
		{log, seq, kind, sender, id, at}: Entry,
	): Promise<boolean | undefined> {
		let client: PoolClient | undefined;
		let isSound = false;
		try {
			client = await this.#connections.take();
			await client.query(begin);
			const {rows} = await client.query(entryIsThere, [
				log,
				seq,
				kind,
				sender?.id ?? null,
				id ?? null,
				at,
			]);
			await client.query('ROLLBACK');
			isSound = true;
			return rows.length > 0;
		} catch (error) {
			if (!isConnectionLost(error) && !isInTheWay(error)) {
				throw error;
			}

			return undefined;
		} finally {
			client?.release(!isSound);
		}
	}
}
