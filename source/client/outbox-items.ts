/** The outbox as it stands: rows in the local database, the same rows in memory, in the order of writing. */
import type {OutboxRow, OutboxTable} from './database/outbox-table.ts';
import type {OutgoingFile} from './files/outgoing-file.ts';
import type {StateDraft} from './state-draft.ts';

const isQueued = (row: OutboxRow | undefined): boolean =>
	row !== undefined && row.seq === undefined;
const isFailed = (row: OutboxRow | undefined): boolean => row?.error !== undefined;

/** Every change is made on disk first, and in memory once the transaction has ended well. */
export class OutboxItems {
	#table: OutboxTable;
	#rows = new Map<string, OutboxRow>();
	#idsByConversation = new Map<number, Set<string>>();
	#queued = 0;
	#failed = 0;
	/** The same set until it changes. */
	#failedIn: ReadonlySet<number> = new Set();
	/** Called with each message that is in the outbox no more. */
	onGone: (row: OutboxRow) => void = () => undefined;

	constructor(table: OutboxTable) {
		this.#table = table;
		for (const row of table.readAll()) {
			this.#put(row.id, row);
		}
	}

	/** Messages that the server has not acknowledged, how many of them it has refused, and where. */
	get counts(): {queued: number; failed: number; failedIn: ReadonlySet<number>} {
		return {queued: this.#queued, failed: this.#failed, failedIn: this.#failedIn};
	}

	/** Those that have something in the outbox. */
	get conversations(): number[] {
		return [...this.#idsByConversation.keys()];
	}

	get(id: string): OutboxRow | undefined {
		return this.#rows.get(id);
	}

	/** In the order of writing. */
	*of(conversation: number): Generator<OutboxRow> {
		for (const id of this.#idsByConversation.get(conversation) ?? []) {
			const row = this.#rows.get(id);
			if (row !== undefined) {
				yield row;
			}
		}
	}

	/** Reads anew what stands in the database, where another process may have changed it. */
	reload(draft: StateDraft): void {
		const stored = this.#table.readAll();
		const ids = new Set(stored.map(({id}) => id));
		for (const row of this.#rows.values()) {
			if (!ids.has(row.id)) {
				this.#putLater(draft, row, undefined);
			}
		}

		for (const row of stored) {
			if (!this.#rows.has(row.id)) {
				this.#putLater(draft, row, row);
			}
		}
	}

	add(draft: StateDraft, row: OutboxRow): void {
		this.#table.insert(row);
		this.#putLater(draft, row, row);
	}

	/** Its entry has come, or nobody wants it any more. */
	remove(draft: StateDraft, id: string): void {
		this.#table.remove(id);
		const row = this.#rows.get(id);
		if (row !== undefined) {
			this.#putLater(draft, row, undefined);
		}
	}

	/** The server has stored it; the entry is on its way. */
	setStored(draft: StateDraft, id: string, {seq, at}: {seq: number; at: number}): void {
		this.#table.setStored(id, seq, at);
		this.#patch(draft, id, {seq, at, error: undefined});
	}

	/** What the server has stored in a conversation that was left: no entry of it will come any more. */
	forgetStoredOf(draft: StateDraft, conversation: number): void {
		for (const {id, seq} of this.of(conversation)) {
			if (seq !== undefined) {
				this.remove(draft, id);
			}
		}
	}

	/** The server has refused it. */
	setError(draft: StateDraft, id: string, error: string): void {
		this.#table.setError(id, error);
		this.#patch(draft, id, {error});
	}

	/** What is known of its file now. */
	setFile(draft: StateDraft, id: string, file: OutgoingFile): void {
		this.#table.setFile(id, file);
		this.#patch(draft, id, {file});
	}

	/** After the history was reset: what had been stored may be gone, and is sent again. */
	forgetStored(draft: StateDraft): void {
		this.#table.clearStored();
		for (const id of this.#rows.keys()) {
			this.#patch(draft, id, {seq: undefined});
		}
	}

	/** A row that has gone meanwhile, because its entry has come in the same batch, stays gone. */
	#patch(draft: StateDraft, id: string, patch: Partial<OutboxRow>): void {
		const row = this.#rows.get(id);
		if (row === undefined) {
			return;
		}

		draft.changedTimelines.add(row.conversation);
		draft.afterCommit.push(() => {
			if (this.#rows.has(id)) {
				this.#put(id, {...row, ...patch});
			}
		});
	}

	#putLater(draft: StateDraft, {id, conversation}: OutboxRow, row: OutboxRow | undefined): void {
		draft.changedTimelines.add(conversation);
		draft.afterCommit.push(() => this.#put(id, row));
	}

	#put(id: string, row: OutboxRow | undefined): void {
		const before = this.#rows.get(id);
		this.#queued += Number(isQueued(row)) - Number(isQueued(before));
		this.#failed += Number(isFailed(row)) - Number(isFailed(before));
		if (row !== undefined) {
			const ids = this.#idsByConversation.get(row.conversation) ?? new Set();
			this.#idsByConversation.set(row.conversation, ids.add(id));
			this.#rows.set(id, row);
		} else if (before !== undefined) {
			const ids = this.#idsByConversation.get(before.conversation);
			ids?.delete(id);
			if (ids?.size === 0) {
				this.#idsByConversation.delete(before.conversation);
			}

			this.#rows.delete(id);
			this.onGone(before);
		}

		if (isFailed(row) !== isFailed(before)) {
			const failed = [...this.#rows.values()].filter(isFailed);
			this.#failedIn = new Set(failed.map(({conversation}) => conversation));
		}
	}
}
