/** The connections to PostgreSQL: how many, how they are set up, and what happens to broken ones. */
import pg, {type ClientBase, type PoolClient} from 'pg';
import {AtMost} from '../../../turns/at-most.ts';
import {UnsafeNumber} from './faults.ts';

export type StoreLogger = {
	warn(facts: Readonly<Record<string, unknown>>, message: string): void;
	info(message: string): void;
};

/** How long to wait for a connection, in milliseconds. */
const connectMsMax = 5_000;
/** How long a statement may wait for a lock: less than what a sender waits in all. */
const lockMsMax = 4_000;
const statementMsMax = 15_000;
/** A node that stopped in the middle of a transaction holds its locks no longer than this. */
const idleMsMax = 5_000;
/** A server that does not answer at all counts as gone; above what it takes to end a statement by itself. */
const answerMsMax = 20_000;

const toNumber = (text: string): number => {
	const number = Number(text);
	if (!Number.isSafeInteger(number)) {
		throw new UnsafeNumber('A number of the database is larger than this program can count.');
	}

	return number;
};

const bigintType = 20;

const types = {
	getTypeParser: (type: number, format?: 'text' | 'binary') =>
		type === bigintType && format !== 'binary'
			? toNumber
			: format === 'binary'
				? pg.types.getTypeParser(type, 'binary')
				: pg.types.getTypeParser(type, 'text'),
};

/** Whoever runs PostgreSQL may ask for more than `on`, never for less: a reply means "on the disk". */
const synchronousSql = `SELECT set_config('synchronous_commit', 'on', false)
	WHERE current_setting('synchronous_commit') IN ('off', 'local')`;

const setUp = async (client: ClientBase, limits: Readonly<Record<string, number>>) => {
	const settings = Object.entries(limits)
		.map(([name, ms]) => `SET ${name} = ${ms}`)
		.join('; ');
	await client.query(`${settings}; ${synchronousSql}`);
};

export type ConnectionOptions = {
	readonly url: string;
	/** Connections at most. */
	readonly max: number;
	/** They wait for locks as long as it takes, instead of for a few seconds. */
	readonly isPatient?: boolean;
	readonly logger: StoreLogger | undefined;
};

export class Connections {
	readonly #pool: pg.Pool;
	readonly #turns: AtMost;

	constructor({url, max, isPatient = false, logger}: ConnectionOptions) {
		const limits = isPatient
			? {lock_timeout: 0, statement_timeout: 0, idle_in_transaction_session_timeout: idleMsMax}
			: {
					lock_timeout: lockMsMax,
					statement_timeout: statementMsMax,
					idle_in_transaction_session_timeout: idleMsMax,
				};
		this.#turns = new AtMost(max);
		this.#pool = new pg.Pool({
			connectionString: url,
			max,
			connectionTimeoutMillis: connectMsMax,
			idleTimeoutMillis: 60_000,
			keepAlive: true,
			keepAliveInitialDelayMillis: 10_000,
			application_name: 'chat-tui',
			pipeline: true,
			types,
			...(isPatient ? {} : {query_timeout: answerMsMax}),
			onConnect: client => setUp(client, limits),
		});
		let isLost = false;
		this.#pool.on('error', error => {
			// All of them go together; the first tells it.
			if (!isLost) {
				isLost = true;
				logger?.warn({reason: error.message}, 'a connection to PostgreSQL was lost');
			}
		});
		this.#pool.on('connect', client => {
			// One that is in use tells its user as well.
			client.on('error', () => undefined);
			if (isLost) {
				isLost = false;
				logger?.info('PostgreSQL is there again');
			}
		});
	}

	/** Runs `work` when one of the connections is free: `take` gives it then. */
	run<Result>(work: () => Promise<Result>): Promise<Result> {
		return this.#turns.run(work);
	}

	/** Only within `run`, and one at a time. Whoever takes a connection gives it back by `release`, a broken one by `release(true)`. */
	take(): Promise<PoolClient> {
		return this.#pool.connect();
	}

	async close(): Promise<void> {
		await this.#pool.end();
	}
}
