/** The outbox as it stands: rows in the local database, the same rows in memory, in the order of writing. */
import type {createOutboxTable, OutboxRow} from './database/outbox-table.ts';
import type {StateDraft} from './state-draft.ts';

export type OutboxItems = ReturnType<typeof createOutboxItems>;

const isQueued = (row: OutboxRow | undefined): boolean =>
	row !== undefined && row.seq === undefined;
const isFailed = (row: OutboxRow | undefined): boolean => row?.error !== undefined;

export const createOutboxItems = (table: ReturnType<typeof createOutboxTable>) => {
	const rows = new Map<string, OutboxRow>();
	const idsByConversation = new Map<number, Set<string>>();
	const counts = {queued: 0, failed: 0};

	const put = (id: string, row: OutboxRow | undefined): void => {
		const before = rows.get(id);
		counts.queued += Number(isQueued(row)) - Number(isQueued(before));
		counts.failed += Number(isFailed(row)) - Number(isFailed(before));
		if (row === undefined) {
			rows.delete(id);
		} else {
			rows.set(id, row);
		}

		const conversation = row?.conversation ?? before?.conversation;
		if (conversation !== undefined) {
			index(conversation, id, row !== undefined);
		}
	};

	const index = (conversation: number, id: string, isThere: boolean): void => {
		const ids = idsByConversation.get(conversation) ?? new Set();
		if (isThere) {
			idsByConversation.set(conversation, ids.add(id));
		} else if (ids.delete(id) && ids.size === 0) {
			idsByConversation.delete(conversation);
		}
	};

	/** Changes a row that is there, on disk and then in memory. */
	const change = (draft: StateDraft, id: string, patch: Partial<OutboxRow>): void => {
		const row = rows.get(id);
		if (row !== undefined) {
			draft.changedTimelines.add(row.conversation);
			draft.afterCommit.push(() => {
				if (rows.has(id)) {
					put(id, {...row, ...patch});
				}
			});
		}
	};

	return {
		/** Messages that the server has not acknowledged, and how many of them it has refused. */
		counts: counts as Readonly<typeof counts>,
		get: (id: string): OutboxRow | undefined => rows.get(id),
		conversations: (): number[] => [...idsByConversation.keys()],
		/** In the order of writing. */
		*of(conversation: number): Generator<OutboxRow> {
			for (const id of idsByConversation.get(conversation) ?? []) {
				const row = rows.get(id);
				if (row !== undefined) {
					yield row;
				}
			}
		},

		/** Reads what stands in the database, where another process may have changed it. */
		load(draft: StateDraft): void {
			const stored = table.readAll();
			const ids = new Set(stored.map(({id}) => id));
			for (const row of rows.values()) {
				if (!ids.has(row.id)) {
					draft.changedTimelines.add(row.conversation);
					draft.afterCommit.push(() => put(row.id, undefined));
				}
			}

			for (const row of stored.filter(({id}) => !rows.has(id))) {
				draft.changedTimelines.add(row.conversation);
				draft.afterCommit.push(() => put(row.id, row));
			}
		},
		add(draft: StateDraft, row: OutboxRow): void {
			table.insert(row);
			draft.changedTimelines.add(row.conversation);
			draft.afterCommit.push(() => put(row.id, row));
		},
		/** Its entry has come, or nobody wants it any more. */
		remove(draft: StateDraft, id: string): void {
			table.remove(id);
			const row = rows.get(id);
			if (row !== undefined) {
				draft.changedTimelines.add(row.conversation);
				draft.afterCommit.push(() => put(id, undefined));
			}
		},
		/** The server has stored it; the entry is on its way. */
		setStored(draft: StateDraft, id: string, {seq, at}: {seq: number; at: number}): void {
			table.setStored(id, seq, at);
			change(draft, id, {seq, at, error: undefined});
		},
		/** The server has refused it. */
		setError(draft: StateDraft, id: string, error: string): void {
			table.setError(id, error);
			change(draft, id, {error});
		},
		/** After the history was reset: what had been stored may be gone, and is sent again. */
		forgetStored(draft: StateDraft): void {
			table.clearStored();
			for (const {id} of rows.values()) {
				change(draft, id, {seq: undefined});
			}
		},
	};
};
