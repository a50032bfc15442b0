/**
 * Hands the entries of followed logs to the hub in their order, whoever committed them.
 *
 * Entries come by doorbells, which may be late, doubled, out of order or lost. The store is the truth: a hole is read
 * from it, and so is what a comparison of heads shows to be missing. Invariant: of each log the hub gets every entry
 * beyond the one where its first follower came, once and in rising order, unless its followers are told to sync.
 */
import type {Entry, EntryContent} from '../../protocol/entries.ts';
import {logHeadsMax} from '../store/conversation-ports.ts';
import type {LogHead} from '../store/rows.ts';

export type LogFeedOptions = {
	/** A page of a log after `after`, in rising order; empty at its end. */
	readAfter(log: number, after: number): Promise<readonly Entry[]>;
	readHeads(logs: readonly number[]): Promise<readonly LogHead[]>;
	/** `bases`: the heads of conversations that somebody comes to by these entries. */
	deliver(entries: readonly Entry[], bases: ReadonlyMap<number, number>): void;
	/** The log's followers have missed too much to be told: they compare heads themselves. */
	tellToSync(log: number): void;
	/** The store could not be read; the next comparison tries again. */
	onFailure(error: unknown): void;
};

type Feed = {
	readonly log: number;
	/** Of the last entry that the hub got; `undefined`: not known yet. */
	seq: number | undefined;
	/** What came before its turn, by `seq`; made when there is something: most logs never need it. */
	held: Map<number, Entry> | undefined;
	/** The newest `seq` that is known to exist. */
	head: number;
	isReading: boolean;
	/** The next entry waits for something to be looked up. */
	isWaiting: boolean;
	/** The entry for which that was done last. */
	lookedUpFor: number;
	timer: NodeJS.Timeout | undefined;
};

/** A hole is often filled by a doorbell on its way. */
const holeDelayMs = 20;
/** More than this is not held, but read when its turn comes. */
const heldMax = 500;
/** A client is seldom longer about logging in than so many entries of others take. */
const passedMax = 10_000;
/** Pages that are read for one log at a time; beyond, its clients fetch for themselves. */
const pagesMax = 5;

export class LogFeed {
	readonly #options: LogFeedOptions;
	readonly #feeds = new Map<number, Feed>();
	/** Heads of conversations that somebody is about to follow. */
	readonly #bases = new Map<number, number>();
	/** Of logs that nobody followed when entries came; the last that came stands last. */
	readonly #passed = new Map<number, number>();

	constructor(options: LogFeedOptions) {
		this.#options = options;
	}

	/** The logs that are followed. */
	get logs(): Iterable<number> {
		return this.#feeds.keys();
	}

	/** `seq`: what the first follower's client knows or will ask for. */
	follow(log: number, seq: number | undefined): void {
		const feed: Feed = {
			log,
			seq,
			held: undefined,
			head: seq ?? 0,
			isReading: false,
			isWaiting: false,
			lookedUpFor: 0,
			timer: undefined,
		};
		this.#feeds.set(log, feed);
		// What came between the reading of `seq` and now went to nobody.
		this.ring({log, seq: this.#passed.get(log) ?? 0});
	}

	unfollow(log: number): void {
		clearTimeout(this.#feeds.get(log)?.timer);
		this.#feeds.delete(log);
	}

	/** Takes entries of any logs, in any order. */
	take(entries: readonly Entry[]): void {
		const touched = new Set<Feed>();
		for (const entry of entries) {
			const feed = this.#feeds.get(entry.log);
			if (feed === undefined) {
				this.#pass(entry);
				continue;
			}

			feed.seq ??= entry.seq - 1;
			feed.head = Math.max(feed.head, entry.seq);
			if (entry.seq > feed.seq && (feed.held?.size ?? 0) < heldMax) {
				feed.held ??= new Map();
				feed.held.set(entry.seq, entry);
				touched.add(feed);
			}
		}

		this.#advanceAll(touched);
	}

	/** A log has entries up to `seq`. */
	ring({log, seq}: LogHead): void {
		const feed = this.#feeds.get(log);
		if (feed === undefined) {
			this.#pass({log, seq});
		} else if (seq > feed.head) {
			feed.head = seq;
			feed.seq ??= seq - 1;
			this.#read(feed);
		}
	}

	/** Asks the store for the heads of all followed logs, and reads what is missing. @throws what the store throws */
	async compare(): Promise<void> {
		const logs = [...this.#feeds.keys()];
		for (let first = 0; first < logs.length; first += logHeadsMax) {
			for (const {log, seq} of await this.#options.readHeads(
				logs.slice(first, first + logHeadsMax),
			)) {
				this.#compareOne(log, seq);
			}
		}
	}

	close(): void {
		for (const log of [...this.#feeds.keys()]) {
			this.unfollow(log);
		}
	}

	#pass({log, seq}: LogHead): void {
		const before = this.#passed.get(log) ?? 0;
		this.#passed.delete(log);
		this.#passed.set(log, Math.max(before, seq));
		if (this.#passed.size > passedMax) {
			const [oldest = log] = this.#passed.keys();
			this.#passed.delete(oldest);
		}
	}

	#compareOne(log: number, seq: number): void {
		const feed = this.#feeds.get(log);
		if (feed === undefined) {
			return;
		}

		feed.head = Math.max(feed.head, seq);
		if (feed.seq === undefined) {
			// Nobody knows what its followers have.
			feed.seq = seq;
			this.#options.tellToSync(log);
		} else if (feed.seq < feed.head) {
			this.#read(feed);
		}
	}

	#advanceAll(feeds: Iterable<Feed>): void {
		const ready: Entry[] = [];
		for (const feed of feeds) {
			if (this.#feeds.get(feed.log) !== feed) {
				// Nobody follows it any more.
				continue;
			}

			this.#advance(feed, ready);
			if (feed.seq !== undefined && feed.seq < feed.head && !feed.isWaiting) {
				feed.timer ??= setTimeout(() => {
					feed.timer = undefined;
					this.#read(feed);
				}, holeDelayMs);
			} else {
				clearTimeout(feed.timer);
				feed.timer = undefined;
			}
		}

		this.#options.deliver(ready, this.#bases);
	}

	/** Moves what has its turn from `held` to `ready`. */
	#advance(feed: Feed, ready: Entry[]): void {
		while (feed.seq !== undefined && !feed.isWaiting) {
			const next = feed.held?.get(feed.seq + 1);
			if (next === undefined) {
				break;
			}

			// Each time anew: who was away in between gets nothing of that.
			if (next.kind === 'conversation-joined' && feed.lookedUpFor !== next.seq) {
				this.#readBase(feed, next);
				break;
			}

			feed.held?.delete(next.seq);
			feed.seq = next.seq;
			ready.push(next);
		}

		for (const seq of feed.held?.keys() ?? []) {
			if (seq <= (feed.seq ?? 0)) {
				feed.held?.delete(seq);
			}
		}

		if (feed.held?.size === 0) {
			feed.held = undefined;
		}
	}

	/** Who comes to a conversation follows it from a place that must be known before its client asks for the rest. */
	#readBase(feed: Feed, {seq, content}: Entry): void {
		const {conversation} = content as EntryContent<'conversation-joined'>;
		feed.isWaiting = true;
		this.#options.readHeads([conversation]).then(
			([head]) => {
				this.#bases.set(conversation, head?.seq ?? 0);
				feed.isWaiting = false;
				feed.lookedUpFor = seq;
				this.#advanceAll([feed]);
				this.#bases.delete(conversation);
			},
			(error: unknown) => {
				feed.isWaiting = false;
				this.#options.onFailure(error);
			},
		);
	}

	#read(feed: Feed): void {
		if (feed.isReading || feed.isWaiting) {
			return;
		}

		feed.isReading = true;
		this.#readAll(feed).then(
			() => {
				feed.isReading = false;
				this.#advanceAll([feed]);
			},
			(error: unknown) => {
				feed.isReading = false;
				this.#options.onFailure(error);
			},
		);
	}

	async #readAll(feed: Feed): Promise<void> {
		for (let page = 0; page < pagesMax; page += 1) {
			const after = feed.seq ?? 0;
			const entries = await this.#options.readAfter(feed.log, after);
			const [first] = entries;
			if (this.#feeds.get(feed.log) !== feed) {
				return;
			}

			if (first === undefined) {
				feed.head = after;
				return;
			}

			// What was removed by age meanwhile is no hole.
			feed.seq = Math.max(feed.seq ?? 0, first.seq - 1);
			this.take(entries);
			if (feed.isWaiting || feed.seq >= feed.head) {
				return;
			}
		}

		feed.held = undefined;
		feed.seq = feed.head;
		this.#options.tellToSync(feed.log);
	}
}
