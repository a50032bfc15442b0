/** Makes one backup of a server's data folder, whether a server runs on it or not. */
import {createHash} from 'node:crypto';
import {createReadStream, existsSync, mkdirSync} from 'node:fs';
import {rename, rm, stat, statfs} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {syncFolder} from '../../disk/sync-folder.ts';
import {formatBytes} from '../../protocol/byte-sizes.ts';
import {openDatabaseCopy} from '../store/sqlite/database-copy.ts';
import {lockBackups} from '../store/sqlite/lock-folder.ts';
import {BackupFailure, explainFullDisk} from './backup-failure.ts';
import {type BackupManifest, backupVersion} from './backup-manifest.ts';
import {backupName, backupsFolder, removeLeftovers, workName} from './backup-places.ts';
import {type Gathered, gatherBackup} from './gather-backup.ts';
import {packArchive} from './pack-archive.ts';
import {verifyBackup} from './verify-backup.ts';

export type BackupOptions = {
	/** The server's data folder. */
	readonly folder: string;
	/** The file to write, which must not be there. @default one named by the time, in `backups/` of the data folder */
	readonly output?: string | undefined;
	/** Ends it, and leaves nothing behind. */
	readonly signal?: AbortSignal | undefined;
};

export type Backup = {
	readonly file: string;
	readonly bytes: number;
	readonly manifest: BackupManifest;
};

/** Left free for the server, whatever a backup wants. */
const reserveBytes = 67_108_864;

const describeContent = async (file: string): Promise<{bytes: number; sha256: string}> => {
	const hash = createHash('sha256');
	await pipeline(createReadStream(file), hash);
	return {bytes: (await stat(file)).size, sha256: hash.digest('hex')};
};

const makeManifest = async (
	work: string,
	{facts, files, missing}: Gathered,
	createdAt: Date,
): Promise<BackupManifest> => ({
	version: backupVersion,
	createdAt: createdAt.toISOString(),
	...facts,
	members: {
		'server.db': await describeContent(join(work, 'server.db')),
		'identity.pem': await describeContent(join(work, 'identity.pem')),
	},
	files,
	missing: [...missing],
});

/** @throws {BackupFailure} */
const checkRoom = async (folder: string, bytes: number): Promise<void> => {
	const {bavail, bsize} = await statfs(folder);
	const free = bavail * bsize;
	if (bytes + reserveBytes > free) {
		throw new BackupFailure(
			`There is no room for a backup in ${folder}: it takes ${formatBytes(bytes)}, and ${formatBytes(free)} are free.`,
		);
	}
};

function* storedIds(work: string, missing: readonly string[]): Generator<string> {
	const database = openDatabaseCopy(join(work, 'server.db'));
	const isMissing = new Set(missing);
	try {
		for (const {id} of database.listFiles()) {
			if (!isMissing.has(id)) {
				yield id;
			}
		}
	} finally {
		database.close();
	}
}

const makeArchive = async (
	{folder, signal}: BackupOptions,
	target: string,
	createdAt: Date,
): Promise<BackupManifest> => {
	const work = join(folder, workName);
	const databaseBytes = (await stat(join(folder, 'server.db'))).size;
	await checkRoom(folder, databaseBytes);
	const gathered = await gatherBackup(folder, work);
	signal?.throwIfAborted();
	const manifest = await makeManifest(work, gathered, createdAt);
	// The archive, and beside it the database that is read back.
	await checkRoom(dirname(target), manifest.members['server.db'].bytes + gathered.files.bytes);
	const fileIds = storedIds(work, gathered.missing);
	await packArchive(target, {manifest, work, fileIds, signal});
	await rm(work, {recursive: true});
	await verifyBackup(target, work, signal);
	return manifest;
};

/**
 * Resolves when the backup is on the disk and was read back whole. A failure leaves nothing behind.
 *
 * @throws {BackupFailure}
 */
export const writeBackup = async (options: BackupOptions): Promise<Backup> => {
	const {folder, output} = options;
	if (!existsSync(join(folder, 'server.db')) || !existsSync(join(folder, 'identity.pem'))) {
		throw new BackupFailure(`There is no chat-tui server in ${folder}.`);
	}

	const unlock = lockBackups(folder);
	if (unlock === undefined) {
		throw new BackupFailure(`Another backup or restore of ${folder} is under way.`);
	}

	const createdAt = new Date();
	const file = resolve(output ?? join(backupsFolder(folder), backupName(createdAt)));
	const part = `${file}.part`;
	try {
		if (existsSync(file)) {
			throw new BackupFailure(`${file} is there already.`);
		}

		removeLeftovers(folder);
		mkdirSync(dirname(file), {recursive: true, mode: 0o700});
		await rm(part, {force: true});
		const manifest = await makeArchive(options, part, createdAt);
		await rename(part, file);
		await syncFolder(dirname(file));
		return {file, bytes: (await stat(file)).size, manifest};
	} catch (error) {
		await rm(part, {force: true});
		throw explainFullDisk(error, dirname(file));
	} finally {
		await rm(join(folder, workName), {recursive: true, force: true});
		unlock();
	}
};
