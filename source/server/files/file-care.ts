/** What has to be done about files now and then, while the server runs. */
import type {Logger} from 'pino';
import type {Store} from '../store/store.ts';
import type {FileStore} from './file-store.ts';
import {tidyFiles} from './tidy-files.ts';
import type {Uploads} from './uploads.ts';

const idleEachMs = 10_000;
const expireEachMs = 600_000;
const tidyEachMs = 86_400_000;

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
	#tidyAt = performance.now() + tidyEachMs;
	/** What runs now; the next follows it. */
	#work: Promise<void>;

	/** Begins by removing what a sudden end has left. */
	constructor(options: FileCareOptions) {
		this.#options = options;
		this.#work = this.#try(() => this.#tidy());
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

		if (now >= this.#tidyAt) {
			this.#tidyAt = now + tidyEachMs;
			this.#work = this.#work.then(() => this.#try(() => this.#tidy()));
		}
	}

	/** Closes all uploads; what has come of them stays. */
	async close(): Promise<void> {
		const {files, uploads} = this.#options;
		await this.#try(() => files.close());
		await this.#work;
		await this.#try(() => uploads.close());
	}

	#tidy(): Promise<void> {
		const {store, files, uploads} = this.#options;
		return tidyFiles(store, files, uploads);
	}

	async #try(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			this.#options.logger.error({err: error}, 'files could not be tidied');
		}
	}
}
