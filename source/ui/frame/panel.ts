/** A framed box in the middle of the screen, as data: home, forms and dialogs are made of it. */
import type {Rectangle, ScreenSize} from '../screen-layout.ts';
import {blankLine, type Line} from './line.ts';

export type Panel = {
	readonly title: string;
	/** Stands behind the title, less prominent. */
	readonly note?: string;
	/** What stands inside the frame; see `fitPanelLines` for more than there is room for. */
	readonly lines: readonly Line[];
	/** Key hints in the lower border. */
	readonly hints: Line;
	/** Cells wanted inside the frame. */
	readonly width: number;
};

/** Frame and one blank column at either side. */
const frameColumns = 4;
const frameRows = 2;

/** How many lines fit into a panel. */
export const panelRowsMax = ({rows}: ScreenSize): number => rows - frameRows - 1;

/** How many cells a line of a panel that wants `width` gets. */
export const panelWidth = (width: number, {columns}: ScreenSize): number =>
	Math.min(width, columns - frameColumns);

/** The lines that are shown: on a low screen blank ones give way, then those far from the focus. */
export const fitPanelLines = ({lines}: Panel, size: ScreenSize): readonly Line[] => {
	const rowsMax = panelRowsMax(size);
	if (lines.length <= rowsMax) {
		return lines;
	}

	const dense = lines.filter(one => one !== blankLine);
	const focus = dense.findIndex(one => one.isFocused || one.cursor !== undefined);
	const last = Math.max(0, dense.length - rowsMax);
	const start = Math.max(0, Math.min(focus - Math.floor(rowsMax / 2), last));
	return dense.slice(start, start + rowsMax);
};

/** Where the panel stands, its frame included. */
export const panelRectangle = (panel: Panel, size: ScreenSize): Rectangle => {
	const width = panelWidth(panel.width, size) + frameColumns;
	const height = fitPanelLines(panel, size).length + frameRows;
	return {
		x: Math.floor((size.columns - width) / 2),
		y: Math.max(0, Math.floor((size.rows - 1 - height) / 2)),
		width,
		height,
	};
};

/** The cell of the terminal's cursor when one of the panel's lines has it. */
export const panelCursor = (
	panel: Panel,
	size: ScreenSize,
): {readonly x: number; readonly y: number} | undefined => {
	const {x, y} = panelRectangle(panel, size);
	const lines = fitPanelLines(panel, size);
	const row = lines.findIndex(({cursor}) => cursor !== undefined);
	const cursor = lines[row]?.cursor;
	return cursor === undefined
		? undefined
		: {x: x + 2 + Math.min(cursor, panelWidth(panel.width, size)), y: y + 1 + row};
};
