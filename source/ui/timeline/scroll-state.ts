/**
 * Which part of a timeline is on the screen, and moving it.
 *
 * Everything here walks from the place in view over as many items as have rows on the screen: a
 * step costs what a screenful costs, however long the timeline is.
 */
import type {TimelineItem} from '../../client/state.ts';
import {type ItemRows, layoutItem, type Row, type TimelineLayoutOptions} from './layout-rows.ts';

/**
 * `end` follows the newest row. `anchored` keeps one row at the top of the view: `rowOffset` counts
 * from the item's first own row (negative in its day and "new" lines), so that pages loaded before
 * it and other widths do not move it.
 */
export type ScrollState =
	| {readonly kind: 'end'}
	| {readonly kind: 'anchored'; readonly itemKey: string; readonly rowOffset: number};

export const scrolledToEnd: ScrollState = {kind: 'end'};

export type TimelineView = {
	readonly items: readonly TimelineItem[];
	readonly scroll: ScrollState;
	/** Rows of the view. */
	readonly height: number;
	readonly layout: TimelineLayoutOptions;
};

export type VisibleRows = {
	/** Exactly `height` rows; blank ones above when there is less. */
	readonly rows: readonly Row[];
	/** Whether the first row of the first item is in the view: time to load older ones. */
	readonly isAtTop: boolean;
	/** Whether the last row of the last item is in the view. */
	readonly isAtEnd: boolean;
	/** Newest `seq` whose last row is in the view, for the read marker. */
	readonly lastVisibleSeq: number | undefined;
};

/** A row of the timeline: `items[item]`'s `row`-th, its day and "new" lines included. */
type Position = {readonly item: number; readonly row: number};

const start: Position = {item: 0, row: 0};

const rowsOf = ({items, layout}: TimelineView, index: number): ItemRows => {
	const item = items[index];
	return item === undefined ? {rows: [], headRows: 0} : layoutItem(item, items[index - 1], layout);
};

const isBefore = (a: Position, b: Position): boolean =>
	a.item < b.item || (a.item === b.item && a.row < b.row);

/** The position `count` rows after (negative: before) `from`, not beyond the ends of the timeline. */
const walk = (view: TimelineView, from: Position, count: number): Position => {
	let {item} = from;
	let row = from.row + count;
	while (row < 0 && item > 0) {
		item--;
		row += rowsOf(view, item).rows.length;
	}

	while (item < view.items.length - 1 && row >= rowsOf(view, item).rows.length) {
		row -= rowsOf(view, item).rows.length;
		item++;
	}

	return {item, row: Math.max(0, Math.min(row, rowsOf(view, item).rows.length - 1))};
};

/** The top row of the view that shows the newest row at its bottom. */
const topOfEnd = (view: TimelineView): Position => {
	const item = Math.max(0, view.items.length - 1);
	const last = {item, row: rowsOf(view, item).rows.length - 1};
	return walk(view, last, 1 - view.height);
};

/** The row at the top of the view. An item that is gone counts as the end. */
const findTop = (view: TimelineView): Position => {
	const {scroll} = view;
	const end = topOfEnd(view);
	if (scroll.kind === 'end') {
		return end;
	}

	const item = view.items.findLastIndex(({key}) => key === scroll.itemKey);
	if (item === -1) {
		return end;
	}

	const {rows, headRows} = rowsOf(view, item);
	const row = Math.max(0, Math.min(headRows + scroll.rowOffset, rows.length - 1));
	return isBefore({item, row}, end) ? {item, row} : end;
};

const blankRows: Row[] = [];

/** The same objects each time, so that nothing is drawn anew for them. */
const blanks = (count: number): readonly Row[] => {
	while (blankRows.length < count) {
		const key = `blank:${blankRows.length}`;
		blankRows.push({key, itemKey: undefined, spans: [], seq: undefined});
	}

	return blankRows.slice(0, count);
};

export const visibleRows = (view: TimelineView): VisibleRows => {
	const top = findTop(view);
	const rows: Row[] = [];
	let lastVisibleSeq: number | undefined;
	let {item} = top;
	let skipped = top.row;
	for (; item < view.items.length && rows.length < view.height; item++) {
		const own = rowsOf(view, item).rows;
		rows.push(...own.slice(skipped, skipped + view.height - rows.length));
		const isWhole = rows.at(-1) === own.at(-1);
		lastVisibleSeq = isWhole ? (view.items[item]?.seq ?? lastVisibleSeq) : lastVisibleSeq;
		skipped = 0;
	}

	const lastRow = rowsOf(view, view.items.length - 1).rows.at(-1);
	return {
		rows: [...blanks(view.height - rows.length), ...rows],
		isAtTop: !isBefore(start, top),
		isAtEnd: rows.at(-1) === lastRow,
		lastVisibleSeq,
	};
};

/** A view whose top row this is; where that shows the end, it follows the end. */
const scrollTo = (view: TimelineView, position: Position): ScrollState => {
	const item = view.items[position.item];
	return item === undefined || !isBefore(position, topOfEnd(view))
		? scrolledToEnd
		: {
				kind: 'anchored',
				itemKey: item.key,
				rowOffset: position.row - rowsOf(view, position.item).headRows,
			};
};

/** Moves by `rows` (negative: up); reaching the last row means following the end again. */
export const scrollBy = (view: TimelineView, rows: number): ScrollState =>
	scrollTo(view, walk(view, findTop(view), rows));

export const scrollToStart = (view: TimelineView): ScrollState => scrollTo(view, start);

/** Brings the item into the view, with its day and "new" lines at the top. */
export const scrollToItem = (view: TimelineView, itemKey: string): ScrollState => {
	const item = view.items.findLastIndex(({key}) => key === itemKey);
	return item === -1 ? view.scroll : scrollTo(view, {item, row: 0});
};
