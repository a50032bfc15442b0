/**
 * Composes the rows of a frame from pieces of text at cell positions.
 *
 * The build puts it in the place of Ink's own `Output` (`scripts/ink-plugin.ts`), which does the
 * same work anew for every cell of every frame. Here a row whose pieces are those of an earlier
 * frame is taken from a cache, a piece never reaches beyond the screen's edge, and every grapheme
 * of doubtful width is followed by the column where the next cell belongs.
 */
import {LruCache} from './lru-cache.ts';
import {type Cell, type CellStyle, plainStyle, toCells} from './styled-cells.ts';

/** Half-open cell bounds; an absent one does not bind. */
export type Clip = {
	readonly x1: number | undefined;
	readonly x2: number | undefined;
	readonly y1: number | undefined;
	readonly y2: number | undefined;
};

type LineTransformer = (line: string, index: number) => string;

/** A line of text in a row, with the columns it may touch. */
type Piece = {
	readonly x: number;
	readonly line: string;
	readonly from: number;
	readonly to: number;
};

const blank: Cell = {text: ' ', width: 1, style: plainStyle, doubt: 'none'};

const placePiece = (cells: (Cell | undefined)[], {x, line, from, to}: Piece): void => {
	let column = x;
	for (const cell of toCells(line)) {
		const end = column + cell.width;
		if (end > to) {
			// Half of a wide character is not drawable: a blank keeps its place and style.
			if (column < to && column >= from) {
				blankOut(cells, column, to, cell.style);
			}

			return;
		}

		if (column >= from) {
			clearEdges(cells, column, end);
			cells[column] = cell;
			cells.fill(undefined, column + 1, end);
		} else if (end > from) {
			blankOut(cells, from, end, cell.style);
		}

		column = end;
	}
};

const blankOut = (
	cells: (Cell | undefined)[],
	from: number,
	to: number,
	style: CellStyle,
): void => {
	clearEdges(cells, from, to);
	cells.fill({...blank, style}, from, to);
};

/** What is overwritten in part becomes blank in its other part. */
const clearEdges = (cells: (Cell | undefined)[], from: number, to: number): void => {
	for (const edge of [from, to]) {
		let start = edge;
		while (start > 0 && cells[start] === undefined) {
			start--;
		}

		const cell = cells[start];
		if (start < edge && cell !== undefined && start + cell.width > edge) {
			cells.fill({...blank, style: cell.style}, start, start + cell.width);
		}
	}
};

const linkEnd = '\x1B]8;;\x1B\\';

const changeStyle = (from: CellStyle, to: CellStyle): string => {
	let change = '';
	if (from.link !== to.link) {
		change += to.link === '' ? linkEnd : `\x1B]8;${to.link}\x1B\\`;
	}

	if (from.sgr !== to.sgr) {
		const reset = from.sgr === '' ? '' : '0';
		change += `\x1B[${[reset, to.sgr].filter(Boolean).join(';')}m`;
	}

	return change;
};

/** The row as bytes for a cursor in column 0. Ends without style. */
const serializeRow = (cells: readonly (Cell | undefined)[]): string => {
	let end = cells.length;
	while (end > 0 && cells[end - 1] === blank) {
		end--;
	}

	let row = '';
	let style = plainStyle;
	let doubt: Cell['doubt'] = 'none';
	for (let column = 0; column < end; column++) {
		const cell = cells[column];
		if (cell === undefined) {
			continue;
		}

		if (doubt === 'doubtful' || (doubt === 'ambiguous' && cell.doubt !== 'ambiguous')) {
			row += `\x1B[${column + 1}G`;
		}

		row += changeStyle(style, cell.style);
		if (cell.doubt === 'doubtful' && cell.width > 1) {
			// A terminal that draws it narrower must not show what stood there before.
			row += `${' '.repeat(cell.width)}\x1B[${column + 1}G`;
		}

		row += cell.text;
		style = cell.style;
		doubt = cell.doubt;
	}

	return row + changeStyle(style, plainStyle);
};

const composeRow = (pieces: readonly Piece[], width: number): string => {
	const cells = new Array<Cell | undefined>(width).fill(blank);
	for (const piece of pieces) {
		placePiece(cells, piece);
	}

	return serializeRow(cells);
};

const rowCache = new LruCache<string, string>(512);

const cachedRow = (pieces: readonly Piece[], width: number): string => {
	if (pieces.length === 0) {
		return '';
	}

	let key = `${width}`;
	for (const {x, line, from, to} of pieces) {
		key += `\n${x},${from},${to},${line}`;
	}

	let row = rowCache.get(key);
	if (row === undefined) {
		row = composeRow(pieces, width);
		rowCache.set(key, row);
	}

	return row;
};

const intersect = (outer: Clip | undefined, inner: Clip): Clip => ({
	x1: Math.max(outer?.x1 ?? 0, inner.x1 ?? 0),
	x2: Math.min(outer?.x2 ?? Number.POSITIVE_INFINITY, inner.x2 ?? Number.POSITIVE_INFINITY),
	y1: Math.max(outer?.y1 ?? 0, inner.y1 ?? 0),
	y2: Math.min(outer?.y2 ?? Number.POSITIVE_INFINITY, inner.y2 ?? Number.POSITIVE_INFINITY),
});

/** One frame: the methods and their meaning are those of Ink's `Output`. */
export class FrameCompositor {
	readonly #width: number;
	readonly #rows: Piece[][];
	readonly #clips: Clip[] = [];

	constructor({width, height}: {width: number; height: number}) {
		this.#width = width;
		this.#rows = Array.from({length: height}, () => []);
	}

	/** Later pieces cover earlier ones. Styles do not reach over a line feed. */
	write(
		x: number,
		y: number,
		text: string,
		{transformers}: {transformers: readonly LineTransformer[]},
	): void {
		if (text === '') {
			return;
		}

		const clip = this.#clips.at(-1);
		const from = Math.max(0, clip?.x1 ?? 0);
		const to = Math.min(this.#width, clip?.x2 ?? this.#width);
		for (const [index, rawLine] of text.split('\n').entries()) {
			const row = y + index;
			if (row < (clip?.y1 ?? 0) || row >= (clip?.y2 ?? this.#rows.length)) {
				continue;
			}

			let line = rawLine;
			for (const transform of transformers) {
				line = transform(line, index);
			}

			this.#rows[row]?.push({x, line, from, to});
		}
	}

	clip(clip: Clip): void {
		this.#clips.push(intersect(this.#clips.at(-1), clip));
	}

	unclip(): void {
		this.#clips.pop();
	}

	get(): {output: string; height: number} {
		const rows = this.#rows.map(pieces => cachedRow(pieces, this.#width));
		return {output: rows.join('\n'), height: rows.length};
	}
}
