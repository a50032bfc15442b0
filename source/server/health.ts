/** Whether the server does its work: it is tried, not assumed. */
import type {FileStore} from './files/file-store.ts';
import type {Store} from './store/store.ts';

/** A server that commits later than this is as good as dead to who waits for it. */
const patienceMs = 2_000;
/** Whoever asks more often gets the last answer again: asking must not become work. */
const rememberMs = 1_000;
/** Less than this, and the next messages may not fit. */
const freeBytesMin = 16_777_216;

type HealthOptions = {readonly store: Store; readonly files: FileStore};

export class Health {
	readonly #options: HealthOptions;
	#asked: {readonly at: number; readonly problems: Promise<readonly string[]>} | undefined;

	constructor(options: HealthOptions) {
		this.#options = options;
	}

	/** What is wrong, in words; empty when all is well. Never rejects. */
	findProblems(): Promise<readonly string[]> {
		const at = performance.now();
		if (this.#asked === undefined || at - this.#asked.at > rememberMs) {
			this.#asked = {at, problems: this.#look()};
		}

		return this.#asked.problems;
	}

	async #look(): Promise<readonly string[]> {
		const found = await Promise.all([this.#tryToCommit(), this.#findRoom()]);
		return found.filter(problem => problem !== undefined);
	}

	/** Writes a row as a message would, and waits for the disk as its sender would. */
	async #tryToCommit(): Promise<string | undefined> {
		const {store} = this.#options;
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<string>(resolve => {
			timer = setTimeout(() => resolve(`the database takes over ${patienceMs} ms`), patienceMs);
		});
		const commit = store.transact(async ({settings}) => {
			await settings.set('health-checked-at', String(Date.now()));
			return undefined;
		});
		try {
			return await Promise.race([commit, late]);
		} catch (error) {
			return `the database cannot be written: ${error instanceof Error ? error.message : error}`;
		} finally {
			clearTimeout(timer);
		}
	}

	async #findRoom(): Promise<string | undefined> {
		try {
			const bytes = await this.#options.files.freeBytes();
			return bytes !== undefined && bytes < freeBytesMin
				? `only ${bytes} bytes are free on the disk`
				: undefined;
		} catch (error) {
			return `the folder of the files cannot be read: ${error instanceof Error ? error.message : error}`;
		}
	}
}
