/** Sends the bytes of one file: from where the server says to the end, several chunks under way. */
import {type FileHandle, open} from 'node:fs/promises';
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import {ClientError} from '../client-error.ts';
import type {Requester} from '../patient-request.ts';
import type {ChunkWindow} from './chunk-window.ts';
import {localFileError} from './outgoing-file.ts';

export type UploadOptions = {
	readonly request: Requester;
	readonly window: ChunkWindow;
	readonly path: string;
	/** The file's id, and its bytes. */
	readonly id: string;
	readonly size: number;
	readonly signal: AbortSignal;
	/** Called with the bytes that the server has. */
	onProgress(bytes: number): void;
};

type Start = {readonly upload: number; readonly offset: number};

/** Beginnings without a step forward after which it is given up. */
const vainStartsMax = 5;

const readChunk = async (
	handle: FileHandle,
	{path, size}: UploadOptions,
	offset: number,
): Promise<Buffer> => {
	const length = Math.min(limits.chunkBytesMax, size - offset);
	const buffer = Buffer.allocUnsafe(length);
	let bytesRead = 0;
	try {
		({bytesRead} = await handle.read(buffer, 0, length, offset));
	} catch (error) {
		throw localFileError(path, error);
	}

	if (bytesRead < length) {
		throw new ClientError('local-file', `"${path}" was changed while it was sent.`);
	}

	return buffer;
};

/** One run from `start`; returns how far the server has come when nothing is under way any more. */
const sendFrom = async (
	handle: FileHandle,
	options: UploadOptions,
	start: Start,
): Promise<number> => {
	const {request, window, size, signal, onProgress} = options;
	const underWay = new Set<Promise<void>>();
	let confirmed = start.offset;
	let isOffTrack = false;
	let failure: unknown;
	const send = async (offset: number): Promise<void> => {
		try {
			await window.run(async () => {
				if (isOffTrack || failure !== undefined || signal.aborted) {
					return;
				}

				const data = await readChunk(handle, options, offset);
				const reply = await request('write-chunk', {upload: start.upload, offset, data});
				isOffTrack ||= reply.offset !== offset + data.length;
				confirmed = reply.offset;
				onProgress(confirmed);
			});
		} catch (error) {
			failure ??= error;
		}
	};

	let next = start.offset;
	while (next < size && !isOffTrack && failure === undefined && !signal.aborted) {
		const sent = send(next).finally(() => underWay.delete(sent));
		underWay.add(sent);
		next += limits.chunkBytesMax;
		if (underWay.size > window.size) {
			await Promise.race(underWay);
		}
	}

	await Promise.all(underWay);
	signal.throwIfAborted();
	if (failure !== undefined) {
		throw failure;
	}

	return confirmed;
};

/** Whether the server has forgotten the upload's number, as it does when it restarts. */
const isForgotten = (error: unknown): boolean =>
	error instanceof ProtocolError && error.code === 'not-found';

const sendRest = async (options: UploadOptions, start: Start): Promise<number> => {
	const handle = await open(options.path).catch((error: unknown) => {
		throw localFileError(options.path, error);
	});
	try {
		return await sendFrom(handle, options, start);
	} finally {
		await handle.close();
	}
};

/** One beginning; returns whether the file is on the server. */
const runOnce = async (
	options: UploadOptions,
	onStart: (offset: number) => void,
): Promise<boolean> => {
	const {request, id, size, onProgress} = options;
	const start = await request('start-upload', {file: id, size});
	onStart(start.offset);
	onProgress(start.offset);
	try {
		// A file that is on the server already may be gone here.
		if (start.offset < size && (await sendRest(options, start)) < size) {
			return false;
		}

		await request('finish-upload', {upload: start.upload});
		return true;
	} catch (error) {
		if (isForgotten(error)) {
			return false;
		}

		throw error;
	}
};

/**
 * Resolves when the server has stored the file.
 *
 * @throws {ProtocolError} what the server refused with
 * @throws {ClientError} `local-file`, `offline`
 */
export const uploadFile = async (options: UploadOptions): Promise<void> => {
	let furthest = -1;
	let vainStarts = 0;
	while (vainStarts < vainStartsMax) {
		options.signal.throwIfAborted();
		const isDone = await runOnce(options, offset => {
			vainStarts = offset > furthest ? 0 : vainStarts + 1;
			furthest = Math.max(furthest, offset);
		});
		if (isDone) {
			return;
		}
	}

	throw new ClientError('local-file', 'The server does not take this file as it is sent.');
};
