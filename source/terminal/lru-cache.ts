/** A map that keeps the entries used last. */

/** Holds at most `sizeMax` entries; the one not asked for the longest goes first. */
export class LruCache<Key, Value> {
	readonly #entries = new Map<Key, Value>();
	readonly #sizeMax: number;

	constructor(sizeMax: number) {
		this.#sizeMax = sizeMax;
	}

	get(key: Key): Value | undefined {
		const value = this.#entries.get(key);
		if (value !== undefined) {
			this.#entries.delete(key);
			this.#entries.set(key, value);
		}

		return value;
	}

	set(key: Key, value: Value): void {
		this.#entries.delete(key);
		this.#entries.set(key, value);
		if (this.#entries.size > this.#sizeMax) {
			for (const oldest of this.#entries.keys()) {
				this.#entries.delete(oldest);
				break;
			}
		}
	}
}
