/** The parts of uploads: each a file in a folder that this node alone writes to. */
import {constants, mkdirSync} from 'node:fs';
import {type FileHandle, open, readdir, rm, stat, statfs} from 'node:fs/promises';
import {join} from 'node:path';
import type {Part, PartStore} from './file-store.ts';

const readBytes = 1_048_576;

/** The first `bytes` of an open file, in pieces that each are overwritten by the next. @throws {Error} when it ends earlier */
export async function* readPieces(
	handle: FileHandle,
	bytes: number,
	pieceBytes = readBytes,
): AsyncGenerator<Buffer> {
	const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, bytes));
	let offset = 0;
	while (offset < bytes) {
		const length = Math.min(buffer.length, bytes - offset);
		const {bytesRead} = await handle.read(buffer, 0, length, offset);
		if (bytesRead === 0) {
			throw new Error(`A part of ${bytes} bytes ended at ${offset}.`);
		}

		yield buffer.subarray(0, bytesRead);
		offset += bytesRead;
	}
}

/** Not all that is asked for need be written at once. */
export const writeAll = async (
	handle: FileHandle,
	data: Uint8Array,
	offset: number,
): Promise<void> => {
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
};

const partOf = (handle: FileHandle, bytes: number): Part => ({
	bytes,
	read: () => readPieces(handle, bytes),
	write: (offset, data) => writeAll(handle, data, offset),
	sync: () => handle.datasync(),
	close: () => handle.close(),
});

const sizeOf = async (path: string): Promise<number> => {
	try {
		return (await stat(path)).size;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return 0;
		}

		throw error;
	}
};

export type PartFolder = PartStore & {
	pathOf(key: string): string;
	/** Bytes that can still arrive. */
	freeBytes(): Promise<number>;
};

export const freeBytesOf = async (folder: string): Promise<number> => {
	const {bavail, bsize} = await statfs(folder);
	return bavail * bsize;
};

/** Makes `folder` if it is missing; all in it is for its owner alone. */
export const openPartFolder = (folder: string): PartFolder => {
	mkdirSync(folder, {recursive: true, mode: 0o700});
	const pathOf = (key: string): string => join(folder, key);
	return {
		pathOf,
		async openPart(key) {
			const handle = await open(pathOf(key), constants.O_RDWR | constants.O_CREAT, 0o600);
			return partOf(handle, (await handle.stat()).size);
		},
		removePart: key => rm(pathOf(key), {force: true}),
		async listParts() {
			const parts: {key: string; bytes: number}[] = [];
			for (const key of await readdir(folder)) {
				parts.push({key, bytes: await sizeOf(pathOf(key))});
			}

			return parts;
		},
		freeBytes: () => freeBytesOf(folder),
	};
};
