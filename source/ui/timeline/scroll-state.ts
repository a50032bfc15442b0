/** Which part of a timeline is on the screen, and moving it. */
import type {TimelineItem} from '../../client/state.ts';
import type {Row, TimelineLayoutOptions} from './layout-rows.ts';

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
	/** Newest `seq` that is fully visible, for the read marker. */
	readonly lastVisibleSeq: number | undefined;
};

export const visibleRows = (_view: TimelineView): VisibleRows => ({
	rows: [],
	isAtTop: true,
	isAtEnd: true,
	lastVisibleSeq: undefined,
});

/** Moves by `rows` (negative: up); reaching the last row means following the end again. */
export const scrollBy = (view: TimelineView, _rows: number): ScrollState => view.scroll;

export const scrollToStart = (view: TimelineView): ScrollState => view.scroll;

/** Brings the item into the view, its first row at the top. */
export const scrollToItem = (view: TimelineView, _itemKey: string): ScrollState => view.scroll;
