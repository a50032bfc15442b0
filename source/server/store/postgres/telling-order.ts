/**
 * Lets commits of this node be told in the order in which they wrote to a log.
 *
 * The row of the log makes them commit in that order; but their answers come over different connections, and the
 * later one may come first.
 */

/** The place of one transaction, or of one work in it. */
export class Turn {
	readonly before = new Set<Promise<void>>();
	readonly logs = new Set<number>();
	readonly ended: Promise<void>;
	#end: () => void = () => undefined;

	constructor() {
		this.ended = new Promise(resolve => {
			this.#end = resolve;
		});
	}

	end(): void {
		this.#end();
	}
}

export class TellingOrder {
	readonly #last = new Map<number, Turn>();

	/** The turn has written to the log: whoever wrote there before and is not told yet comes before it. */
	enter(turn: Turn, log: number): void {
		const last = this.#last.get(log);
		if (last === turn) {
			return;
		}

		if (last !== undefined) {
			turn.before.add(last.ended);
		}

		turn.logs.add(log);
		this.#last.set(log, turn);
	}

	/** The turn was told, or what it wrote was taken back. */
	leave(turn: Turn): void {
		for (const log of turn.logs) {
			if (this.#last.get(log) === turn) {
				this.#last.delete(log);
			}
		}

		turn.end();
	}
}
