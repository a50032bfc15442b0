/** Whether what came out of a backup is a whole server: its database sound, its rows all there, every file it refers to. */
import {mkdirSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {type DatabaseCopy, openDatabaseCopy} from '../store/sqlite/database-copy.ts';
import {schemaVersion} from '../store/sqlite/migrate.ts';
import {BackupFailure} from './backup-failure.ts';
import type {BackupManifest} from './backup-manifest.ts';
import {type Unpacked, unpackArchive} from './unpack-archive.ts';

const findFault = (database: DatabaseCopy, {manifest, fileIds}: Unpacked): string | undefined => {
	const [damage] = database.findDamage();
	if (damage !== undefined) {
		return `its database is not sound: ${damage}`;
	}

	const facts = database.readFacts();
	if (facts.schema !== manifest.schema || facts.epoch !== manifest.epoch) {
		return 'its database is another one than its manifest tells';
	}

	const tables = new Set([...Object.keys(facts.rows), ...Object.keys(manifest.rows)]);
	for (const table of tables) {
		if (facts.rows[table] !== manifest.rows[table]) {
			return `${facts.rows[table] ?? 'no'} rows of ${table} are left of ${manifest.rows[table] ?? 'none'}`;
		}
	}

	const missing = new Set(manifest.missing);
	for (const {id} of database.listFiles()) {
		if (!fileIds.has(id) && !missing.has(id)) {
			return `the stored file ${id} is missing`;
		}
	}

	return undefined;
};

/**
 * Checks what `unpackArchive` has put into `target`. Blocks its thread: not for a server's own process.
 *
 * @throws {BackupFailure} when something is wrong, or only a newer program can use it
 */
export const checkUnpacked = (file: string, target: string, unpacked: Unpacked): void => {
	if (unpacked.manifest.schema > schemaVersion) {
		throw new BackupFailure(
			`${file} is of a newer chat-tui (its schema is ${unpacked.manifest.schema}, this program knows ` +
				`${schemaVersion}): install that version to restore it.`,
		);
	}

	const database = openDatabaseCopy(join(target, 'server.db'));
	try {
		const fault = findFault(database, unpacked);
		if (fault !== undefined) {
			throw new BackupFailure(`The backup ${file} is damaged: ${fault}.`);
		}
	} finally {
		database.close();
	}
};

/** Reads the whole backup back, its database into `scratch`, which is removed. @throws {BackupFailure} when it cannot be relied on */
export const verifyBackup = async (
	file: string,
	scratch: string,
	signal?: AbortSignal,
): Promise<BackupManifest> => {
	mkdirSync(scratch, {recursive: true, mode: 0o700});
	try {
		const unpacked = await unpackArchive(file, {target: scratch, keepsFiles: false, signal});
		checkUnpacked(file, scratch, unpacked);
		return unpacked.manifest;
	} finally {
		await rm(scratch, {recursive: true, force: true});
	}
};
