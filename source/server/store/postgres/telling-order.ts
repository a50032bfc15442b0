/**
 * Lets commits of this node be told in the order in which they wrote to a log.
 *
 * The row of the log makes them commit in that order; but their answers come over different connections, and the
 * later one may come first.
 */

/** The place of one transaction among others. */
export type Turn = {
	readonly logs: Set<number>;
	/** Set while it waits to be told. */
	proceed: (() => void) | undefined;
};

export const createTurn = (): Turn => ({logs: new Set(), proceed: undefined});

export class TellingOrder {
	/** Log → those that wrote to it and are not told yet, in order. */
	readonly #queues = new Map<number, Turn[]>();

	/** The turn has just written to the log, and holds its row. */
	enter(turn: Turn, log: number): void {
		if (turn.logs.has(log)) {
			return;
		}

		turn.logs.add(log);
		const queue = this.#queues.get(log);
		if (queue === undefined) {
			this.#queues.set(log, [turn]);
		} else {
			queue.push(turn);
		}
	}

	/** Resolves when all that wrote to the turn's logs before it have left. */
	async wait(turn: Turn): Promise<void> {
		if (!this.#isFirst(turn)) {
			await new Promise<void>(resolve => {
				turn.proceed = resolve;
			});
		}
	}

	/** The turn was told, or what it wrote to the logs was taken back and their rows are free. */
	leave(turn: Turn, logs: Iterable<number> = turn.logs): void {
		for (const log of [...logs]) {
			turn.logs.delete(log);
			const others = (this.#queues.get(log) ?? []).filter(other => other !== turn);
			if (others.length === 0) {
				this.#queues.delete(log);
			} else {
				this.#queues.set(log, others);
			}

			const [next] = others;
			if (next?.proceed && this.#isFirst(next)) {
				next.proceed();
			}
		}
	}

	#isFirst(turn: Turn): boolean {
		return [...turn.logs].every(log => this.#queues.get(log)?.[0] === turn);
	}
}
