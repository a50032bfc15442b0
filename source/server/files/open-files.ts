/** Opens what keeps a server's files, wherever that is. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Logger} from 'pino';
import {StartFailure} from '../start-failure.ts';
import {lockParts} from '../store/sqlite/lock-folder.ts';
import {openContentFolder, openDiskFiles} from './disk-files.ts';
import type {ContentStore, FileStore} from './file-store.ts';
import type {S3Settings} from './s3/s3-settings.ts';
import {openSharedFiles} from './shared-files.ts';

/** Where all nodes of a server reach its files. */
export type FilesPlace = {readonly folder: string} | {readonly s3: S3Settings};

/** @throws {StartFailure} when a bucket refuses, or the folder cannot be made */
export const openContents = async (place: FilesPlace, logger: Logger): Promise<ContentStore> => {
	if ('folder' in place) {
		try {
			return openContentFolder(place.folder, {isShared: true});
		} catch (error) {
			const reason = error instanceof Error ? error.message : error;
			throw new StartFailure(`The folder of files ${place.folder} cannot be used: ${reason}.`, {
				cause: error,
			});
		}
	}

	const {openS3Files} = await import('./s3/s3-files.ts');
	return openS3Files(place.s3, logger);
};

/**
 * Without a place they are in `dataFolder`, where no other node finds them.
 *
 * @throws {StartFailure} when a bucket refuses, or another node has `dataFolder`
 */
export const openFiles = async (
	dataFolder: string,
	place: FilesPlace | undefined,
	logger: Logger,
): Promise<FileStore> => {
	const own = join(dataFolder, 'files');
	mkdirSync(own, {recursive: true, mode: 0o700});
	const unlock = lockParts(own);
	try {
		const files =
			place === undefined
				? openDiskFiles(own)
				: openSharedFiles(await openContents(place, logger), join(own, 'parts'));
		return {
			...files,
			async close() {
				await files.close();
				unlock();
			},
		};
	} catch (error) {
		unlock();
		throw error;
	}
};
