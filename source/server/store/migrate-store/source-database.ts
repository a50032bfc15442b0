/** The SQLite database that is moved: only read, and row by row. */
import {existsSync} from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import {schemaVersion} from '../sqlite/migrate.ts';
import {MigrateFailure} from './migrate-failure.ts';
import type {MovedTable} from './moved-tables.ts';
import {columnNames, quoted, type Row, toValue} from './row-digest.ts';

export type SourceDatabase = {
	/** In the order of the table's key. One table is read at a time. */
	rows(table: MovedTable): Iterable<Row>;
	/** The last number that the table gave to a row, whether that is still there or not. */
	lastNumber(table: MovedTable): number;
	files(): readonly {readonly id: string; readonly size: number}[];
	close(): void;
};

/** @throws {MigrateFailure} when there is no database, or not one of this program's schema */
export const openSourceDatabase = (file: string): SourceDatabase => {
	if (!existsSync(file)) {
		throw new MigrateFailure(`There is no server in this folder: ${file} is missing.`);
	}

	const database = new BetterSqlite3(file, {readonly: true, fileMustExist: true});
	const version = Number(database.pragma('user_version', {simple: true}));
	if (version !== schemaVersion) {
		database.close();
		throw new MigrateFailure(
			version > schemaVersion
				? `${file} was written by a newer chat-tui: migrate it with that one.`
				: `${file} was written by an older chat-tui: start and stop the server once with this one.`,
		);
	}

	return {
		*rows(table) {
			const {columns, key, name, source = quoted([name])} = table;
			const kinds = Object.values(columns);
			const select = database
				.prepare<[], unknown[]>(
					`SELECT ${quoted(columnNames(table))} FROM ${source} ORDER BY ${quoted(key)}`,
				)
				.raw();
			for (const row of select.iterate()) {
				yield kinds.map((kind, index) => toValue(kind, row[index]));
			}
		},
		lastNumber: ({name}) =>
			database
				.prepare<[string], number>('SELECT seq FROM sqlite_sequence WHERE name = ?')
				.pluck()
				.get(name) ?? 0,
		files: () =>
			database
				.prepare<[], {id: string; size: number}>('SELECT id, size FROM file ORDER BY id')
				.all(),
		close: () => void database.close(),
	};
};
