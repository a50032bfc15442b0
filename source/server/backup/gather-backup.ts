/**
 * Gathers what a backup holds in a work folder: a copy of the database as it is at one moment, and the files that
 * this copy refers to, by hard links. A server may go on: what it removes later is still here.
 */
import {copyFileSync, linkSync, mkdirSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {storedFilePath} from '../files/disk-files.ts';
import {copyDatabase, type DatabaseFacts, openDatabaseCopy} from '../store/sqlite/database-copy.ts';
import {BackupFailure} from './backup-failure.ts';

/** A server that removes files between the copy and the links, time after time. */
const roundsMax = 10;

export type Gathered = {
	readonly facts: DatabaseFacts;
	readonly files: {readonly count: number; readonly bytes: number};
	/** Ids of files that the server itself has lost. */
	readonly missing: readonly string[];
};

const codeOf = (error: unknown): unknown =>
	error instanceof Error && 'code' in error ? error.code : undefined;

/** @returns false when there is no such file */
const linkOrCopy = (source: string, target: string): boolean => {
	mkdirSync(dirname(target), {recursive: true, mode: 0o700});
	try {
		linkSync(source, target);
		return true;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return false;
		}
	}

	// Not every file system has links; what else is wrong, copying tells too.
	try {
		copyFileSync(source, target);
		return true;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') {
			return false;
		}

		throw error;
	}
};

const gatherOnce = async (folder: string, work: string): Promise<Gathered> => {
	await rm(work, {recursive: true, force: true});
	mkdirSync(work, {mode: 0o700});
	const copied = join(work, 'server.db');
	await copyDatabase(join(folder, 'server.db'), copied);
	const database = openDatabaseCopy(copied);
	try {
		const missing: string[] = [];
		let count = 0;
		let bytes = 0;
		for (const {id, size} of database.listFiles()) {
			const source = storedFilePath(join(folder, 'files'), id);
			if (linkOrCopy(source, storedFilePath(join(work, 'files'), id))) {
				count += 1;
				bytes += size;
			} else {
				missing.push(id);
			}
		}

		return {facts: database.readFacts(), files: {count, bytes}, missing};
	} finally {
		database.close();
	}
};

/**
 * A file that was removed before it was linked asks for another copy of the database, which does not refer to it;
 * one that two copies in a row miss is lost on the server itself.
 *
 * @throws {BackupFailure} when files go on vanishing
 */
export const gatherBackup = async (folder: string, work: string): Promise<Gathered> => {
	let missedBefore: ReadonlySet<string> = new Set();
	for (let round = 0; round < roundsMax; round += 1) {
		const gathered = await gatherOnce(folder, work);
		if (gathered.missing.every(id => missedBefore.has(id))) {
			copyFileSync(join(folder, 'identity.pem'), join(work, 'identity.pem'));
			return gathered;
		}

		missedBefore = new Set(gathered.missing);
	}

	throw new BackupFailure(`Files of ${folder} vanish faster than they can be backed up.`);
};
