/** Who waits to hear that a message is on the server, or why not. */

export type Stored = {readonly seq: number; readonly at: number};

export class SentWaiters {
	readonly #waiting = new Map<string, PromiseWithResolvers<Stored>>();

	/** One promise for all who wait for the same message. */
	wait(id: string): Promise<Stored> {
		const waiting = this.#waiting.get(id) ?? Promise.withResolvers<Stored>();
		this.#waiting.set(id, waiting);
		return waiting.promise;
	}

	resolve(id: string, stored: Stored): void {
		this.#waiting.get(id)?.resolve(stored);
		this.#waiting.delete(id);
	}

	reject(id: string, error: unknown): void {
		this.#waiting.get(id)?.reject(error);
		this.#waiting.delete(id);
	}

	rejectAll(error: unknown): void {
		for (const id of [...this.#waiting.keys()]) {
			this.reject(id, error);
		}
	}
}
