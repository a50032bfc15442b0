/** A copy of the server's database: made beside a running server, checked, and begun anew as another history. */
import {randomUUID} from 'node:crypto';
import {closeSync, fdatasyncSync, openSync} from 'node:fs';
import BetterSqlite3, {type Database} from 'better-sqlite3';

/** Pages after which the disk is waited for, so that a server's commits never wait for the whole copy. */
const pagesPerStep = 2_000;

/**
 * Copies the database as it is at one moment, whatever a server writes meanwhile. Blocks its thread for
 * up to a second for each 500 MB: not for a server's own process.
 */
export const copyDatabase = async (source: string, target: string): Promise<void> => {
	const descriptor = openSync(target, 'wx', 0o600);
	const database = new BetterSqlite3(source, {readonly: true, fileMustExist: true});
	try {
		// Pins one moment: without it, each commit of the server starts the copy anew
		// (sqlite.org/c3ref/backup_finish.html, "Concurrent Usage").
		database.exec('BEGIN');
		database.pragma('user_version');
		await database.backup(target, {
			progress() {
				fdatasyncSync(descriptor);
				return pagesPerStep;
			},
		});
	} finally {
		database.close();
		closeSync(descriptor);
	}
};

/** What tells one state of a database from another. */
export type DatabaseFacts = {
	readonly schema: number;
	readonly epoch: string;
	/** Table name → rows. */
	readonly rows: Readonly<Record<string, number>>;
};

export type DatabaseCopy = {
	readFacts(): DatabaseFacts;
	/** What SQLite finds broken in it, at most ten of it; empty when it is whole. */
	findDamage(): readonly string[];
	/** The files that it refers to. */
	listFiles(): Iterable<{readonly id: string; readonly size: number}>;
	/** Ends the history that its clients know: see `startNewHistory`. */
	startNewHistory(): void;
	close(): void;
};

const countRows = (database: Database): Record<string, number> => {
	const names = database
		.prepare<[], string>(
			"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
		)
		.pluck()
		.all();
	return Object.fromEntries(
		names.map(name => [
			name,
			database.prepare<[], number>(`SELECT count(*) FROM "${name}"`).pluck().get() ?? 0,
		]),
	);
};

/**
 * Clients notice the new epoch. The next numbers of accounts, devices and logs are above all that the lost
 * time can have given (the seconds since 1970: nobody makes one a second for long), so that what clients
 * remember under one of those is nobody else.
 */
const startNewHistory = (database: Database): void => {
	const epoch = database.prepare<[string]>("UPDATE setting SET value = ? WHERE key = 'epoch'");
	const numbers = ['account', 'device', 'log'];
	const next = Math.floor(Date.now() / 1_000);
	// A table that never had a row has none there.
	const forget = database.prepare<[string, number]>(
		'DELETE FROM sqlite_sequence WHERE name = ? AND seq < ?',
	);
	const begin = database.prepare<{name: string; next: number}>(
		`INSERT INTO sqlite_sequence (name, seq) SELECT @name, @next
		WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = @name)`,
	);
	database
		.transaction(() => {
			epoch.run(randomUUID());
			for (const name of numbers) {
				forget.run(name, next);
				begin.run({name, next});
			}
		})
		.immediate();
};

/** Opens what `copyDatabase` made. @throws when it is no database */
export const openDatabaseCopy = (file: string): DatabaseCopy => {
	const database = new BetterSqlite3(file, {fileMustExist: true});
	return {
		readFacts: () => ({
			schema: Number(database.pragma('user_version', {simple: true})),
			epoch:
				database
					.prepare<[], string>("SELECT value FROM setting WHERE key = 'epoch'")
					.pluck()
					.get() ?? '',
			rows: countRows(database),
		}),
		findDamage: () =>
			database
				.prepare<[], string>('PRAGMA integrity_check(10)')
				.pluck()
				.all()
				.filter(line => line !== 'ok'),
		listFiles: () =>
			database.prepare<[], {id: string; size: number}>('SELECT id, size FROM file').iterate(),
		startNewHistory: () => startNewHistory(database),
		close: () => void database.close(),
	};
};
