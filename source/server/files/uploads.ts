/**
 * All uploads of one server: opened, gone on with after a cut or a restart, finished, given up.
 *
 * A row in the store stands for each from its beginning until its message is sent, so that quotas hold and
 * nothing is left over. Files are one owner's part first and become a stored file only when their content
 * is what was announced.
 */
import type {Logger} from 'pino';
import {ProtocolError} from '../../protocol/errors.ts';
import {KeyedLock} from '../../turns/keyed-lock.ts';
import {sizeOfOwn} from '../message-file.ts';
import type {Store} from '../store/store.ts';
import {checkDisk, checkQuota} from './file-quota.ts';
import type {FileStore} from './file-store.ts';
import {toStorageError, Upload, type UploadGoal} from './upload.ts';

export type UploadsOptions = {
	readonly store: Store;
	readonly files: FileStore;
	readonly logger: Logger;
	/** Uploads that nobody goes on with are forgotten after this. @default a day */
	readonly keepMs?: number;
	/** An upload that nothing comes for is closed after this; it can be opened again. @default a minute */
	readonly idleMs?: number;
};

const dayMs = 86_400_000;
const minuteMs = 60_000;
const expiredAtOnceMax = 100;
/** Each has a file open. */
const openMax = 1_000;
const busyMs = 5_000;

const keyOf = ({account, file}: Pick<UploadGoal, 'account' | 'file'>): string =>
	`${account}-${file}`;

export class Uploads {
	readonly #options: UploadsOptions;
	readonly #open = new Map<string, Upload>();
	readonly #byNumber = new Map<number, Upload>();
	/** One thing at a time for one upload. */
	readonly #locks = new KeyedLock();
	#lastNumber = 0;
	/** What the parts of all uploads took when they were last looked at. */
	#partsBytes = 0;

	constructor(options: UploadsOptions) {
		this.#options = options;
	}

	/** @throws {ProtocolError} `bad-payload`, `limit-exceeded`, `storage-full`, `busy` */
	start(goal: UploadGoal): Promise<{upload: number; offset: number}> {
		return this.#locks.run(keyOf(goal), async () => {
			const {store, files} = this.#options;
			const isHere = await store.transact(async transaction => {
				// Whoever only knows the id has to send the bytes: else an id would be a key to the content.
				const stored = await sizeOfOwn(transaction, goal.account, goal.file);
				if (stored !== undefined && stored !== goal.size) {
					throw new ProtocolError('bad-payload', `The file has ${stored} bytes, not ${goal.size}.`);
				}

				const isWhole = stored !== undefined;
				await transaction.files.setUpload({...goal, at: Date.now(), isWhole});
				await checkQuota(transaction, goal, isWhole ? 0 : goal.size + this.#partsBytes);
				return isWhole;
			});
			if (isHere) {
				return {upload: 0, offset: goal.size};
			}

			const known = this.#open.get(keyOf(goal));
			if (known === undefined && this.#open.size >= openMax) {
				throw new ProtocolError('busy', undefined, {retryAfterMs: busyMs});
			}

			const open = known ?? (await this.#openPart(goal));
			checkDisk(goal.size - open.offset, await files.freeBytes());
			return {upload: open.number, offset: open.offset};
		});
	}

	/** Returns where the upload ends now. @throws {ProtocolError} `not-found`, `bad-payload`, `storage-full` */
	async write(
		account: number,
		{upload: number, offset, data}: {upload: number; offset: number; data: Uint8Array},
	): Promise<number> {
		const upload = this.#require(account, number);
		try {
			return await upload.write(offset, data);
		} catch (error) {
			// Half a file on a full disk is of no use, and in the way of everybody else.
			await this.cancel(upload.goal);
			throw error;
		}
	}

	/** Stores the file. 0 stands for one that was here before. @throws {ProtocolError} `not-found`, `bad-payload`, `file-mismatch`, `storage-full` */
	async finish(account: number, number: number): Promise<void> {
		if (number === 0) {
			return;
		}

		const {goal} = this.#require(account, number);
		await this.#locks.run(keyOf(goal), async () => {
			const upload = this.#require(account, number);
			const isAnnounced = await this.#finishPart(upload);
			this.#forget(upload);
			if (!isAnnounced) {
				await this.#discard(goal);
				throw new ProtocolError('file-mismatch');
			}

			try {
				await this.#store(goal);
			} catch (error) {
				// Its bytes may be in place already, where no row stands for them.
				await this.#discard(goal);
				await this.removeContent(goal.file);
				throw error;
			}
		});
	}

	/** Does nothing when there is none. */
	cancel(goal: Pick<UploadGoal, 'account' | 'file'>): Promise<void> {
		return this.#locks.run(keyOf(goal), async () => {
			const open = this.#open.get(keyOf(goal));
			if (open !== undefined) {
				this.#forget(open);
				await open.close();
			}

			await this.#discard(goal);
		});
	}

	/** Of an account that is no more. Never rejects: what is left over is forgotten after a day. */
	async cancelAll(account: number, files: readonly string[]): Promise<void> {
		try {
			await Promise.all(files.map(file => this.cancel({account, file})));
		} catch (error) {
			this.#options.logger.error({err: error}, 'uploads could not be cancelled');
		}
	}

	/** Removes the content of a file whose row is gone, unless it came back meanwhile. */
	async removeContent(id: string): Promise<void> {
		const {store, files, logger} = this.#options;
		try {
			await store.exclusively(id, async () => {
				const size = await store.read(transaction => transaction.files.getSize(id));
				if (size === undefined) {
					await files.remove(id);
				}
			});
		} catch (error) {
			// The next start finds it again.
			logger.error({err: error}, 'a file could not be removed');
		}
	}

	/** Closes uploads that nothing comes for, and looks how much room all take; called now and then. */
	async closeIdle(now: number): Promise<void> {
		const {files, idleMs = minuteMs} = this.#options;
		this.#partsBytes = await files.partsBytes();
		const idle = [...this.#open.values()].filter(({touchedAt}) => now - touchedAt > idleMs);
		await Promise.all(
			idle.map(upload =>
				this.#locks.run(keyOf(upload.goal), async () => {
					if (this.#byNumber.has(upload.number)) {
						this.#forget(upload);
						await upload.close();
					}
				}),
			),
		);
	}

	/** Forgets uploads that nobody has gone on with, and files that no message took. */
	async expire(now: number): Promise<void> {
		const {store, keepMs = dayMs} = this.#options;
		const old = await store.read(({files}) =>
			files.listUploadsBefore(now - keepMs, expiredAtOnceMax),
		);
		for (const upload of old) {
			// Looked at again: somebody may have gone on with it, or taken it, meanwhile.
			await this.#locks.run(keyOf(upload), () => this.#expireOne(upload, now - keepMs));
		}
	}

	/** What is open is being written to: its row is renewed instead. */
	async #expireOne({account, file}: UploadGoal, before: number): Promise<void> {
		const {store} = this.#options;
		const isOpen = this.#open.has(keyOf({account, file}));
		const isOld = await store.transact(async ({files}) => {
			const row = await files.getUpload(account, file);
			if (row !== undefined && isOpen) {
				await files.setUpload({...row, at: Date.now()});
			}

			return row !== undefined && row.at < before && !isOpen;
		});
		if (isOld) {
			await this.#discard({account, file});
		}
	}

	async close(): Promise<void> {
		await this.closeIdle(Number.POSITIVE_INFINITY);
	}

	#require(account: number, number: number): Upload {
		const upload = this.#byNumber.get(number);
		if (upload === undefined || upload.goal.account !== account) {
			throw new ProtocolError('not-found', 'There is no such upload: start it again.');
		}

		return upload;
	}

	async #openPart(goal: UploadGoal): Promise<Upload> {
		const {files} = this.#options;
		try {
			let part = await files.openPart(keyOf(goal));
			if (part.bytes > goal.size) {
				await part.close();
				await files.removePart(keyOf(goal));
				part = await files.openPart(keyOf(goal));
			}

			this.#lastNumber += 1;
			const upload = await Upload.open(this.#lastNumber, goal, part);
			this.#open.set(keyOf(goal), upload);
			this.#byNumber.set(upload.number, upload);
			return upload;
		} catch (error) {
			throw toStorageError(error);
		}
	}

	#forget(upload: Upload): void {
		this.#open.delete(keyOf(upload.goal));
		this.#byNumber.delete(upload.number);
	}

	/** A part that the disk has failed under is given up: asked again, the disk may say yes to what it has lost. */
	async #finishPart(upload: Upload): Promise<boolean> {
		try {
			return await upload.finish();
		} catch (error) {
			if (error instanceof ProtocolError && error.code === 'storage-full') {
				this.#forget(upload);
				await upload.close();
				await this.#discard(upload.goal);
			}

			throw error;
		}
	}

	/** First the bytes, then the row: a row always has its content. */
	#store(goal: UploadGoal): Promise<void> {
		const {store, files} = this.#options;
		return store.exclusively(goal.file, async () => {
			try {
				await files.keepPart(keyOf(goal), goal.file);
			} catch (error) {
				throw toStorageError(error);
			}

			await store.transact(async transaction => {
				await transaction.files.add(goal.file, goal.size);
				await transaction.files.setUpload({...goal, at: Date.now(), isWhole: true});
				// Others may have filled the room meanwhile: nobody reserves it.
				await checkQuota(transaction, goal, 0);
			});
		});
	}

	/** Removes the part, its row, and the stored file if nothing else needs it. */
	async #discard({account, file}: Pick<UploadGoal, 'account' | 'file'>): Promise<void> {
		const {store, files} = this.#options;
		await files.removePart(keyOf({account, file}));
		const isReleased = await store.transact(async transaction => {
			await transaction.files.removeUpload(account, file);
			return transaction.files.release(file);
		});
		if (isReleased) {
			await this.removeContent(file);
		}
	}
}
