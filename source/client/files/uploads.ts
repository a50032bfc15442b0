/**
 * Sends the files of messages that wait in the outbox, a few at once, over each connection until all are on the
 * server; then their messages follow. Nothing of it but the outbox is stored: after a cut or a restart it begins
 * again where the server stands.
 */
import {rmSync} from 'node:fs';
import type {MediaReader} from '../../media/media-reader.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {ClientError, messageOf} from '../client-error.ts';
import type {OutboxRow} from '../database/outbox-table.ts';
import type {Outbox} from '../outbox.ts';
import type {Requester} from '../patient-request.ts';
import type {Replica} from '../replica.ts';
import type {ChunkWindow} from './chunk-window.ts';
import type {OutgoingFile} from './outgoing-file.ts';
import {removeTemporary} from './remove-temporary.ts';
import type {Transfers} from './transfers.ts';
import {uploadFile} from './upload-file.ts';

const filesAtOnceMax = 3;

export type UploadsOptions = {
	readonly replica: Replica;
	readonly outbox: Outbox;
	readonly transfers: Transfers;
	readonly media: MediaReader;
	/** Where copies without location are kept. */
	readonly folder: string;
};

/** One connection's part. */
type Shift = {
	readonly request: Requester;
	readonly window: ChunkWindow;
	readonly onFailure: (error: unknown) => void;
	/** Message id → what ends its upload. */
	readonly running: Map<string, AbortController>;
	/** The connection has failed: nothing is begun before the next one. */
	isOver: boolean;
};

type FileRow = OutboxRow & {readonly file: OutgoingFile};

const hasFile = (row: OutboxRow): row is FileRow => row.file !== undefined;

export class Uploads {
	readonly #options: UploadsOptions;
	#shift: Shift | undefined;

	constructor(options: UploadsOptions) {
		this.#options = options;
		options.outbox.handleFiles({
			onWaiting: () => this.#pump(),
			onDiscarded: row => this.#cancel(row),
			onGone: row => this.#forget(row),
		});
	}

	/** Begins over a new connection; `onFailure` is told when the connection is of no use any more. */
	start(request: Requester, window: ChunkWindow, onFailure: (error: unknown) => void): void {
		this.#shift = {request, window, onFailure, running: new Map(), isOver: false};
		this.#pump();
	}

	/** The connection has ended. */
	pause(): void {
		for (const [id, abort] of this.#shift?.running ?? []) {
			abort.abort();
			this.#options.transfers.patch(id, {status: 'waiting', bytesPerSecond: undefined});
		}

		this.#shift = undefined;
	}

	#pump(): void {
		const shift = this.#shift;
		for (const row of this.#options.outbox.filesWaiting()) {
			if (hasFile(row)) {
				this.#announce(row);
				if (shift !== undefined && !shift.isOver && !shift.running.has(row.id)) {
					this.#begin(shift, row);
				}
			}
		}
	}

	#announce({id, conversation, file}: FileRow): void {
		const {transfers} = this.#options;
		if (transfers.get(id) === undefined) {
			transfers.put({
				key: id,
				direction: 'up',
				conversation,
				name: file.name,
				status: 'waiting',
				bytes: 0,
				size: file.size,
				bytesPerSecond: undefined,
				error: undefined,
			});
		}
	}

	#begin(shift: Shift, row: FileRow): void {
		if (shift.running.size >= filesAtOnceMax) {
			return;
		}

		const abort = new AbortController();
		shift.running.set(row.id, abort);
		this.#run(shift, row, abort.signal)
			.catch((error: unknown) => this.#fail(shift, row, {error, signal: abort.signal}))
			.finally(() => {
				shift.running.delete(row.id);
				if (shift === this.#shift) {
					this.#pump();
				}
			})
			.catch(shift.onFailure);
	}

	async #run(shift: Shift, row: FileRow, signal: AbortSignal): Promise<void> {
		const {outbox, transfers} = this.#options;
		const {id} = row;
		const onProgress = (bytes: number): void => transfers.patch(id, {bytes});
		const file = await this.#prepare(row, signal);
		const {description} = file;
		if (description === undefined) {
			throw new ClientError('local-file', `"${file.path}" could not be looked at.`);
		}

		transfers.patch(id, {status: 'running', bytes: 0, size: description.size});
		await uploadFile({
			request: shift.request,
			window: shift.window,
			path: file.copy ?? file.path,
			id: description.id,
			size: description.size,
			signal,
			onProgress,
		});
		transfers.remove(id);
		outbox.noteUploaded(id);
	}

	async #prepare({id, file}: FileRow, signal: AbortSignal): Promise<OutgoingFile> {
		if (file.description !== undefined) {
			return file;
		}

		const {replica, outbox, transfers, media, folder} = this.#options;
		transfers.patch(id, {status: 'preparing'});
		const {prepareFile} = await import('./prepare-file.ts');
		const prepared = await prepareFile(file, {
			media,
			folder,
			keepsLocation: replica.store.getState().preferences.keepsLocation === true,
			signal,
			onProgress: bytes => transfers.patch(id, {bytes}),
		});
		outbox.setFile(id, prepared);
		return prepared;
	}

	/** What a person has to decide is shown on the message; what ends the connection is done again over the next. */
	#fail(shift: Shift, {id}: FileRow, {error, signal}: {error: unknown; signal: AbortSignal}): void {
		const {outbox, transfers} = this.#options;
		if (signal.aborted) {
			return;
		}

		const isLocal = error instanceof ClientError && error.code === 'local-file';
		if (!isLocal && !(error instanceof ProtocolError)) {
			shift.isOver = true;
			shift.onFailure(error);
			return;
		}

		transfers.remove(id);
		outbox.refuse(id, error instanceof Error ? error : new Error(messageOf(error)));
	}

	/** A person has taken the message back: the server need not keep what has come. */
	#cancel({file}: OutboxRow): void {
		if (file?.description !== undefined && this.#shift !== undefined) {
			const {request, onFailure} = this.#shift;
			request('cancel-upload', {file: file.description.id}).catch(onFailure);
		}
	}

	/** Its message has been stored, or taken back, or begins anew. */
	#forget({id, file}: OutboxRow): void {
		this.#shift?.running.get(id)?.abort();
		this.#options.transfers.remove(id);
		if (file?.copy !== undefined) {
			rmSync(file.copy, {force: true});
		}

		if (file?.isTemporary === true) {
			// A message that begins anew is back in the outbox by then.
			queueMicrotask(() => {
				if (!this.#options.outbox.rows().some(row => row.id === id)) {
					removeTemporary(file.path);
				}
			});
		}
	}
}
