/** Opens the server's SQLite file: private, durable, and at the newest schema. */
import {chmodSync, closeSync, openSync} from 'node:fs';
import BetterSqlite3, {type Database} from 'better-sqlite3';
import {migrate} from './migrate.ts';

export const openDatabase = (file: string): Database => {
	// Made before SQLite makes it: its -wal and -shm then take over the mode.
	closeSync(openSync(file, 'a', 0o600));
	chmodSync(file, 0o600);
	const database = new BetterSqlite3(file);
	try {
		database.pragma('journal_mode = WAL');
		// NORMAL may lose acknowledged commits on power loss (sqlite.org/pragma.html#pragma_synchronous).
		database.pragma('synchronous = FULL');
		database.pragma('foreign_keys = ON');
		// Recalled texts are zeros on the disk. FAST would leave the long ones, which fill pages of their own.
		database.pragma('secure_delete = ON');
		migrate(database);
	} catch (error) {
		database.close();
		throw error;
	}

	return database;
};
