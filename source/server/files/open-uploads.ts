/** The uploads that are open on this node: found by whose they are and by the number that their sender was told. */
import {ProtocolError} from '../../protocol/errors.ts';
import type {FileStore} from './file-store.ts';
import {keyOf, toStorageError, Upload, type UploadGoal} from './upload.ts';

/** Each has a file open. */
const openMax = 1_000;
const busyMs = 5_000;

export class OpenUploads {
	readonly #files: FileStore;
	readonly #byKey = new Map<string, Upload>();
	readonly #byNumber = new Map<number, Upload>();
	#lastNumber = 0;

	constructor(files: FileStore) {
		this.#files = files;
	}

	has(key: string): boolean {
		return this.#byKey.has(key);
	}

	get(key: string): Upload | undefined {
		return this.#byKey.get(key);
	}

	/** @throws {ProtocolError} `not-found` */
	require(account: number, number: number): Upload {
		const upload = this.#byNumber.get(number);
		if (upload === undefined || upload.goal.account !== account) {
			throw new ProtocolError('not-found', 'There is no such upload: start it again.');
		}

		return upload;
	}

	/** Goes on from what has come before. @throws {ProtocolError} `busy`, `storage-full` */
	async open(goal: UploadGoal): Promise<Upload> {
		if (this.#byKey.size >= openMax) {
			throw new ProtocolError('busy', undefined, {retryAfterMs: busyMs});
		}

		const key = keyOf(goal);
		try {
			let part = await this.#files.openPart(key);
			if (part.bytes > goal.size) {
				await part.close();
				await this.#files.removePart(key);
				part = await this.#files.openPart(key);
			}

			this.#lastNumber += 1;
			const upload = await Upload.open(this.#lastNumber, goal, part);
			this.#byKey.set(key, upload);
			this.#byNumber.set(upload.number, upload);
			return upload;
		} catch (error) {
			throw toStorageError(error);
		}
	}

	list(): readonly Upload[] {
		return [...this.#byKey.values()];
	}

	/** Its number means nothing from now on. Closes it; what has come of it stays. */
	async close(upload: Upload): Promise<void> {
		const key = keyOf(upload.goal);
		if (this.#byKey.get(key) === upload) {
			this.#byKey.delete(key);
		}

		this.#byNumber.delete(upload.number);
		await upload.close();
	}
}
