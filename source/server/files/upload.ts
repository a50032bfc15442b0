/** One file on its way to the server: its bytes are written, hashed and counted one chunk after the other. */
import {createHash, type Hash} from 'node:crypto';
import {isDiskFull} from '../../disk/is-disk-full.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import type {Part} from './file-store.ts';

/** Bytes after which the disk is waited for, so that a fast sender never fills the memory of the system. */
const syncEachBytes = 8_388_608;

export type UploadGoal = {readonly account: number; readonly file: string; readonly size: number};

/** Names the part of an upload. */
export const keyOf = ({account, file}: Pick<UploadGoal, 'account' | 'file'>): string =>
	`${account}-${file}`;

const brokenCodes: readonly unknown[] = ['EIO', 'EROFS'];

/** @returns what the client is told of a failure of the disk */
export const toStorageError = (error: unknown): unknown => {
	if (isDiskFull(error)) {
		return new ProtocolError('storage-full', 'The server has no room for this file.', {
			cause: error,
		});
	}

	return error instanceof Error && 'code' in error && brokenCodes.includes(error.code)
		? new ProtocolError('storage-full', undefined, {cause: error})
		: error;
};

export class Upload {
	readonly number: number;
	readonly goal: UploadGoal;
	/** When it was last written to: milliseconds of the monotonic clock. */
	touchedAt = performance.now();
	#part: Part;
	#hash: Hash;
	#offset: number;
	#unsyncedBytes = 0;
	/** Once it has ended: whether the content is the one announced. */
	#isAnnounced: boolean | undefined;
	/** What was asked last; the next one follows it. */
	#last: Promise<unknown> = Promise.resolve();

	private constructor(number: number, goal: UploadGoal, {part, hash}: {part: Part; hash: Hash}) {
		this.number = number;
		this.goal = goal;
		this.#part = part;
		this.#hash = hash;
		this.#offset = part.bytes;
	}

	/** Reads what is there already, to go on from it. */
	static async open(number: number, goal: UploadGoal, part: Part): Promise<Upload> {
		const hash = createHash('sha256');
		for await (const bytes of part.read()) {
			hash.update(bytes);
		}

		return new Upload(number, goal, {part, hash});
	}

	/** Bytes that are there. */
	get offset(): number {
		return this.#offset;
	}

	/** Returns where the upload ends now. What does not begin at its end is not written. @throws {ProtocolError} `bad-payload`, `storage-full` */
	write(offset: number, data: Uint8Array): Promise<number> {
		return this.#inTurn(async () => {
			this.touchedAt = performance.now();
			if (offset !== this.#offset) {
				return this.#offset;
			}

			if (offset + data.length > this.goal.size) {
				throw new ProtocolError('bad-payload', 'More bytes came than the file has.');
			}

			try {
				await this.#part.write(offset, data);
				await this.#syncNowAndThen(data.length);
			} catch (error) {
				throw toStorageError(error);
			}

			this.#hash.update(data);
			this.#offset += data.length;
			return this.#offset;
		});
	}

	/** Whether the content is the one announced; the part is closed, and on the disk. May be asked again. @throws {ProtocolError} `bad-payload` when bytes are missing, `storage-full` */
	finish(): Promise<boolean> {
		return this.#inTurn(async () => {
			this.touchedAt = performance.now();
			if (this.#isAnnounced !== undefined) {
				return this.#isAnnounced;
			}

			if (this.#offset !== this.goal.size) {
				throw new ProtocolError(
					'bad-payload',
					`Of ${this.goal.size} bytes only ${this.#offset} have come.`,
				);
			}

			try {
				await this.#part.sync();
			} catch (error) {
				throw toStorageError(error);
			}

			await this.#part.close();
			this.#isAnnounced = this.#hash.digest('base64url') === this.goal.file;
			return this.#isAnnounced;
		});
	}

	/** What is there stays, to go on from it later. */
	close(): Promise<void> {
		return this.#inTurn(() => this.#part.close());
	}

	async #syncNowAndThen(bytes: number): Promise<void> {
		this.#unsyncedBytes += bytes;
		if (this.#unsyncedBytes >= syncEachBytes) {
			await this.#part.sync();
			this.#unsyncedBytes = 0;
		}
	}

	#inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		const next = this.#last.then(work, work);
		this.#last = next;
		return next;
	}
}
