/** Lets works that name the same thing run one after the other. */

export class KeyedLock {
	readonly #last = new Map<string, Promise<unknown>>();

	run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
		const before = this.#last.get(key) ?? Promise.resolve();
		const next = before.then(work, work);
		this.#last.set(key, next);
		const forget = (): void => {
			if (this.#last.get(key) === next) {
				this.#last.delete(key);
			}
		};
		next.then(forget, forget);
		return next;
	}
}
