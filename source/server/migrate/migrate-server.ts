/**
 * Moves a stopped server from SQLite to PostgreSQL: its files, then all its rows in one transaction, verified before it
 * ends. The server's folder stays as it was; cut short at any moment, it can be begun again.
 */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Logger} from 'pino';
import {type FilesPlace, openContents} from '../files/open-files.ts';
import {MigrateFailure} from '../store/migrate-store/migrate-failure.ts';
import {type MovedRows, migrateStore} from '../store/migrate-store/migrate-store.ts';
import {openSourceDatabase, type SourceDatabase} from '../store/migrate-store/source-database.ts';
import {openTargetDatabase, type TargetDatabase} from '../store/migrate-store/target-database.ts';
import {lockFolder} from '../store/sqlite/lock-folder.ts';
import {sharedSetting} from '../tls-identity.ts';
import {copyFiles, type MovedFiles} from './copy-files.ts';

export type MigrateOptions = {
	/** Data folder of the server that is moved. */
	readonly from: string;
	/** URL of the PostgreSQL database. */
	readonly postgres: string;
	readonly files: FilesPlace;
	readonly logger: Logger;
	/** Called now and then: `table` or `files`, and how many are copied. */
	onProgress(what: string, count: number): void;
};

export type Migration = {readonly tables: readonly MovedRows[]; readonly files: MovedFiles};

/** @returns what lets the server start again. @throws {MigrateFailure} @throws {StartFailure} while the server runs */
const lockSource = (folder: string): (() => void) => {
	if (!existsSync(join(folder, 'server.db'))) {
		throw new MigrateFailure(`There is no server in ${folder}.`);
	}

	const unlock = lockFolder(folder);
	if (readdirSync(folder).some(name => name.startsWith('restored-'))) {
		unlock();
		throw new MigrateFailure(
			`A backup is being restored into ${folder}: start and stop the server once to end that.`,
		);
	}

	return unlock;
};

const checkSums = async (source: SourceDatabase, target: TargetDatabase): Promise<void> => {
	const sum = source.files().reduce((bytes, {size}) => bytes + size, 0);
	const counted = await target.fileBytes();
	if (counted !== sum) {
		throw new MigrateFailure(`PostgreSQL counts ${counted} bytes of files instead of ${sum}.`);
	}
};

const move = async (
	options: MigrateOptions,
	source: SourceDatabase,
	target: TargetDatabase,
): Promise<Migration> => {
	const {from, onProgress} = options;
	const identity = readFileSync(join(from, 'identity.pem'), 'utf8');
	const contents = await openContents(options.files, options.logger);
	try {
		const files = await copyFiles({
			folder: join(from, 'files'),
			contents,
			files: source.files(),
			onProgress: count => onProgress('files', count),
		});
		const tables = await migrateStore({source, target, onProgress});
		await checkSums(source, target);
		await target.setSetting(sharedSetting, identity);
		await target.commit();
		return {tables, files};
	} finally {
		await contents.close();
	}
};

/** @throws {MigrateFailure} @throws {StartFailure} when one of both databases, or the place of the files, cannot be used */
export const migrateServer = async (options: MigrateOptions): Promise<Migration> => {
	const unlock = lockSource(options.from);
	try {
		const source = openSourceDatabase(join(options.from, 'server.db'));
		try {
			const target = await openTargetDatabase(options.postgres);
			try {
				return await move(options, source, target);
			} finally {
				await target.close();
			}
		} finally {
			source.close();
		}
	} finally {
		unlock();
	}
};
