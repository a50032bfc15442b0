/** Opens a SQLite file for this user only and brings its schema up to date. */
import Database from 'better-sqlite3';
import {ClientError, messageOf} from '../client-error.ts';
import {touchPrivateFile} from '../private-file.ts';

/** How long one process waits while another one writes. */
const busyTimeoutMs = 5_000;

/**
 * `synchronous = NORMAL`: in WAL mode a commit survives the death of the process, and only a power
 * failure can take back the last ones. Entries can be fetched again then, so a wait for the disk per
 * message would buy nothing but a slower screen.
 */
const configure = (database: Database.Database): void => {
	database.pragma('journal_mode = WAL');
	database.pragma('synchronous = NORMAL');
};

const versionOf = (database: Database.Database): number =>
	Number(database.pragma('user_version', {simple: true}));

/** Two processes may come here at once: the version is read again under the write lock. */
const migrate = (database: Database.Database, migrations: readonly string[]): void => {
	if (versionOf(database) === migrations.length) {
		return;
	}

	const run = database.transaction(() => {
		const version = versionOf(database);
		if (version > migrations.length) {
			throw new ClientError('local-data', 'its data was written by a newer chat-tui');
		}

		for (const step of migrations.slice(version)) {
			database.exec(step);
		}

		database.pragma(`user_version = ${migrations.length}`);
	});
	run.immediate();
};

/** @throws {ClientError} `local-data` when the file is no database, or a newer version wrote it */
export const openDatabase = (file: string, migrations: readonly string[]): Database.Database => {
	let database: Database.Database | undefined;
	try {
		touchPrivateFile(file);
		database = new Database(file, {timeout: busyTimeoutMs});
		configure(database);
		migrate(database, migrations);
		return database;
	} catch (error) {
		database?.close();
		throw new ClientError('local-data', `${file} cannot be used: ${messageOf(error)}`, {
			cause: error,
		});
	}
};
