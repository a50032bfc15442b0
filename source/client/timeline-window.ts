/** The part of the local copy that a timeline shows: which entries, made into items once. */
import type {StoredEntry} from './database/entry-table.ts';
import type {LogRange} from './log-range.ts';
import type {TimelineItem} from './state.ts';
import {
	deliveryOf,
	type ItemSurroundings,
	itemOfEntry,
	type PeerProgress,
} from './timeline-items.ts';

/** Entries that a window holds at most. */
export const windowEntriesMax = 400;
/** Entries that are read at a time. */
export const pageEntries = 100;

/** One entry of the window; `item` is missing where there is nothing to show. */
export type WindowEntry = {readonly seq: number; readonly item: TimelineItem | undefined};

/** Without a hole, oldest first. Empty while nothing of the log is here. */
export type TimelineWindow = readonly WindowEntry[];

export const firstSeq = (window: TimelineWindow): number => window[0]?.seq ?? 0;
export const lastSeq = (window: TimelineWindow): number => window.at(-1)?.seq ?? 0;

export const makeWindow = (
	entries: readonly StoredEntry[],
	surroundings: ItemSurroundings,
): TimelineWindow => {
	const changes = surroundings.changes(entries[0]?.seq ?? 0, entries.at(-1)?.seq ?? 0);
	return entries.map(entry => ({seq: entry.seq, item: itemOfEntry(entry, surroundings, changes)}));
};

/** Whether the copy still holds all that the window shows. */
export const isWithin = (window: TimelineWindow, range: LogRange): boolean =>
	window.length > 0 && firstSeq(window) >= range.first && lastSeq(window) <= range.last;

/** Without what stands before `first`. */
export const dropBefore = (window: TimelineWindow, first: number): TimelineWindow =>
	firstSeq(window) >= first ? window : window.filter(({seq}) => seq >= first);

/** Drops the newest ones beyond the maximum. */
export const prepend = (older: TimelineWindow, window: TimelineWindow): TimelineWindow =>
	[...older, ...window].slice(0, windowEntriesMax);

/** Drops the oldest ones beyond the maximum. */
export const append = (window: TimelineWindow, newer: TimelineWindow): TimelineWindow =>
	[...window, ...newer].slice(-windowEntriesMax);

const changeItems = (
	window: TimelineWindow,
	change: (item: TimelineItem) => TimelineItem,
): TimelineWindow => {
	let isSame = true;
	const next = window.map(entry => {
		const item = entry.item && change(entry.item);
		isSame &&= item === entry.item;
		return item === entry.item ? entry : {...entry, item};
	});
	return isSame ? window : next;
};

/** Messages that were changed, and answers to these. `changed` holds the `seq` of each; absent: all. */
export const refreshItems = (
	window: TimelineWindow,
	changed: ReadonlySet<number> | undefined,
	surroundings: ItemSurroundings,
): TimelineWindow => {
	if (changed?.size === 0) {
		return window;
	}

	const isConcerned = ({seq, item}: WindowEntry): boolean =>
		changed === undefined ||
		changed.has(seq) ||
		(item?.body.kind === 'message-sent' && changed.has(item.body.replyTo?.seq ?? -1));
	return window.map(entry => {
		const stored = isConcerned(entry) ? surroundings.find(entry.seq) : undefined;
		return stored === undefined ? entry : {seq: entry.seq, item: itemOfEntry(stored, surroundings)};
	});
};

/** Own messages that the peers have read meanwhile. */
export const markDelivered = (window: TimelineWindow, progress: PeerProgress): TimelineWindow =>
	changeItems(window, item => {
		if (item.seq === undefined || item.delivery === undefined) {
			return item;
		}

		const delivery = deliveryOf(item.seq, progress);
		return delivery === item.delivery ? item : {...item, delivery};
	});

/** Answers whose answered message has come into the copy meanwhile. */
export const completeQuotes = (
	window: TimelineWindow,
	surroundings: ItemSurroundings,
): TimelineWindow =>
	changeItems(window, item => {
		const quoted = item.body.kind === 'message-sent' ? item.body.replyTo : undefined;
		const entry =
			quoted === undefined || quoted.text !== undefined || item.seq === undefined
				? undefined
				: surroundings.find(item.seq);
		return (
			(entry !== undefined &&
				surroundings.find(quoted?.seq ?? 0) !== undefined &&
				itemOfEntry(entry, surroundings)) ||
			item
		);
	});
