/** Files in a folder of the server: `parts/` for uploads, and the whole ones by their id. */
import {constants, mkdirSync, statSync} from 'node:fs';
import {type FileHandle, mkdir, open, readdir, rename, rm, statfs} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {syncFolder} from '../../disk/sync-folder.ts';
import {AtMost} from '../../turns/at-most.ts';
import type {FileStore, Part} from './file-store.ts';

const readBytes = 1_048_576;
/** Each has a file open; the threads that read are fewer still. */
const readsMax = 64;

const partOf = (handle: FileHandle, bytes: number): Part => ({
	bytes,
	async *read() {
		const buffer = Buffer.allocUnsafe(readBytes);
		let offset = 0;
		while (offset < bytes) {
			const length = Math.min(readBytes, bytes - offset);
			const {bytesRead} = await handle.read(buffer, 0, length, offset);
			if (bytesRead === 0) {
				throw new Error(`A part of ${bytes} bytes ended at ${offset}.`);
			}

			yield buffer.subarray(0, bytesRead);
			offset += bytesRead;
		}
	},
	async write(offset, data) {
		let written = 0;
		while (written < data.length) {
			const {bytesWritten} = await handle.write(
				data,
				written,
				data.length - written,
				offset + written,
			);
			written += bytesWritten;
		}
	},
	sync: () => handle.datasync(),
	close: () => handle.close(),
});

/** Where a stored file is; one folder for each beginning of an id keeps them short. */
export const storedFilePath = (folder: string, id: string): string =>
	join(folder, `by-id-${id.slice(0, 2)}`, id);

/** Makes `folder` if it is missing; all in it is for its owner alone. */
export const openDiskFiles = (folder: string): FileStore => {
	const parts = join(folder, 'parts');
	mkdirSync(parts, {recursive: true, mode: 0o700});
	const partPath = (key: string): string => join(parts, key);
	const reads = new AtMost(readsMax);
	const pathOf = (id: string): string => storedFilePath(folder, id);

	return {
		async openPart(key) {
			const handle = await open(partPath(key), constants.O_RDWR | constants.O_CREAT, 0o600);
			return partOf(handle, (await handle.stat()).size);
		},
		removePart: key => rm(partPath(key), {force: true}),
		async keepPart(key, id) {
			await mkdir(dirname(pathOf(id)), {recursive: true, mode: 0o700});
			await rename(partPath(key), pathOf(id));
			await syncFolder(dirname(pathOf(id)));
		},
		read: (id, {offset, length}) =>
			reads.run(async () => {
				const handle = await open(pathOf(id), 'r');
				try {
					const buffer = Buffer.allocUnsafe(length);
					const {bytesRead} = await handle.read(buffer, 0, length, offset);
					return buffer.subarray(0, bytesRead);
				} finally {
					await handle.close();
				}
			}),
		remove: id => rm(pathOf(id), {force: true}),
		listParts: () => readdir(parts),
		async partsBytes() {
			let bytes = 0;
			for (const key of await readdir(parts)) {
				bytes += statSync(partPath(key), {throwIfNoEntry: false})?.size ?? 0;
			}

			return bytes;
		},
		async *list() {
			for (const name of await readdir(folder)) {
				if (name.startsWith('by-id-')) {
					yield* await readdir(join(folder, name));
				}
			}
		},
		async freeBytes() {
			const {bavail, bsize} = await statfs(folder);
			return bavail * bsize;
		},
	};
};
