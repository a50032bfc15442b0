/** Where each pane stands: from the window's size to rectangles, for drawing, scrolling and the mouse alike. */

export type ScreenSize = {readonly columns: number; readonly rows: number};

/** In cells, counted from 0 at the top left of the screen; borders included. */
export type Rectangle = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
};

export type Pane = 'composer' | 'timeline' | 'sidebar' | 'details';

/** The inside of the conversation's pane, from top to bottom. */
export type ConversationLayout = {
	readonly pane: Rectangle;
	/** One row under the title while a message is pinned and there is room, else none. */
	readonly banner: Rectangle;
	/** Where rows of messages stand, without the blank column at either side. */
	readonly timeline: Rectangle;
	/** One row: who types, the last notice, completions. */
	readonly hint: Rectangle;
	/** One row while a reply or a change of a message is being written, else none. */
	readonly reply: Rectangle;
	/** Where the text that is being written stands, right of the prompt. */
	readonly composer: Rectangle;
};

export type ScreenLayout = {
	readonly sidebar: Rectangle | undefined;
	readonly conversation: ConversationLayout | undefined;
	readonly details: Rectangle | undefined;
	/** The last row. */
	readonly status: Rectangle;
};

export type LayoutOptions = {
	readonly size: ScreenSize;
	/** The pane with the focus: the only one that is seen on a narrow screen. */
	readonly pane: Pane;
	/** Whether the person wants the details; wide screens show them unless told otherwise. */
	readonly details: boolean | undefined;
	readonly composerRows: number;
	/** Whether a pinned message is shown under the title. */
	readonly hasBanner: boolean;
	/** Whether a reply or a change is being written. */
	readonly isReplying: boolean;
};

export const smallestSize: ScreenSize = {columns: 40, rows: 12};
export const sidebarColumnsMin = 80;
export const detailsColumnsMin = 140;
export const promptWidth = 2;
const detailsWidth = 30;
/** On a lower screen messages need the row more. */
const bannerScreenRowsMin = 14;

export const isTooSmall = ({columns, rows}: ScreenSize): boolean =>
	columns < smallestSize.columns || rows < smallestSize.rows;

/** How many rows the composer may grow to. */
export const composerRowsMax = ({rows}: ScreenSize): number =>
	Math.max(1, Math.min(10, Math.floor(rows / 3) - 2));

const sidebarWidth = (columns: number): number =>
	Math.max(24, Math.min(34, Math.round(columns * 0.2)));

/** Inner width of the composer's text, needed before its rows can be counted. */
export const composerWidth = (options: Omit<LayoutOptions, 'composerRows'>): number =>
	layoutScreen({...options, composerRows: 1}).conversation?.composer.width ?? 1;

const layoutConversation = (pane: Rectangle, options: LayoutOptions): ConversationLayout => {
	const {size, composerRows, hasBanner, isReplying} = options;
	const x = pane.x + 2;
	const width = pane.width - 4;
	const replyRows = isReplying ? 1 : 0;
	const bottom = pane.y + pane.height - 1;
	const composerTop = bottom - composerRows;
	const replyTop = composerTop - replyRows;
	const hintTop = replyTop - 2;
	const bannerRows = hasBanner && size.rows >= bannerScreenRowsMin ? 1 : 0;
	const timelineTop = pane.y + 1 + bannerRows;
	return {
		pane,
		banner: {x, y: pane.y + 1, width, height: bannerRows},
		timeline: {x, y: timelineTop, width, height: hintTop - timelineTop},
		hint: {x, y: hintTop, width, height: 1},
		reply: {x, y: replyTop, width, height: replyRows},
		composer: {
			x: x + promptWidth,
			y: composerTop,
			width: width - promptWidth,
			height: composerRows,
		},
	};
};

export const layoutScreen = (options: LayoutOptions): ScreenLayout => {
	const {size, pane} = options;
	const {columns} = size;
	const height = size.rows - 1;
	const status = {x: 0, y: height, width: columns, height: 1};
	const whole = {x: 0, y: 0, width: columns, height};
	const none = {sidebar: undefined, conversation: undefined, details: undefined, status};
	if (columns < sidebarColumnsMin && pane === 'sidebar') {
		return {...none, sidebar: whole};
	}

	const left = columns < sidebarColumnsMin ? 0 : sidebarWidth(columns);
	const sidebar = left === 0 ? undefined : {x: 0, y: 0, width: left, height};
	const middle = {x: left, y: 0, width: columns - left, height};
	if (columns < detailsColumnsMin) {
		return pane === 'details'
			? {...none, sidebar, details: middle}
			: {...none, sidebar, conversation: layoutConversation(middle, options)};
	}

	const right = options.details === false ? 0 : detailsWidth;
	const details = right === 0 ? undefined : {x: columns - right, y: 0, width: right, height};
	const rest = {...middle, width: middle.width - right};
	return {...none, sidebar, conversation: layoutConversation(rest, options), details};
};

export const isInside = (rectangle: Rectangle | undefined, x: number, y: number): boolean =>
	rectangle !== undefined &&
	x >= rectangle.x &&
	x < rectangle.x + rectangle.width &&
	y >= rectangle.y &&
	y < rectangle.y + rectangle.height;
