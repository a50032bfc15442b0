/** A live window into one conversation: follows its end, moves through its past, loads what is missing. */
import type {Timeline, Unsubscribe} from './client-api.ts';
import {messageOf} from './client-error.ts';
import type {OutboxRow} from './database/outbox-table.ts';
import {emptyRange, isEmptyRange, type LogRange} from './log-range.ts';
import {surroundingsOf} from './message-surroundings.ts';
import type {Replica} from './replica.ts';
import {sameFields} from './same-fields.ts';
import type {ConversationState, TimelineItem, TimelineState} from './state.ts';
import {createNotifier} from './store.ts';
import {type ItemSurroundings, itemOfBeginning, itemOfOutbox} from './timeline-items.ts';
import {
	append,
	completeQuotes,
	dropBefore,
	firstSeq,
	isWithin,
	lastSeq,
	makeWindow,
	markDelivered,
	pageEntries,
	prepend,
	refreshItems,
	type TimelineWindow,
	windowEntriesMax,
} from './timeline-window.ts';

/** Copies one page before the local copy; resolves with whether there was one. @throws when there is no connection */
export type FetchOlder = (conversation: number) => Promise<boolean>;

export type TimelineOptions = {
	readonly replica: Replica;
	readonly conversation: number;
	readonly fetchOlder: FetchOlder;
};

export class ConversationTimeline implements Timeline {
	#options: TimelineOptions;
	#notifier = createNotifier();
	#window: TimelineWindow = [];
	#range: LogRange = emptyRange;
	/** Whether new entries push old ones out; else they wait behind `hasNewer` when there is no room. */
	#isFollowing = true;
	#isLoading = false;
	#error: string | undefined;
	#trimmed: TimelineItem | undefined;
	#pendingItems = new WeakMap<OutboxRow, TimelineItem>();
	#blocked: ReadonlySet<number>;
	#state: TimelineState;
	#unsubscribe: Unsubscribe;

	constructor(options: TimelineOptions) {
		const {replica, conversation} = options;
		this.#options = options;
		this.#blocked = replica.store.getState().blocked;
		this.#readRange();
		this.#window = this.#readNewest();
		this.#state = this.#makeState();
		this.#unsubscribe = replica.onTimelinesChanged((changed, messages) => {
			if (changed.has(conversation)) {
				this.#follow(messages.get(conversation) ?? new Set());
			}
		});
	}

	getState(): TimelineState {
		return this.#state;
	}

	subscribe(listener: () => void): Unsubscribe {
		return this.#notifier.subscribe(listener);
	}

	loadOlder(): void {
		if (this.#isLoading || !this.#state.hasOlder) {
			return;
		}

		this.#isFollowing = false;
		if (this.#prependLocal()) {
			this.#publish();
			return;
		}

		void this.#load(async () => {
			await this.#options.fetchOlder(this.#options.conversation);
			this.#prependLocal();
		});
	}

	loadNewer(): void {
		this.#window = append(this.#window, this.#readAfter(lastSeq(this.#window), pageEntries));
		this.#isFollowing = lastSeq(this.#window) === this.#range.last;
		this.#publish();
	}

	jumpToEnd(): void {
		this.#isFollowing = true;
		if (lastSeq(this.#window) !== this.#range.last) {
			this.#window = this.#readNewest();
		}

		this.#publish();
	}

	jumpTo(seq: number): void {
		this.#isFollowing = false;
		if (seq >= firstSeq(this.#window) && seq <= lastSeq(this.#window)) {
			return;
		}

		if (seq >= this.#range.first) {
			this.#showAround(seq);
			this.#publish();
			return;
		}

		void this.#load(async () => {
			const {conversation, fetchOlder} = this.#options;
			while (seq < this.#range.first && (await fetchOlder(conversation))) {
				this.#readRange();
			}

			this.#showAround(seq);
		});
	}

	close(): void {
		this.#unsubscribe();
	}

	#surroundings(): ItemSurroundings {
		const {replica, conversation} = this.#options;
		return surroundingsOf(replica, conversation);
	}

	#readRange(): void {
		const {replica, conversation} = this.#options;
		this.#range = replica.database.conversations.readRange(conversation) ?? emptyRange;
	}

	#readBefore(seq: number, limit: number): TimelineWindow {
		const {replica, conversation} = this.#options;
		return makeWindow(
			replica.database.entries.readBefore(conversation, seq, limit),
			this.#surroundings(),
		);
	}

	#readAfter(seq: number, limit: number): TimelineWindow {
		const {replica, conversation} = this.#options;
		return makeWindow(
			replica.database.entries.readAfter(conversation, seq, limit),
			this.#surroundings(),
		);
	}

	#readNewest(): TimelineWindow {
		return this.#readBefore(this.#range.last + 1, pageEntries);
	}

	#showAround(seq: number): void {
		const half = pageEntries / 2;
		this.#window = [...this.#readBefore(seq, half), ...this.#readAfter(seq - 1, half)];
	}

	/** Returns whether there were older ones in the local copy. */
	#prependLocal(): boolean {
		const older = this.#readBefore(firstSeq(this.#window), pageEntries);
		this.#window = completeQuotes(prepend(older, this.#window), this.#surroundings());
		return older.length > 0;
	}

	async #load(work: () => Promise<void>): Promise<void> {
		this.#isLoading = true;
		this.#error = undefined;
		this.#publish();
		try {
			await work();
		} catch (error) {
			this.#error = messageOf(error);
		} finally {
			this.#isLoading = false;
			this.#publish();
		}
	}

	/** The copy, the outbox, a marker or one of these messages has changed. */
	#follow(messages: ReadonlySet<number>): void {
		const {oldest} = this.#range;
		this.#readRange();
		this.#window = dropBefore(this.#window, this.#range.first);
		// What was answered may have gone.
		this.#refresh(this.#range.oldest === oldest ? messages : undefined);
		const missing = this.#range.last - lastSeq(this.#window);
		if (!isWithin(this.#window, this.#range) || (this.#isFollowing && missing > pageEntries)) {
			this.#window = this.#readNewest();
		} else if (missing > 0) {
			const room = this.#isFollowing ? missing : windowEntriesMax - this.#window.length;
			this.#window = append(this.#window, this.#readAfter(lastSeq(this.#window), room));
		}

		this.#window = markDelivered(this.#window, this.#surroundings());
		this.#publish();
	}

	/** All of them for `undefined`. Who is blocked decides how every message is shown. */
	#refresh(messages: ReadonlySet<number> | undefined): void {
		const surroundings = this.#surroundings();
		const isBlockedSame = surroundings.blocked === this.#blocked;
		this.#blocked = surroundings.blocked;
		this.#window = refreshItems(this.#window, isBlockedSame ? messages : undefined, surroundings);
		if (messages?.size !== 0) {
			this.#pendingItems = new WeakMap();
		}
	}

	#pending(): TimelineItem[] {
		const {replica, conversation} = this.#options;
		return [...replica.outbox.of(conversation)].map(row => {
			const item = this.#pendingItems.get(row) ?? itemOfOutbox(row, this.#surroundings());
			this.#pendingItems.set(row, item);
			return item;
		});
	}

	#makeState(): TimelineState {
		const {replica, conversation} = this.#options;
		const row = replica.store.getState().conversations.get(conversation);
		const head = row?.head ?? 0;
		const isEmpty = isEmptyRange(this.#range);
		const hasNewer = this.#window.length > 0 && lastSeq(this.#window) < this.#range.last;
		const hasOlder = !isEmpty && firstSeq(this.#window) > this.#range.oldest;
		const shown = this.#window.map(({item}) => item).filter(item => item !== undefined);
		const hasBeginning = row !== undefined && row.trimmedSeq > 0 && !isEmpty && !hasOlder;
		const stored = hasBeginning ? [this.#beginning(row, shown[0]?.at), ...shown] : shown;
		return {
			conversation,
			items: hasNewer ? stored : [...stored, ...this.#pending()],
			hasOlder,
			hasNewer,
			isLoading: this.#isLoading || (isEmpty && head > 0),
			error: this.#error,
		};
	}

	/** The same object as long as nothing has changed. */
	#beginning(row: ConversationState, at: number = row.lastAt): TimelineItem {
		const next = itemOfBeginning(row, at);
		const isSame = this.#trimmed?.key === next.key && this.#trimmed.at === at;
		this.#trimmed = isSame && this.#trimmed ? this.#trimmed : next;
		return this.#trimmed;
	}

	#publish(): void {
		const next = this.#makeState();
		if (!sameFields(this.#state, next)) {
			this.#state = next;
			this.#notifier.notify();
		}
	}
}
