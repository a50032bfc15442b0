/**
 * Who may write where, as lately asked: every message asks it, and it seldom changes.
 *
 * This process alone writes the database, so the memory holds until a table that it was read from
 * changes, or a transaction is rolled back: then `forget`.
 */
import type {WriterRow} from '../rows.ts';

/** How many conversations are remembered. */
const logsMax = 20_000;

export class WriterMemory {
	readonly #rows = new Map<number, Map<number, WriterRow>>();

	get(log: number, account: number): WriterRow | undefined {
		return this.#rows.get(log)?.get(account);
	}

	set(log: number, account: number, row: WriterRow): void {
		const known = this.#rows.get(log);
		if (known) {
			known.set(account, row);
			return;
		}

		if (this.#rows.size >= logsMax) {
			this.#rows.clear();
		}

		this.#rows.set(log, new Map([[account, row]]));
	}

	/** Something of this conversation has changed, or of anything. */
	forget(log?: number): void {
		if (log === undefined) {
			this.#rows.clear();
		} else {
			this.#rows.delete(log);
		}
	}
}
