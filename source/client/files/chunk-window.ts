/**
 * How many chunks of all transfers of one connection are under way at a time.
 *
 * As few as keep the line busy: chunks that wait in a queue make a message wait behind them. The window grows
 * while replies come as fast as they ever did, and shrinks when they come later (as LEDBAT does, RFC 6817).
 */

const chunksMin = 1;
const chunksMax = 24;
const chunksAtFirst = 2;
/** How much later than the fastest a reply may come before the window shrinks … */
const delayMsMin = 4;
/** … or this part of the fastest, on long lines. */
const delayPart = 0.5;
const shrinkBy = 0.8;
/** The fastest reply is forgotten slowly: lines change. */
const forgetBy = 1.002;

export class ChunkWindow {
	#size = chunksAtFirst;
	#underWay = 0;
	#fastestMs = Number.POSITIVE_INFINITY;
	readonly #waiting: (() => void)[] = [];

	/** Chunks that may be under way now. */
	get size(): number {
		return Math.floor(this.#size);
	}

	/** Runs `request` when there is room; whoever has asked first is first. */
	async run<Reply>(request: () => Promise<Reply>): Promise<Reply> {
		if (this.#underWay >= this.size || this.#waiting.length > 0) {
			await new Promise<void>(resolve => {
				this.#waiting.push(resolve);
			});
		} else {
			this.#underWay += 1;
		}

		const startedAt = performance.now();
		try {
			const reply = await request();
			this.#adapt(performance.now() - startedAt);
			return reply;
		} finally {
			this.#underWay -= 1;
			this.#admit();
		}
	}

	#adapt(tookMs: number): void {
		this.#fastestMs = Math.min(this.#fastestMs * forgetBy, tookMs);
		const lateMs = tookMs - this.#fastestMs;
		if (lateMs <= Math.max(delayMsMin, this.#fastestMs * delayPart)) {
			this.#size = Math.min(chunksMax, this.#size + 1 / this.#size);
		} else {
			this.#size = Math.max(chunksMin, this.#size * shrinkBy);
		}
	}

	/** Whoever is let in counts from here on, so that nobody slips in between. */
	#admit(): void {
		while (this.#underWay < this.size) {
			const next = this.#waiting.shift();
			if (next === undefined) {
				return;
			}

			this.#underWay += 1;
			next();
		}
	}
}
