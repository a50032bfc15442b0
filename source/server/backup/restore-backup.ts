/** Puts a backup in the place of a server, or where none is. Until the last moment nothing of the old one is touched. */
import {existsSync, mkdirSync, readdirSync, statSync} from 'node:fs';
import {rename, rm, stat, statfs} from 'node:fs/promises';
import {join} from 'node:path';
import {syncFolder} from '../../disk/sync-folder.ts';
import {formatBytes} from '../../protocol/byte-sizes.ts';
import {StartFailure} from '../start-failure.ts';
import {openDatabaseCopy} from '../store/sqlite/database-copy.ts';
import {
	backupLockName,
	lockBackups,
	lockFolder,
	serverLockName,
} from '../store/sqlite/lock-folder.ts';
import {BackupFailure, explainFullDisk} from './backup-failure.ts';
import type {BackupManifest} from './backup-manifest.ts';
import {backupsName, removeLeftovers, stampOf} from './backup-places.ts';
import {finishRestore, replacedName, restoredName, serverPieces} from './finish-restore.ts';
import {unpackArchive} from './unpack-archive.ts';
import {checkUnpacked} from './verify-backup.ts';

export type RestoreOptions = {
	/** The backup. */
	readonly file: string;
	/** The data folder to be; made if it is missing. */
	readonly folder: string;
	/** Whether a server that is there is replaced; it is kept in a folder beside the new one. */
	readonly isReplacing: boolean;
	/** Ends it as long as nothing was replaced. */
	readonly signal?: AbortSignal | undefined;
};

export type Restored = {
	readonly manifest: BackupManifest;
	/** Where the server is that was there before. */
	readonly replaced: string | undefined;
};

/** What may be there already; file systems of their own have the last. */
const harmless: ReadonlySet<string> = new Set([
	backupsName,
	...[serverLockName, backupLockName].flatMap(lock => [lock, `${lock}-journal`]),
	'lost+found',
]);

/** @throws {BackupFailure} */
const checkPlace = ({folder, isReplacing}: RestoreOptions): void => {
	const names = readdirSync(folder).filter(name => !harmless.has(name));
	const [name] = names;
	if (name !== undefined && !isReplacing) {
		throw new BackupFailure(
			`${folder} is not empty (${name}): restore into another folder, or with --replace, which keeps what is there.`,
		);
	}

	const {dev} = statSync(folder);
	for (const piece of serverPieces.filter(piece => names.includes(piece))) {
		if (statSync(join(folder, piece)).dev !== dev) {
			throw new BackupFailure(
				`${join(folder, piece)} is on another disk than ${folder} and cannot be replaced in one step: restore into another folder.`,
			);
		}
	}
};

/** @throws {BackupFailure} */
const checkRoom = async ({file, folder}: RestoreOptions): Promise<void> => {
	const {bavail, bsize} = await statfs(folder);
	const free = bavail * bsize;
	const {size} = await stat(file);
	if (size > free) {
		throw new BackupFailure(
			`There is no room in ${folder}: the backup takes ${formatBytes(size)}, and ${formatBytes(free)} are free.`,
		);
	}
};

/** All folders of `files/`: their files are on the disk, their names not yet. */
const syncFolders = async (target: string): Promise<void> => {
	const files = join(target, 'files');
	for (const name of readdirSync(files)) {
		await syncFolder(join(files, name));
	}

	await syncFolder(files);
	await syncFolder(target);
};

/** Unpacks and verifies all of it in `target`, and begins a new history there. */
const prepare = async ({file, signal}: RestoreOptions, target: string): Promise<BackupManifest> => {
	mkdirSync(join(target, 'files'), {recursive: true, mode: 0o700});
	const unpacked = await unpackArchive(file, {target, keepsFiles: true, signal});
	checkUnpacked(file, target, unpacked);
	const database = openDatabaseCopy(join(target, 'server.db'));
	try {
		database.startNewHistory();
	} finally {
		database.close();
	}

	await syncFolders(target);
	return unpacked.manifest;
};

/** The time, or the next second that names no replaced server yet. */
const freeStamp = (folder: string): string => {
	let at = Date.now();
	while (existsSync(join(folder, replacedName(stampOf(new Date(at)))))) {
		at += 1_000;
	}

	return stampOf(new Date(at));
};

const restoreLocked = async (options: RestoreOptions): Promise<Restored> => {
	const {folder} = options;
	finishRestore(folder);
	removeLeftovers(folder);
	checkPlace(options);
	await checkRoom(options);
	const stamp = freeStamp(folder);
	const restored = join(folder, restoredName(stamp));
	const part = `${restored}.part`;
	try {
		const manifest = await prepare(options, part);
		const isReplacing = readdirSync(folder).some(name => serverPieces.includes(name));
		await rename(part, restored);
		await syncFolder(folder);
		finishRestore(folder);
		return {manifest, replaced: isReplacing ? join(folder, replacedName(stamp)) : undefined};
	} finally {
		await rm(part, {recursive: true, force: true});
	}
};

/** @throws {BackupFailure} when another server or backup uses the folder */
const lockAll = (folder: string): (() => void) => {
	let unlockServer: () => void;
	try {
		unlockServer = lockFolder(folder);
	} catch (error) {
		throw error instanceof StartFailure
			? new BackupFailure(`A server runs on ${folder}: stop it first.`, {cause: error})
			: error;
	}

	const unlockBackups = lockBackups(folder);
	if (unlockBackups === undefined) {
		unlockServer();
		throw new BackupFailure(`Another backup or restore of ${folder} is under way.`);
	}

	return () => {
		unlockBackups();
		unlockServer();
	};
};

/**
 * Resolves when the server of the backup stands in `folder`. A failure leaves the folder as it was; after a
 * sudden end it holds the old server or the new one, whole, and the next start finishes what was begun.
 *
 * @throws {BackupFailure}
 */
export const restoreBackup = async (options: RestoreOptions): Promise<Restored> => {
	const {folder, file} = options;
	await stat(file).catch((error: unknown) => {
		throw new BackupFailure(`${file} cannot be read.`, {cause: error});
	});
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const unlock = lockAll(folder);
	try {
		return await restoreLocked(options);
	} catch (error) {
		throw explainFullDisk(error, folder);
	} finally {
		unlock();
	}
};
