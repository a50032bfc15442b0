/** Files in a folder: one that a server has alone, or one that several nodes share. */
import {mkdirSync} from 'node:fs';
import {type FileHandle, mkdir, open, readdir, rename, rm, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {syncFolder} from '../../disk/sync-folder.ts';
import {AtMost} from '../../turns/at-most.ts';
import {type ContentStore, type FileStore, MissingFile, type StoredFile} from './file-store.ts';
import {freeBytesOf, openPartFolder} from './part-folder.ts';
import {removeUnfinishedCopies, storeCopy} from './store-copy.ts';

/** Each has a file open; the threads that read are fewer still. */
const readsMax = 64;

const isMissing = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Where a stored file is; one folder for each beginning of an id keeps them short. */
export const storedFilePath = (folder: string, id: string): string =>
	join(folder, `by-id-${id.slice(0, 2)}`, id);

const openStored = async (path: string, id: string): Promise<FileHandle> => {
	try {
		return await open(path, 'r');
	} catch (error) {
		throw isMissing(error) ? new MissingFile(id, {cause: error}) : error;
	}
};

const listFolder = async function* (folder: string): AsyncGenerator<StoredFile> {
	for (const id of await readdir(folder)) {
		try {
			yield {id, storedAt: (await stat(join(folder, id))).mtimeMs};
		} catch (error) {
			// Removed meanwhile.
			if (!isMissing(error)) {
				throw error;
			}
		}
	}
};

/** Makes `folder` if it is missing; all in it is for its owner alone. */
export const openContentFolder = (
	folder: string,
	{isShared}: {readonly isShared: boolean},
): ContentStore => {
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const reads = new AtMost(readsMax);
	const pathOf = (id: string): string => storedFilePath(folder, id);

	return {
		isShared,
		keepCopy: (path, id) => storeCopy({source: path, target: pathOf(id), folder}, id),
		async has(id) {
			try {
				await stat(pathOf(id));
				return true;
			} catch (error) {
				if (isMissing(error)) {
					return false;
				}

				throw error;
			}
		},
		read: (id, {offset, length}) =>
			reads.run(async () => {
				await using handle = await openStored(pathOf(id), id);
				const buffer = Buffer.allocUnsafe(length);
				const {bytesRead} = await handle.read(buffer, 0, length, offset);
				return buffer.subarray(0, bytesRead);
			}),
		remove: id => rm(pathOf(id), {force: true}),
		async *list() {
			for (const name of await readdir(folder)) {
				if (name.startsWith('by-id-')) {
					yield* listFolder(join(folder, name));
				}
			}
		},
		removeUnfinished: time => (isShared ? removeUnfinishedCopies(folder, time) : Promise.resolve()),
		freeBytes: () => freeBytesOf(folder),
		close: () => Promise.resolve(),
	};
};

/** Parts and files in one folder, which this server has alone: no byte is copied. */
export const openDiskFiles = (folder: string): FileStore => {
	const {pathOf: partPath, ...parts} = openPartFolder(join(folder, 'parts'));
	return {
		...parts,
		...openContentFolder(folder, {isShared: false}),
		async keepPart(key, id) {
			const target = storedFilePath(folder, id);
			await mkdir(dirname(target), {recursive: true, mode: 0o700});
			await rename(partPath(key), target);
			await syncFolder(dirname(target));
		},
	};
};
