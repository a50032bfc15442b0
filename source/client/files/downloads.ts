/**
 * Fetches files of messages, to be kept where a person finds them or only to be looked at. What is to be kept is
 * written down, and goes on after a cut or a restart.
 */
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {makePrivateFolder} from '../../data-folder.ts';
import type {FileDescription} from '../../protocol/entities.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {AtMost} from '../../turns/at-most.ts';
import {KeyedLock} from '../../turns/keyed-lock.ts';
import type {MessagePlace} from '../client-api.ts';
import {ClientError, messageOf} from '../client-error.ts';
import type {DownloadTable} from '../database/download-table.ts';
import type {Requester} from '../patient-request.ts';
import type {Transfer} from '../state.ts';
import type {ChunkWindow} from './chunk-window.ts';
import {
	createJob,
	type DownloadJob,
	downloadKey,
	isPassing,
	removePart,
	type Shift,
} from './download-job.ts';
import type {FileCache} from './file-cache.ts';
import {toFileName} from './file-name.ts';
import {bytesOfPart} from './part-size.ts';
import {placeFile} from './place-file.ts';
import type {Transfers} from './transfers.ts';

const filesAtOnceMax = 3;

export type DownloadsOptions = {
	readonly table: DownloadTable;
	readonly transfers: Transfers;
	readonly cache: FileCache;
	/** Where unfinished files are. */
	readonly partsFolder: string;
	/** What the message carries. @throws {ProtocolError | ClientError} */
	findFile(place: MessagePlace): Promise<FileDescription>;
};

export class Downloads {
	readonly #options: DownloadsOptions;
	readonly #jobs = new Map<string, DownloadJob>();
	readonly #limit = new AtMost(filesAtOnceMax);
	/** One fetch of a content at a time: its parts are one. By file id. */
	readonly #turns = new KeyedLock();
	readonly #runs = new Set<Promise<void>>();
	#shift: Shift | undefined;
	/** Why nothing is fetched any more. */
	#over: Error | undefined;

	constructor(options: DownloadsOptions) {
		this.#options = options;
		for (const {conversation, seq, target} of options.table.readAll()) {
			const {done} = this.#add({conversation, seq}, target);
			// Nobody waits for it; how it ends is shown.
			done.promise.catch(() => undefined);
		}
	}

	start(request: Requester, window: ChunkWindow): void {
		this.#shift = {request, window, isOver: false};
		for (const job of this.#jobs.values()) {
			this.#begin(job);
		}
	}

	/** The connection has ended. */
	pause(): void {
		this.#shift = undefined;
		for (const {key, stop} of this.#jobs.values()) {
			stop?.abort();
			this.#options.transfers.patch(key, {status: 'waiting', bytesPerSecond: undefined});
		}
	}

	/** Resolves once nothing runs any more. Who waits hears `error`; what is to be kept goes on at the next start. */
	async stop(error: Error): Promise<void> {
		this.#over = error;
		this.pause();
		await Promise.all(this.#runs);
		for (const {done} of this.#jobs.values()) {
			done.reject(error);
		}
	}

	/**
	 * Resolves with the path of the file: in `target`, a folder or a path, or where it can be looked at. Waits for a
	 * connection if there is none.
	 *
	 * @throws {ProtocolError | ClientError} what kept it from coming, `stopped` when it was cancelled
	 */
	async fetch(place: MessagePlace, target?: string): Promise<string> {
		const file = await this.#options.findFile(place);
		const cached = await this.#takeCached(file, target);
		if (cached !== undefined) {
			return cached;
		}

		const running = this.#jobs.get(downloadKey(place));
		if (running !== undefined && running.target === target) {
			return running.done.promise;
		}

		// The same file for another purpose waits its turn.
		await running?.done.promise.catch(() => undefined);
		if (this.#over !== undefined) {
			throw this.#over;
		}

		const job = this.#add(place, target);
		this.#show(job, file, {status: 'waiting', bytes: 0});
		this.#begin(job);
		return job.done.promise;
	}

	/** Ends it, and removes what has come. */
	cancel(key: string): void {
		this.#options.transfers.remove(key);
		const job = this.#jobs.get(key);
		if (job === undefined) {
			return;
		}

		this.#jobs.delete(key);
		this.#options.table.remove(job.place);
		job.abort.abort();
		removePart(job);
		job.done.reject(new ClientError('stopped', 'The transfer was cancelled.'));
	}

	#add(place: MessagePlace, target: string | undefined): DownloadJob {
		const job = createJob(place, target);
		this.#jobs.set(job.key, job);
		if (target !== undefined) {
			this.#options.table.insert({...place, target});
		}

		return job;
	}

	#begin(job: DownloadJob): void {
		const shift = this.#shift;
		if (shift === undefined || shift.isOver || job.stop !== undefined) {
			return;
		}

		const stop = new AbortController();
		job.stop = stop;
		const signal = AbortSignal.any([stop.signal, job.abort.signal]);
		const run = this.#limit
			.run(() => this.#run(job, shift, signal))
			.then(
				path => this.#finish(job, () => job.done.resolve(path)),
				(error: unknown) => this.#fail(job, {error, signal, shift}),
			);
		this.#runs.add(run);
		void run.finally(() => this.#runs.delete(run));
	}

	async #run(job: DownloadJob, shift: Shift, signal: AbortSignal): Promise<string> {
		signal.throwIfAborted();
		const file = await this.#options.findFile(job.place);
		return this.#turns.run(file.id, async () => {
			// Somebody else may have brought it meanwhile.
			const cached = await this.#takeCached(file, job.target);
			return cached ?? this.#download(job, file, {...shift, signal});
		});
	}

	/** From what is kept to look at; `undefined` when it is not there. */
	async #takeCached(
		file: FileDescription,
		target: string | undefined,
	): Promise<string | undefined> {
		const cached = await this.#options.cache.find(file);
		return cached === undefined || target === undefined
			? cached
			: placeFile(cached, {target, name: toFileName(file.name), isKept: true});
	}

	async #download(
		job: DownloadJob,
		file: FileDescription,
		{request, window, signal}: Shift & {readonly signal: AbortSignal},
	): Promise<string> {
		const {transfers, cache, partsFolder} = this.#options;
		const {key, place, target} = job;
		signal.throwIfAborted();
		const name = toFileName(file.name);
		makePrivateFolder(partsFolder);
		const part = join(partsFolder, file.id);
		job.part = part;
		this.#show(job, file, {status: 'running', bytes: await bytesOfPart(part)});
		const {downloadFile} = await import('./download-file.ts');
		await downloadFile({
			request,
			window,
			place,
			file,
			part,
			signal,
			onProgress: bytes => transfers.patch(key, {bytes}),
			onChecking: () => transfers.patch(key, {status: 'checking'}),
		});
		if (target === undefined) {
			return await cache.keep(part, file);
		}

		const path = await placeFile(part, {target, name, isKept: false});
		await rm(part, {force: true});
		return path;
	}

	#finish(job: DownloadJob, settle: () => void): void {
		if (this.#jobs.get(job.key) === job) {
			this.#jobs.delete(job.key);
			this.#options.table.remove(job.place);
			this.#options.transfers.remove(job.key);
		}

		settle();
	}

	#show(
		job: DownloadJob,
		{name, size}: FileDescription,
		progress: Pick<Transfer, 'status' | 'bytes'>,
	): void {
		this.#options.transfers.put({
			key: job.key,
			direction: 'down',
			conversation: job.place.conversation,
			name: toFileName(name),
			size,
			bytesPerSecond: undefined,
			error: undefined,
			...progress,
		});
	}

	#fail(
		job: DownloadJob,
		{error, signal, shift}: {error: unknown; signal: AbortSignal; shift: Shift},
	): void {
		job.stop = undefined;
		if (job.abort.signal.aborted) {
			return;
		}

		if (signal.aborted || isPassing(error)) {
			// The next connection goes on; it may be there already.
			shift.isOver = true;
			this.#begin(job);
			return;
		}

		const isRefused = error instanceof ProtocolError;
		if (isRefused || (error instanceof ClientError && error.code === 'wrong-file')) {
			removePart(job);
		}

		const isExpected = error instanceof ClientError || isRefused;
		const reason = isExpected
			? error
			: new ClientError('local-file', messageOf(error), {cause: error});
		const {transfers} = this.#options;
		const shown = transfers.get(job.key);
		this.#finish(job, () => job.done.reject(reason));
		if (shown !== undefined) {
			transfers.put({...shown, status: 'failed', error: reason.message});
		}
	}
}
