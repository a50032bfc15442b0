/** Lets only one process at a time do what a data folder bears once. The system drops the lock with the process, however it ends. */
import {closeSync, openSync} from 'node:fs';
import {join} from 'node:path';
import BetterSqlite3, {SqliteError} from 'better-sqlite3';
import {StartFailure} from '../../start-failure.ts';

/** @returns what releases the lock; `undefined` when another process holds it */
const lock = (file: string): (() => void) | undefined => {
	closeSync(openSync(file, 'a', 0o600));
	// An empty SQLite file in an exclusive transaction: the one portable file lock that Node can reach.
	const database = new BetterSqlite3(file, {timeout: 0});
	try {
		database.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		database.close();
		if (!(error instanceof SqliteError) || !error.code.startsWith('SQLITE_BUSY')) {
			throw error;
		}

		return undefined;
	}

	return () => {
		database.close();
	};
};

export const serverLockName = 'server.lock';
export const backupLockName = 'backup.lock';
export const partsLockName = 'parts.lock';

/**
 * Held by a server as long as it runs. Takes the lock and returns what releases it.
 *
 * @throws {StartFailure} when another server holds it
 */
export const lockFolder = (folder: string): (() => void) => {
	const unlock = lock(join(folder, serverLockName));
	if (unlock === undefined) {
		throw new StartFailure(`Another chat-tui server is using the data folder ${folder}.`);
	}

	return unlock;
};

/** Held while a backup of the folder is made, or one restored into it; `undefined` when another process does so. */
export const lockBackups = (folder: string): (() => void) | undefined =>
	lock(join(folder, backupLockName));

/**
 * Held by a node whose uploads arrive in this folder.
 *
 * @throws {StartFailure} when another node holds it
 */
export const lockParts = (folder: string): (() => void) => {
	const unlock = lock(join(folder, partsLockName));
	if (unlock === undefined) {
		throw new StartFailure(
			`Another node keeps its uploads in ${folder}: give each node a data folder of its own.`,
		);
	}

	return unlock;
};
