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
import {OpenUploads} from './open-uploads.ts';
import {keyOf, type Upload, type UploadGoal} from './upload.ts';
import {discardUpload, removeContent, storeUpload} from './upload-ends.ts';
import {withinPatience} from './within-patience.ts';

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

const isBusy = (error: unknown): boolean => error instanceof ProtocolError && error.code === 'busy';

export class Uploads {
	readonly #options: UploadsOptions;
	readonly #open: OpenUploads;
	/** One thing at a time for one upload. */
	readonly #locks = new KeyedLock();
	/** What is being stored now, by the upload's number. */
	readonly #finishing = new Map<number, Promise<void>>();
	/** Key → bytes that the part took when all were last looked at. */
	#partBytes: ReadonlyMap<string, number> = new Map();

	constructor(options: UploadsOptions) {
		this.#options = options;
		this.#open = new OpenUploads(options.files);
	}

	/** @throws {ProtocolError} `bad-payload`, `limit-exceeded`, `storage-full`, `busy` */
	async start(goal: UploadGoal): Promise<{upload: number; offset: number}> {
		const finishing = this.#finishing.get(this.#open.get(keyOf(goal))?.number ?? 0);
		if (finishing !== undefined) {
			// How it ends, whoever asked for it hears.
			await this.#waitFor(Promise.allSettled([finishing]));
		}

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
				await checkQuota(transaction, goal, isWhole ? 0 : goal.size + this.#bytesBeside(goal));
				return isWhole;
			});
			if (isHere) {
				return {upload: 0, offset: goal.size};
			}

			const open = this.#open.get(keyOf(goal)) ?? (await this.#open.open(goal));
			checkDisk(goal.size - open.offset, await files.freeBytes());
			return {upload: open.number, offset: open.offset};
		});
	}

	/** Returns where the upload ends now. @throws {ProtocolError} `not-found`, `bad-payload`, `storage-full` */
	async write(
		account: number,
		{upload: number, offset, data}: {upload: number; offset: number; data: Uint8Array},
	): Promise<number> {
		const upload = this.#open.require(account, number);
		try {
			return await upload.write(offset, data);
		} catch (error) {
			// Half a file on a full disk is of no use, and in the way of everybody else.
			await this.cancel(upload.goal);
			throw error;
		}
	}

	/**
	 * Stores the file. 0 stands for one that was here before.
	 *
	 * `busy`: it is not stored yet, because that takes long or the store cannot be reached; the same request goes on.
	 *
	 * @throws {ProtocolError} `not-found`, `bad-payload`, `file-mismatch`, `storage-full`, `busy`
	 */
	async finish(account: number, number: number): Promise<void> {
		if (number === 0) {
			return;
		}

		const upload = this.#open.require(account, number);
		let finishing = this.#finishing.get(number);
		if (finishing === undefined) {
			finishing = this.#locks
				.run(keyOf(upload.goal), () => this.#finish(account, number))
				.finally(() => this.#finishing.delete(number));
			this.#finishing.set(number, finishing);
		}

		await this.#waitFor(finishing);
	}

	/** Does nothing when there is none. */
	cancel(goal: Pick<UploadGoal, 'account' | 'file'>): Promise<void> {
		return this.#locks.run(keyOf(goal), async () => {
			const open = this.#open.get(keyOf(goal));
			if (open !== undefined) {
				await this.#open.close(open);
			}

			await discardUpload(this.#options, goal);
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
	removeContent(id: string): Promise<void> {
		return removeContent(this.#options, id);
	}

	/** Removes the part of an upload that is no more, wherever it ended, unless it came back meanwhile. */
	removeLeftoverPart(account: number, file: string): Promise<void> {
		const {store, files} = this.#options;
		const key = keyOf({account, file});
		return this.#locks.run(key, async () => {
			const row = await store.read(transaction => transaction.files.getUpload(account, file));
			if (!this.#open.has(key) && row?.isWhole !== false) {
				await files.removePart(key);
			}
		});
	}

	/** Closes uploads that nothing comes for, and looks how much room all take; called now and then. */
	async closeIdle(now: number): Promise<void> {
		const {files, idleMs = minuteMs} = this.#options;
		this.#partBytes = new Map((await files.listParts()).map(({key, bytes}) => [key, bytes]));
		const isIdle = ({touchedAt}: Upload): boolean => now - touchedAt > idleMs;
		await Promise.all(
			this.#open
				.list()
				.filter(isIdle)
				.map(upload =>
					this.#locks.run(keyOf(upload.goal), async () => {
						if (isIdle(upload)) {
							await this.#open.close(upload);
						}
					}),
				),
		);
	}

	/** Forgets uploads that nobody has gone on with, and files that no message took. */
	async expire(now: number): Promise<void> {
		const {store, keepMs = dayMs} = this.#options;
		// What is open here is renewed long before another node would forget it.
		const old = await store.read(({files}) =>
			files.listUploadsBefore(now - keepMs / 2, expiredAtOnceMax),
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
			await discardUpload(this.#options, {account, file});
		}
	}

	async close(): Promise<void> {
		await this.closeIdle(Number.POSITIVE_INFINITY);
	}

	#waitFor(work: Promise<unknown>): Promise<void> {
		return withinPatience(work, error =>
			this.#options.logger.warn({err: error}, 'a file could not be stored'),
		);
	}

	/** Bytes of all parts but this one's, whose bytes count as those of its goal. */
	#bytesBeside(goal: UploadGoal): number {
		const own = this.#partBytes.get(keyOf(goal)) ?? 0;
		return [...this.#partBytes.values()].reduce((sum, bytes) => sum + bytes, -own);
	}

	async #finish(account: number, number: number): Promise<void> {
		const upload = this.#open.require(account, number);
		const {goal} = upload;
		const isAnnounced = await this.#finishPart(upload);
		if (!isAnnounced) {
			await this.#open.close(upload);
			await discardUpload(this.#options, goal);
			throw new ProtocolError('file-mismatch');
		}

		try {
			await storeUpload(this.#options, goal);
		} catch (error) {
			if (isBusy(error)) {
				throw error;
			}

			// Its bytes may be in place already, where no row stands for them.
			await this.#open.close(upload);
			await discardUpload(this.#options, goal);
			await this.removeContent(goal.file);
			throw error;
		}

		await this.#open.close(upload);
	}

	/** A part that the disk has failed under is given up: asked again, the disk may say yes to what it has lost. */
	async #finishPart(upload: Upload): Promise<boolean> {
		try {
			return await upload.finish();
		} catch (error) {
			if (error instanceof ProtocolError && error.code === 'storage-full') {
				await this.#open.close(upload);
				await discardUpload(this.#options, upload.goal);
			}

			throw error;
		}
	}
}
