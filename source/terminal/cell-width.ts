/**
 * How many terminal cells a text takes, and cutting and padding by cells.
 *
 * One width function serves the whole program, Ink included (`scripts/ink-plugin.ts`). Terminals
 * disagree about emoji with variation selectors, ZWJ sequences and Indic clusters, so no function
 * is right everywhere: this one gives a cluster the room that the most generous terminal needs,
 * and the frame compositor names the column again after every cluster in doubt. A terminal that
 * draws it narrower shows a blank beside it; no border moves.
 */
import stringWidth from 'string-width';
import {splitGraphemes} from './graphemes.ts';
import {LruCache} from './lru-cache.ts';

const notPrintableAscii = /[^ -~]/;
const cache = new LruCache<string, number>(8_192);
/** Longer texts are measured piece by piece: as keys they would fill the cache with single uses. */
const cachedLengthMax = 256;

/** Cells of one line of text without escape sequences. Control characters count nothing. */
export const cellWidth = (text: string): number => {
	if (!notPrintableAscii.test(text)) {
		return text.length;
	}

	if (text.length > cachedLengthMax) {
		let width = 0;
		for (const grapheme of splitGraphemes(text)) {
			width += cellWidth(grapheme);
		}

		return width;
	}

	let width = cache.get(text);
	if (width === undefined) {
		width = stringWidth(text, {countAnsiEscapeCodes: true});
		cache.set(text, width);
	}

	return width;
};

/** At most `width` cells of `text`; ends in `ellipsis` where something was cut. */
export const truncateToWidth = (text: string, width: number, ellipsis = '…'): string => {
	if (cellWidth(text) <= width) {
		return text;
	}

	const end = cellWidth(ellipsis) <= width ? ellipsis : '';
	const room = width - cellWidth(end);
	let kept = '';
	let used = 0;
	for (const grapheme of splitGraphemes(text)) {
		used += cellWidth(grapheme);
		if (used > room) {
			break;
		}

		kept += grapheme;
	}

	return kept + end;
};

/** Exactly `width` cells: cut or filled with spaces. */
export const padToWidth = (
	text: string,
	width: number,
	align: 'left' | 'right' | 'center' = 'left',
): string => {
	const cut = truncateToWidth(text, width);
	const missing = Math.max(0, width - cellWidth(cut));
	if (align === 'left') {
		return cut + ' '.repeat(missing);
	}

	const before = align === 'right' ? missing : Math.floor(missing / 2);
	return ' '.repeat(before) + cut + ' '.repeat(missing - before);
};
