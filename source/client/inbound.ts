/**
 * Entries on their way in: all that arrive in one turn of the event loop are stored in one local
 * transaction and shown by one change of the state.
 *
 * Live pushes and fetched pages come through here alike: the next entry is applied, an older or
 * equal one dropped, and a later one tells of a hole, which is fetched.
 */
import type {Entry} from '../protocol/entries.ts';
import {applyAccountEntry} from './apply/apply-account-entry.ts';
import {applyEntry} from './apply/apply-entry.ts';
import type {Unsubscribe} from './client-api.ts';
import {copyEntries} from './copy-entries.ts';
import type {Replica} from './replica.ts';
import type {StateDraft} from './state-draft.ts';

/** More entries than this wait for the next turn, so that keys are not kept waiting. */
const entriesPerTurnMax = 500;

export type Delivery = {
	readonly log: number;
	/** In rising order without a hole. */
	readonly entries: readonly Entry[];
	/**
	 * `next`: they follow what is here. `newest`: the end of a log of which nothing is here, or
	 * nothing that they could join. `older`: they stand before the copy.
	 */
	readonly place: 'next' | 'newest' | 'older';
	/** Stored while this client was away. */
	readonly isCatchUp: boolean;
	/** Where the log begins for this account, if the server has told. */
	readonly oldest?: number;
	/** Those that this account has hidden from itself. */
	readonly hidden?: readonly number[];
};

/** What a turn has left to do. */
export type FollowUp = {
	/** Logs with a hole, and the newest `seq` that was heard of. */
	readonly holes: ReadonlyMap<number, number>;
	/** Conversations whose present state has to be asked for. */
	readonly refresh: ReadonlySet<number>;
};

export type EntryListener = (entry: Entry, info: {isCatchUp: boolean}) => void;

export type FollowUpHandlers = {
	/** Called after each turn that left something to do. */
	onFollowUp(followUp: FollowUp): void;
	/** Called when the disk has refused a turn; its entries have to be fetched again. */
	onFailure(error: unknown): void;
};

type Acknowledged = {
	readonly id: string;
	readonly seq: number;
	readonly at: number;
	onNoted?(): void;
};

/** `settle` is called with the error, or with nothing once it is stored. */
type Waiting = Delivery & {settle?(error?: unknown): void};

/** Pushed entries of one log in a row travel together. */
type WaitingPushes = Waiting & {readonly entries: Entry[]; readonly isCatchUp: false};

type Turn = {
	readonly draft: StateDraft;
	readonly applied: Map<number, number>;
	readonly holes: Map<number, number>;
	readonly fresh: {entry: Entry; isCatchUp: boolean}[];
};

/** The part of a `next` delivery that is the next one. Behind a hole, all is dropped and fetched again. */
const takeNext = (turn: Turn, {log, entries}: Delivery, last: number): Entry[] => {
	const next: Entry[] = [];
	for (const entry of entries) {
		if (entry.seq === last + next.length + 1) {
			next.push(entry);
		} else if (entry.seq > last + next.length) {
			const newest = entries.at(-1)?.seq ?? 0;
			turn.holes.set(log, Math.max(newest, turn.holes.get(log) ?? 0));
			break;
		}
	}

	return next;
};

const applyDelivery = (turn: Turn, replica: Replica, delivery: Delivery): void => {
	const {log, place, isCatchUp} = delivery;
	const {draft, applied, fresh} = turn;
	if (log !== replica.accountLog && draft.conversations.get(log) === undefined) {
		draft.refresh.add(log);
		return;
	}

	const last = applied.get(log) ?? replica.applied.get(log) ?? 0;
	const entries = place === 'next' ? takeNext(turn, delivery, last) : delivery.entries;
	const newest = entries.at(-1);
	if (newest === undefined) {
		return;
	}

	if (log === replica.accountLog) {
		for (const entry of entries) {
			applyAccountEntry(draft, entry);
		}

		replica.database.account.moveCursor(newest.seq);
	} else {
		const readSeq = draft.conversations.get(log)?.readSeq ?? 0;
		copyEntries(draft, replica, delivery, entries);
		for (const seq of delivery.hidden ?? []) {
			draft.hide(log, seq);
		}

		for (const entry of entries) {
			applyEntry(draft, entry);
			if (place !== 'older') {
				fresh.push({entry, isCatchUp: isCatchUp || entry.seq <= readSeq});
			}
		}
	}

	applied.set(log, Math.max(last, newest.seq));
};

/** The entry follows, except in a conversation that was left meanwhile, or when it was removed by age already. */
const noteAcknowledged = (
	draft: StateDraft,
	{outbox}: Replica,
	{id, seq, at}: Acknowledged,
): void => {
	const row = outbox.get(id);
	const {isLeft = false, trimmedSeq = 0} = draft.conversations.get(row?.conversation ?? 0) ?? {};
	if (isLeft || seq <= trimmedSeq) {
		outbox.remove(draft, id);
	} else {
		outbox.setStored(draft, id, {seq, at});
	}
};

/** One turn's work: everything in one transaction. */
const applyTurn = (
	replica: Replica,
	deliveries: readonly Delivery[],
	acknowledged: readonly Acknowledged[],
): Turn => {
	const holes = new Map<number, number>();
	const applied = new Map<number, number>();
	const fresh: Turn['fresh'] = [];
	const draft = replica.change(draft => {
		for (const delivery of deliveries) {
			applyDelivery({draft, applied, holes, fresh}, replica, delivery);
		}

		for (const one of acknowledged) {
			noteAcknowledged(draft, replica, one);
		}

		draft.afterCommit.push(() => {
			for (const [log, seq] of applied) {
				replica.applied.set(log, seq);
			}
		});
	});
	return {draft, applied, holes, fresh};
};

/** Takes from `waiting` what one turn may do. */
const takeTurn = (waiting: Waiting[]): Waiting[] => {
	let entries = 0;
	const count = waiting.findIndex(delivery => {
		entries += delivery.entries.length;
		return entries >= entriesPerTurnMax;
	});
	return waiting.splice(0, count === -1 ? waiting.length : count + 1);
};

export class Inbound {
	#replica: Replica;
	#listeners = new Set<EntryListener>();
	#waiting: Waiting[] = [];
	/** The last of those waiting, while pushes of its log still come. */
	#pushes: WaitingPushes | undefined;
	#acknowledged: Acknowledged[] = [];
	#scheduled: NodeJS.Immediate | undefined;
	#handlers: FollowUpHandlers | undefined;

	constructor(replica: Replica) {
		this.#replica = replica;
	}

	/** Resolves once the entries are stored; rejects when the disk refuses. */
	deliver(delivery: Delivery): Promise<void> {
		return new Promise((resolve, reject) => {
			const settle = (error?: unknown): void => (error === undefined ? resolve() : reject(error));
			this.#waiting.push({...delivery, settle});
			this.#pushes = undefined;
			this.#schedule();
		});
	}

	/** Takes an entry that the server has pushed. */
	push(entry: Entry): void {
		if (this.#pushes?.log === entry.log) {
			this.#pushes.entries.push(entry);
			return;
		}

		this.#pushes = {log: entry.log, entries: [entry], place: 'next', isCatchUp: false};
		this.#waiting.push(this.#pushes);
		this.#schedule();
	}

	/** The server has stored a message of the outbox; `onNoted` is called once that is written down. */
	acknowledge(acknowledged: Acknowledged): void {
		this.#acknowledged.push(acknowledged);
		this.#schedule();
	}

	/** Stores everything that waits, now. */
	flush(): void {
		clearImmediate(this.#scheduled);
		this.#scheduled = undefined;
		while (this.#waiting.length > 0 || this.#acknowledged.length > 0) {
			this.#runTurn();
		}
	}

	/** Calls `listener` with each entry that continues a log, the first time it is stored here. */
	onEntry(listener: EntryListener): Unsubscribe {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	/** Who does what turns leave to do; `undefined` while there is no connection. */
	handleFollowUps(handlers: FollowUpHandlers | undefined): void {
		this.#handlers = handlers;
	}

	#schedule(): void {
		this.#scheduled ??= setImmediate(() => {
			this.#scheduled = undefined;
			this.#runTurn();
			if (this.#waiting.length > 0) {
				this.#schedule();
			}
		});
	}

	#runTurn(): void {
		const deliveries = takeTurn(this.#waiting);
		const acknowledged = this.#acknowledged;
		this.#acknowledged = [];
		this.#pushes = undefined;
		let turn: Turn;
		try {
			turn = applyTurn(this.#replica, deliveries, acknowledged);
		} catch (error) {
			for (const {settle} of deliveries) {
				settle?.(error);
			}

			this.#handlers?.onFailure(error);
			return;
		}

		for (const {settle} of deliveries) {
			settle?.();
		}

		for (const {onNoted} of acknowledged) {
			onNoted?.();
		}

		this.#tell(turn);
	}

	#tell({draft, holes, fresh}: Turn): void {
		for (const {entry, isCatchUp} of fresh) {
			for (const listener of this.#listeners) {
				listener(entry, {isCatchUp});
			}
		}

		if (holes.size > 0 || draft.refresh.size > 0) {
			this.#handlers?.onFollowUp({holes, refresh: draft.refresh});
		}
	}
}
