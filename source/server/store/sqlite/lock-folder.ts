/** Lets only one server use a data folder. The system drops the lock with the process, however it ends. */
import {closeSync, openSync} from 'node:fs';
import {join} from 'node:path';
import BetterSqlite3, {SqliteError} from 'better-sqlite3';
import {StartFailure} from '../../start-failure.ts';

/**
 * Takes the lock and returns what releases it.
 *
 * @throws {StartFailure} when another server holds it
 */
export const lockFolder = (folder: string): (() => void) => {
	const file = join(folder, 'server.lock');
	closeSync(openSync(file, 'a', 0o600));
	// An empty SQLite file in an exclusive transaction: the one portable file lock that Node can reach.
	const lock = new BetterSqlite3(file, {timeout: 0});
	try {
		lock.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		lock.close();
		if (!(error instanceof SqliteError) || !error.code.startsWith('SQLITE_BUSY')) {
			throw error;
		}

		throw new StartFailure(`Another chat-tui server is using the data folder ${folder}.`, {
			cause: error,
		});
	}

	return () => {
		lock.close();
	};
};
