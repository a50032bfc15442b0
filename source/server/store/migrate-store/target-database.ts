/** The PostgreSQL database that a server is moved to: empty before, and untouched until all of it is committed. */
import pg from 'pg';
import {openDatabase} from '../postgres/open-database.ts';
import {MigrateFailure} from './migrate-failure.ts';
import {type MovedTable, movedTables} from './moved-tables.ts';
import {columnNames, quoted, type Row, toValue, type Value} from './row-digest.ts';

/** Entries may have 64 KiB each. */
const rowsPerFetch = 200;
const lockMs = 15_000;

const types = {integer: 'bigint', boolean: 'boolean', text: 'text', bytes: 'bytea'} as const;

export type TargetDatabase = {
	insert(table: MovedTable, rows: readonly Row[]): Promise<void>;
	/** In the order of the table's key, as they stand there now. */
	rows(table: MovedTable): AsyncIterable<Row>;
	/** The next number is above `last`. */
	setLastNumber(table: MovedTable, last: number): Promise<void>;
	/** Bytes of all files, as the database counts them itself. */
	fileBytes(): Promise<number>;
	setSetting(key: string, value: string): Promise<void>;
	/** From now on it is there, all of it. */
	commit(): Promise<void>;
	/** Without a commit before, nothing of it stays. */
	close(): Promise<void>;
};

/** Nobody else uses it, or begins to, before the commit. */
const begin = async (client: pg.Client): Promise<void> => {
	await client.query(`BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
		SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
		SET LOCAL lock_timeout = ${lockMs};`);
	try {
		await client.query(
			`LOCK TABLE ${quoted(movedTables.map(({name}) => name))} IN ACCESS EXCLUSIVE MODE`,
		);
	} catch (error) {
		throw new MigrateFailure('Somebody else is using the database: stop all nodes first.', {
			cause: error,
		});
	}

	for (const {name} of movedTables) {
		const {rowCount} = await client.query(`SELECT 1 FROM "${name}" LIMIT 1`);
		if (rowCount !== 0) {
			throw new MigrateFailure(
				'There is a chat-tui server in this database already (even one that was only started): migrate into an empty one.',
			);
		}
	}
};

async function* fetchRows(client: pg.Client, table: MovedTable): AsyncGenerator<Row> {
	const names = columnNames(table);
	const kinds = Object.values(table.columns);
	await client.query(
		`DECLARE moved NO SCROLL CURSOR FOR SELECT ${quoted(names)} FROM "${table.name}" ORDER BY ${quoted(table.key)}`,
	);
	for (;;) {
		const {rows} = await client.query<unknown[]>({
			text: `FETCH ${rowsPerFetch} FROM moved`,
			rowMode: 'array',
		});
		if (rows.length === 0) {
			break;
		}

		for (const row of rows) {
			yield kinds.map((kind, index) => toValue(kind, row[index]));
		}
	}

	await client.query('CLOSE moved');
}

const insertRows = async (
	client: pg.Client,
	table: MovedTable,
	rows: readonly Row[],
): Promise<void> => {
	const arrays = Object.values(table.columns).map((kind, index) => ({
		type: types[kind],
		values: rows.map((row): Value => row[index] ?? null),
	}));
	const list = arrays.map(({type}, index) => `$${index + 1}::${type}[]`).join(', ');
	await client.query(
		`INSERT INTO "${table.name}" (${quoted(columnNames(table))}) SELECT * FROM unnest(${list})`,
		arrays.map(({values}) => values),
	);
};

/** Makes the tables where they are missing. @throws {StartFailure} when PostgreSQL cannot be used @throws {MigrateFailure} when somebody else uses the database, or has */
export const openTargetDatabase = async (url: string): Promise<TargetDatabase> => {
	await openDatabase(url);
	const client = new pg.Client({connectionString: url, application_name: 'chat-tui migrate'});
	// Whoever asks it next is told too.
	client.on('error', () => undefined);
	await client.connect();
	try {
		await begin(client);
	} catch (error) {
		await client.end();
		throw error;
	}

	return {
		insert: (table, rows) => insertRows(client, table, rows),
		rows: table => fetchRows(client, table),
		async setLastNumber({name}, last) {
			await client.query('SELECT setval(pg_get_serial_sequence($1, $2), $3, $4)', [
				`"${name}"`,
				'id',
				Math.max(last, 1),
				last > 0,
			]);
		},
		async fileBytes() {
			const {rows} = await client.query<{bytes: string}>(
				'SELECT coalesce(sum(bytes), 0) AS bytes FROM file_total',
			);
			return Number(rows[0]?.bytes);
		},
		async setSetting(key, value) {
			await client.query('INSERT INTO setting (key, value) VALUES ($1, $2)', [key, value]);
		},
		async commit() {
			await client.query('COMMIT');
		},
		close: () => client.end(),
	};
};
