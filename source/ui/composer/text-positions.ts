/** Places in a text where a cursor can stand: at words, lines and rows. */

import {nextGrapheme, previousGrapheme, splitGraphemes} from '../../terminal/graphemes.ts';
import {LruCache} from '../../terminal/lru-cache.ts';
import {cellWidthAt, type WrappedRow, wrapRanges} from '../../terminal/wrap-text.ts';

let words: Intl.Segmenter | undefined;
/** Made on first use: it loads dictionaries for the scripts that write no blanks. */
const wordSegmenter = (): Intl.Segmenter => {
	words ??= new Intl.Segmenter(undefined, {granularity: 'word'});
	return words;
};

export const lineStart = (text: string, position: number): number =>
	text.lastIndexOf('\n', position - 1) + 1;

export const lineEnd = (text: string, position: number): number => {
	const end = text.indexOf('\n', position);
	return end === -1 ? text.length : end;
};

/** Start of the word before `position`, past what is no word; a line's start stops it. */
export const wordLeft = (text: string, position: number): number => {
	const start = lineStart(text, position);
	if (start === position) {
		return previousGrapheme(text, position);
	}

	const line = text.slice(start, position);
	const last = [...wordSegmenter().segment(line)].findLast(({isWordLike}) => isWordLike);
	return start + (last?.index ?? 0);
};

/** End of the word after `position`, past what is no word; a line's end stops it. */
export const wordRight = (text: string, position: number): number => {
	const end = lineEnd(text, position);
	if (end === position) {
		return nextGrapheme(text, position);
	}

	for (const {index, segment, isWordLike} of wordSegmenter().segment(text.slice(position, end))) {
		if (isWordLike) {
			return position + index + segment.length;
		}
	}

	return end;
};

const cachedRows = new LruCache<string, readonly WrappedRow[]>(4);

/** The rows of a text field `width` cells wide; its last column stays free for the cursor. */
export const fieldRows = (text: string, width: number): readonly WrappedRow[] => {
	const key = `${width} ${text}`;
	let rows = cachedRows.get(key);
	if (rows === undefined) {
		rows = wrapRanges(text, Math.max(1, width - 1));
		cachedRows.set(key, rows);
	}

	return rows;
};

/** The cell of `position` among `rows`. Where a row broke within a word, the next row's start. */
export const locate = (
	text: string,
	rows: readonly WrappedRow[],
	position: number,
): {readonly x: number; readonly y: number} => {
	const y = Math.max(
		0,
		rows.findLastIndex(row => row.start <= position),
	);
	let x = 0;
	for (const grapheme of splitGraphemes(text.slice(rows[y]?.start ?? 0, position))) {
		x += cellWidthAt(grapheme, x);
	}

	return {x, y};
};

/** The position in row `y` that is nearest to column `column`, not beyond it. */
export const positionAt = (
	text: string,
	rows: readonly WrappedRow[],
	{x: column, y}: {readonly x: number; readonly y: number},
): number => {
	const {start, end} = rows[y] ?? {start: 0, end: text.length};
	let position = start;
	let x = 0;
	for (const grapheme of splitGraphemes(text.slice(start, end))) {
		x += cellWidthAt(grapheme, x);
		if (x > column) {
			return position;
		}

		position += grapheme.length;
	}

	// The end of a row that broke within a word is the start of the next one.
	const isNextRow = position > start && rows[y + 1]?.start === position;
	return isNextRow ? previousGrapheme(text, position) : position;
};
