/** Fetches the file of a message into a part, from where that ends, and checks that it is the right one. */
import {constants} from 'node:fs';
import {type FileHandle, open, rm, statfs} from 'node:fs/promises';
import {dirname} from 'node:path';
import {isDiskFull} from '../../disk/is-disk-full.ts';
import type {FileDescription} from '../../protocol/entities.ts';
import {limits} from '../../protocol/limits.ts';
import type {MessagePlace} from '../client-api.ts';
import {ClientError} from '../client-error.ts';
import type {Requester} from '../patient-request.ts';
import type {ChunkWindow} from './chunk-window.ts';
import {hashFile} from './hash-file.ts';
import {localFileError} from './outgoing-file.ts';

export type DownloadOptions = {
	readonly request: Requester;
	readonly window: ChunkWindow;
	readonly place: MessagePlace;
	readonly file: Pick<FileDescription, 'id' | 'size'>;
	/** Where the bytes go; what is there of an earlier try is gone on from. */
	readonly part: string;
	readonly signal: AbortSignal;
	/** Called with the bytes that are here. */
	onProgress(bytes: number): void;
	/** All is here, and compared now. */
	onChecking(): void;
};

/** Bytes after which the disk is waited for: what the system holds back would hold up the database later. */
const syncEachBytes = 8_388_608;

type Fetched = {readonly data: Uint8Array} | {readonly error: unknown};

const wrongFile = (): ClientError =>
	new ClientError('wrong-file', 'The server gave another file than the one that was sent.');

const fetchChunk = async (
	{request, window, place, signal}: DownloadOptions,
	range: {offset: number; length: number},
): Promise<Fetched> => {
	try {
		return await window.run(() => {
			signal.throwIfAborted();
			return request('fetch-chunk', {...place, ...range});
		});
	} catch (error) {
		return {error};
	}
};

/** Chunks come several at a time and are written in their order, so that what is there is always a beginning. */
const fetchFrom = async (
	handle: FileHandle,
	options: DownloadOptions,
	start: number,
): Promise<void> => {
	const {file, window, signal, onProgress} = options;
	const underWay: Promise<Fetched>[] = [];
	let next = start;
	let written = start;
	let unsyncedBytes = 0;
	while (written < file.size) {
		while (next < file.size && underWay.length < window.size) {
			const length = Math.min(limits.chunkBytesMax, file.size - next);
			underWay.push(fetchChunk(options, {offset: next, length}));
			next += length;
		}

		const expected = Math.min(limits.chunkBytesMax, file.size - written);
		const fetched = await underWay.shift();
		signal.throwIfAborted();
		if (fetched === undefined || 'error' in fetched) {
			throw fetched?.error;
		}

		if (fetched.data.length !== expected) {
			throw wrongFile();
		}

		await handle.write(fetched.data, 0, expected, written);
		written += expected;
		unsyncedBytes += expected;
		onProgress(written);
		if (unsyncedBytes >= syncEachBytes) {
			await handle.datasync();
			unsyncedBytes = 0;
		}
	}
};

/** @throws {ClientError} `local-file` */
const checkDisk = async (part: string, bytes: number): Promise<void> => {
	const {bavail, bsize} = await statfs(dirname(part));
	if (bytes > bavail * bsize) {
		throw localFileError(part, new Error('the disk has no room for it'));
	}
};

/**
 * The part is the whole file then, and on the disk. After a cut it stays, to go on from it; a wrong file is removed,
 * and so is a part that has filled the disk.
 *
 * @throws {ProtocolError} what the server refused with
 * @throws {ClientError} `wrong-file`, `local-file`, `offline`
 */
export const downloadFile = async (options: DownloadOptions): Promise<void> => {
	const {file, part, signal, onProgress, onChecking} = options;
	try {
		const handle = await open(part, constants.O_RDWR | constants.O_CREAT, 0o600);
		try {
			const {size} = await handle.stat();
			const start = size > file.size ? 0 : size;
			if (start < size) {
				await handle.truncate(start);
			}

			await checkDisk(part, file.size - start);
			onProgress(start);
			await fetchFrom(handle, options, start);
			await handle.sync();
		} finally {
			await handle.close();
		}

		onChecking();
		if ((await hashFile(part, {signal})) !== file.id) {
			await rm(part, {force: true});
			throw wrongFile();
		}
	} catch (error) {
		if (isDiskFull(error)) {
			await rm(part, {force: true});
			throw localFileError(part, error);
		}

		throw error;
	}
};
