/** What has to be done about files now and then, while the server runs. */
import type {Logger} from 'pino';
import type {Store} from '../store/store.ts';
import type {FileStore} from './file-store.ts';
import {tidyFiles} from './tidy-files.ts';
import type {Uploads} from './uploads.ts';

const idleEachMs = 10_000;
const expireEachMs = 600_000;

type FileCareOptions = {
	readonly store: Store;
	readonly files: FileStore;
	readonly uploads: Uploads;
	readonly logger: Logger;
};

export class FileCare {
	readonly #options: FileCareOptions;
	#idleAt = Number.NEGATIVE_INFINITY;
	#expireAt = Number.NEGATIVE_INFINITY;
	/** What runs now; the next follows it. */
	#work: Promise<void>;

	/** Begins by removing what a sudden end has left. */
	constructor(options: FileCareOptions) {
		const {store, files, uploads} = options;
		this.#options = options;
		this.#work = this.#try(() => tidyFiles(store, files, uploads));
	}

	/** Called every now and then, with the monotonic clock's milliseconds; does what is due. */
	run(now: number): void {
		const {uploads} = this.#options;
		if (now >= this.#idleAt) {
			this.#idleAt = now + idleEachMs;
			this.#work = this.#work.then(() => this.#try(() => uploads.closeIdle(now)));
		}

		if (now >= this.#expireAt) {
			this.#expireAt = now + expireEachMs;
			this.#work = this.#work.then(() => this.#try(() => uploads.expire(Date.now())));
		}
	}

	/** Closes all uploads; what has come of them stays. */
	async close(): Promise<void> {
		await this.#work;
		await this.#try(() => this.#options.uploads.close());
	}

	async #try(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.#options.logger.error({err: error}, 'files could not be tidied');
		}
	}
}
