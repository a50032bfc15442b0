/** Lets so many works run at a time; the others wait, the first first. */

export class AtMost {
	readonly #max: number;
	readonly #waiting: (() => void)[] = [];
	#running = 0;

	constructor(max: number) {
		this.#max = max;
	}

	/** How many wait now. */
	get waiting(): number {
		return this.#waiting.length;
	}

	async run<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.#running >= this.#max) {
			// Whoever ends hands its place on.
			await new Promise<void>(resolve => {
				this.#waiting.push(resolve);
			});
		} else {
			this.#running += 1;
		}

		try {
			return await work();
		} finally {
			const next = this.#waiting.shift();
			if (next === undefined) {
				this.#running -= 1;
			} else {
				next();
			}
		}
	}
}
