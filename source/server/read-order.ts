/**
 * Keeps what is pushed behind the replies to reads that began before it.
 *
 * A reply tells what was stored when its read began. If an entry that was stored after that went out first, the reply
 * would take it back at the client.
 */

type Held = {readonly frames: Buffer; readonly lastRead: number};

export class ReadOrder {
	/** The numbers of the reads that have no reply yet, in rising order. */
	readonly #running = new Set<number>();
	#lastRead = 0;
	#held: Held[] = [];
	#bytes = 0;

	/** Bytes that are held. */
	get bytes(): number {
		return this.#bytes;
	}

	/** Nothing is read now, and so nothing held. */
	get isIdle(): boolean {
		return this.#running.size === 0;
	}

	/** Returns the read's number. */
	begin(): number {
		this.#lastRead += 1;
		this.#running.add(this.#lastRead);
		return this.#lastRead;
	}

	hold(frames: Buffer): void {
		this.#held.push({frames, lastRead: this.#lastRead});
		this.#bytes += frames.length;
	}

	/** The read has its reply; returns what waits for no other one. */
	end(read: number): readonly Buffer[] {
		this.#running.delete(read);
		const [oldest = Number.POSITIVE_INFINITY] = this.#running;
		const waiting = this.#held.findIndex(({lastRead}) => lastRead >= oldest);
		const free = this.#held.splice(0, waiting === -1 ? this.#held.length : waiting);
		this.#bytes -= free.reduce((sum, {frames}) => sum + frames.length, 0);
		return free.map(({frames}) => frames);
	}
}
