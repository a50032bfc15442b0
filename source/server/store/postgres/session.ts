/** One connection while works use it: runs their statements, and keeps what they did until the commit. */
import type {PoolClient, QueryResultRow} from 'pg';
import type {Entry} from '../../../protocol/entries.ts';
import type {Effect} from '../store.ts';
import {withoutRows} from './faults.ts';
import {createTurn, type TellingOrder, type Turn} from './telling-order.ts';

/** Prepared once on each connection that runs it. */
export type Statement = {readonly name: string; readonly text: string};

export type Value =
	| string
	| number
	| boolean
	| Buffer
	| null
	| readonly number[]
	| readonly string[];

let statements = 0;

export const statement = (text: string): Statement => {
	statements += 1;
	return {name: `chat_${statements}`, text};
};

/** PostgreSQL's texts have no U+0000. What is JSON has it escaped; elsewhere it becomes what broken text becomes. */
const toStorable = (value: Value): Value =>
	typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;

/** `turn` is to be left when the effects were told. */
export type Committed = {readonly effects: readonly Effect[]; readonly turn: Turn};

export class Session {
	/** Rises before each write, so that a failed one counts too. */
	writes = 0;
	effects: Effect[] = [];
	/** Why a statement failed: PostgreSQL takes no other before a roll-back. */
	failure: unknown;
	readonly #client: PoolClient;
	readonly #order: TellingOrder;
	/** The place among the commits that write to the same logs. */
	#turn = createTurn();
	/** The logs that works before the running one wrote to. */
	#logsBefore: ReadonlySet<number> = new Set();

	constructor(client: PoolClient, order: TellingOrder) {
		this.#client = client;
		this.#order = order;
	}

	/** Runs statements that give nothing back. */
	async command(sql: string): Promise<void> {
		await this.#client.query(sql);
	}

	/** Begins a transaction with `sql`. */
	async begin(sql: string): Promise<void> {
		this.effects = [];
		this.failure = undefined;
		this.#turn = createTurn();
		await this.command(sql);
	}

	/** Takes back all of the transaction. */
	async rollBack(): Promise<void> {
		this.leaveTurn();
		await this.command('ROLLBACK');
	}

	async beginWork(): Promise<void> {
		this.#logsBefore = new Set(this.#turn.logs);
		await this.command('SAVEPOINT work');
	}

	/** Takes back what the work did that `beginWork` began, and nothing else. */
	async rollBackWork(): Promise<void> {
		const logs = [...this.#turn.logs].filter(log => !this.#logsBefore.has(log));
		this.#order.leave(this.#turn, logs);
		await this.command('ROLLBACK TO work; RELEASE work');
		this.failure = undefined;
	}

	/** @throws when the server rolled back instead */
	async commit(): Promise<void> {
		const {command} = await this.#client.query('COMMIT');
		if (command !== 'COMMIT') {
			throw this.failure ?? new Error('PostgreSQL took a transaction back instead of storing it.');
		}
	}

	/** What happened, for whoever tells it. */
	takeCommitted(): Committed {
		const committed = {effects: this.effects, turn: this.#turn};
		this.effects = [];
		this.#turn = createTurn();
		return committed;
	}

	leaveTurn(): void {
		this.#order.leave(this.#turn);
	}

	async all<Row extends QueryResultRow>(
		{name, text}: Statement,
		...values: readonly Value[]
	): Promise<Row[]> {
		return (await this.#query<Row>(name, text, values)).rows;
	}

	async first<Row extends QueryResultRow>(
		{name, text}: Statement,
		...values: readonly Value[]
	): Promise<Row | undefined> {
		return (await this.#query<Row>(name, text, values)).rows[0];
	}

	/** Whether there is such a row. */
	async has({name, text}: Statement, ...values: readonly Value[]): Promise<boolean> {
		return (await this.#query(name, text, values)).rows.length > 0;
	}

	/** Returns how many rows were written. */
	async write({name, text}: Statement, ...values: readonly Value[]): Promise<number> {
		this.writes += 1;
		return (await this.#query(name, text, values)).rowCount ?? 0;
	}

	/** For a statement that returns what it wrote. */
	async writeFirst<Row extends QueryResultRow>(
		wanted: Statement,
		...values: readonly Value[]
	): Promise<Row | undefined> {
		this.writes += 1;
		return this.first<Row>(wanted, ...values);
	}

	/** The entry is in its log; nobody hears of it before the commit, nor before those that came before it. */
	appended(entry: Entry): void {
		this.effects.push({kind: 'entry-appended', entry});
		this.#order.enter(this.#turn, entry.log);
	}

	async #query<Row extends QueryResultRow>(
		name: string,
		text: string,
		values: readonly Value[],
	): Promise<{rows: Row[]; rowCount: number | null}> {
		try {
			return await this.#client.query<Row>({name, text, values: values.map(toStorable)});
		} catch (error) {
			this.failure ??= withoutRows(error);
			throw error;
		}
	}
}
