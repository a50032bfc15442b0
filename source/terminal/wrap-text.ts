/** Breaks text into rows by terminal cells, at places where a reader expects it. */
import {cellWidth} from './cell-width.ts';
import {splitGraphemes} from './graphemes.ts';

/**
 * Part of a text that stands on one row: `text.slice(start, end)`, in `width` cells. Between the
 * end of one row and the start of the next lies at most one character: the line feed or the blank
 * at which the text was broken.
 */
export type WrappedRow = {readonly start: number; readonly end: number; readonly width: number};

const tabStop = 4;
/**
 * Closing punctuation never starts a row, opening punctuation never ends one (UAX #14 CL, OP).
 * Escaped, so that the bundle stays ASCII: V8 keeps other sources in twice the memory.
 */
const stayWithPrevious =
	/^[\p{Pe}\p{Pf}\u3001\u3002\uFF0C\uFF0E\uFF01\uFF1F\uFF1A\uFF1B\u30FB\u30FC\u2026]/u;
const stayWithNext = /^[\p{Ps}\p{Pi}]/u;

/** Cells of `grapheme` when it stands in `column` of its row. */
export const cellWidthAt = (grapheme: string, column: number): number =>
	grapheme === '\t' ? tabStop - (column % tabStop) : cellWidth(grapheme);

/** Whether the text may be broken between two graphemes that are no blanks: beside wide ones. */
const isBreakBetween = (previous: string, next: string): boolean =>
	(cellWidth(previous) === 2 || cellWidth(next) === 2) &&
	!stayWithPrevious.test(next) &&
	!stayWithNext.test(previous);

const isBlank = (grapheme: string): boolean => grapheme === ' ' || grapheme === '\t';

/** A place where the row may end: `end` is where it ends then, `next` where the next one starts. */
type Break = {readonly end: number; readonly next: number; readonly width: number};

/** Wraps one line (no line feed in it) that starts at `offset` of the whole text. */
const wrapLine = (line: string, offset: number, width: number): WrappedRow[] => {
	const rows: WrappedRow[] = [];
	let start = 0;
	let position = 0;
	let column = 0;
	let best: Break | undefined;
	let previous = '';

	for (const grapheme of splitGraphemes(line)) {
		if (position > start && !isBlank(previous) && isBreakBetween(previous, grapheme)) {
			best = {end: position, next: position, width: column};
		}

		while (position > start && column + cellWidthAt(grapheme, column) > width) {
			const end: Break = isBlank(grapheme)
				? {end: position, next: position + 1, width: column}
				: (best ?? {end: position, next: position, width: column});
			rows.push({start: offset + start, end: offset + end.end, width: end.width});
			start = end.next;
			column = rowWidth(line.slice(start, position));
			best = undefined;
		}

		if (start <= position) {
			if (isBlank(grapheme) && position > start) {
				best = {end: position, next: position + 1, width: column};
			}

			column += cellWidthAt(grapheme, column);
		}

		position += grapheme.length;
		previous = grapheme;
	}

	rows.push({start: offset + start, end: offset + position, width: column});
	return rows;
};

/** Cells of a piece of text that starts at the left edge of its row, tabs expanded. */
export const rowWidth = (text: string): number => {
	if (!text.includes('\t')) {
		return cellWidth(text);
	}

	let column = 0;
	for (const grapheme of splitGraphemes(text)) {
		column += cellWidthAt(grapheme, column);
	}

	return column;
};

/**
 * Breaks a text into rows of at most `width` cells: at line feeds, else at blanks and beside wide
 * characters, else between graphemes. There is always at least one row. `width` must have room for
 * the widest grapheme (sanitized text: 8 cells).
 */
export const wrapRanges = (text: string, width: number): readonly WrappedRow[] => {
	const rows: WrappedRow[] = [];
	let offset = 0;
	for (const line of text.split('\n')) {
		rows.push(...wrapLine(line, offset, width));
		offset += line.length + 1;
	}

	return rows;
};

/** The row's text with tabs as spaces. */
export const expandTabs = (row: string): string => {
	if (!row.includes('\t')) {
		return row;
	}

	let column = 0;
	let expanded = '';
	for (const grapheme of splitGraphemes(row)) {
		const cells = cellWidthAt(grapheme, column);
		expanded += grapheme === '\t' ? ' '.repeat(cells) : grapheme;
		column += cells;
	}

	return expanded;
};

/** As `wrapRanges`, as texts with tabs as spaces. */
export const wrapToWidth = (text: string, width: number): readonly string[] =>
	wrapRanges(text, width).map(({start, end}) => expandTabs(text.slice(start, end)));
