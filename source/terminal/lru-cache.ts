/** A map that keeps the entries used last. */

/**
 * Holds the last `sizeMax` entries set or asked for, and up to as many older ones. Reading an entry
 * of late costs one look-up: caches of the screen are read hundreds of times a frame.
 */
export class LruCache<Key, Value> {
	readonly #sizeMax: number;
	#recent = new Map<Key, Value>();
	#older = new Map<Key, Value>();

	constructor(sizeMax: number) {
		this.#sizeMax = sizeMax;
	}

	get(key: Key): Value | undefined {
		const recent = this.#recent.get(key);
		if (recent !== undefined) {
			return recent;
		}

		const older = this.#older.get(key);
		if (older !== undefined) {
			this.set(key, older);
		}

		return older;
	}

	set(key: Key, value: Value): void {
		this.#recent.set(key, value);
		if (this.#recent.size >= this.#sizeMax) {
			this.#older = this.#recent;
			this.#recent = new Map();
		}
	}
}
