/** Moves all rows of a server from SQLite to PostgreSQL in one transaction, and compares both sides before it is committed. */
import {MigrateFailure} from './migrate-failure.ts';
import {type MovedTable, movedTables} from './moved-tables.ts';
import {type Row, RowDigest, type TableDigest} from './row-digest.ts';
import type {SourceDatabase} from './source-database.ts';
import type {TargetDatabase} from './target-database.ts';

const rowsPerBatch = 1_000;
/** In characters, roughly: what is in memory is a few times as much. */
const batchLengthMax = 4_194_304;

export type MovedRows = TableDigest & {readonly table: string};

export type StoreMove = {
	readonly source: SourceDatabase;
	readonly target: TargetDatabase;
	/** Called now and then with the rows of the table that have been copied. */
	onProgress(table: string, rows: number): void;
};

const lengthOf = (row: Row): number =>
	row.reduce<number>(
		(sum, value) => sum + (typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 8),
		0,
	);

function* batchesOf(rows: Iterable<Row>): Generator<readonly Row[]> {
	let batch: Row[] = [];
	let length = 0;
	for (const row of rows) {
		batch.push(row);
		length += lengthOf(row);
		if (batch.length >= rowsPerBatch || length >= batchLengthMax) {
			yield batch;
			batch = [];
			length = 0;
		}
	}

	if (batch.length > 0) {
		yield batch;
	}
}

const copyTable = async (
	{source, target, onProgress}: StoreMove,
	table: MovedTable,
): Promise<TableDigest> => {
	const digest = new RowDigest();
	let copied = 0;
	for (const batch of batchesOf(source.rows(table))) {
		for (const row of batch) {
			digest.add(row);
		}

		await target.insert(table, batch);
		copied += batch.length;
		onProgress(table.name, copied);
	}

	if (table.isNumbered) {
		await target.setLastNumber(table, source.lastNumber(table));
	}

	return digest.end();
};

const digestTarget = async (target: TargetDatabase, table: MovedTable): Promise<TableDigest> => {
	const digest = new RowDigest();
	for await (const row of target.rows(table)) {
		digest.add(row);
	}

	return digest.end();
};

/**
 * Copies and compares; the commit is the caller's.
 *
 * @returns what both sides have of each table
 * @throws {MigrateFailure} when what PostgreSQL gives back is not what it was given
 */
export const migrateStore = async (move: StoreMove): Promise<readonly MovedRows[]> => {
	const moved: MovedRows[] = [];
	for (const table of movedTables) {
		const source = await copyTable(move, table);
		const target = await digestTarget(move.target, table);
		if (source.rows !== target.rows || source.digest !== target.digest) {
			throw new MigrateFailure(
				`The table ${table.name} came out different: ${source.rows} rows (${source.digest.slice(0, 12)}) went in, ${target.rows} (${target.digest.slice(0, 12)}) came back.`,
			);
		}

		moved.push({table: table.name, ...source});
	}

	return moved;
};
