/**
 * Composes the rows of a frame from pieces of text at cell positions.
 *
 * The build puts it in the place of Ink's own `Output` (`scripts/ink-plugin.ts`), which does the
 * same work anew for every cell of every frame. Here a piece that an earlier frame had in the same
 * columns is taken from a cache, and only where pieces cover each other are cells looked at one by
 * one. No piece reaches beyond the screen's edge.
 */
import {type CellGrid, coverCells, serializeCells} from './cell-row.ts';
import {LruCache} from './lru-cache.ts';

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

/** A piece as bytes for a cursor at its first column. */
type DrawnPiece = {
	readonly bytes: string;
	/** The column after it. */
	readonly end: number;
	/** Whether every terminal has its cursor in that column then. */
	readonly isEndCertain: boolean;
};

const drawnPieces = new LruCache<string, DrawnPiece>(2_048);

const drawPiece = (piece: Piece): DrawnPiece => {
	const {x, line, to} = piece;
	const key = `${x} ${to} ${line}`;
	let drawn = drawnPieces.get(key);
	if (drawn === undefined) {
		const cells: CellGrid = [];
		coverCells(cells, piece);
		drawn = {...serializeCells(cells, x), end: Math.max(x, cells.length)};
		drawnPieces.set(key, drawn);
	}

	return drawn;
};

/** A gap that is shorter is written as blanks. */
const jumpBytes = 5;

const moveTo = (column: number, isCertain: boolean, x: number): string =>
	isCertain && x - column < jumpBytes ? ' '.repeat(x - column) : `\x1B[${x + 1}G`;

/** The row of pieces that stand side by side; `undefined` when one covers another. */
const joinPieces = (pieces: readonly Piece[]): string | undefined => {
	let row = '';
	let column = 0;
	let isCertain = true;
	for (const piece of pieces.toSorted((a, b) => a.x - b.x)) {
		if (piece.x < column || piece.x < piece.from) {
			return undefined;
		}

		const {bytes, end, isEndCertain} = drawPiece(piece);
		row += moveTo(column, isCertain, piece.x) + bytes;
		column = end;
		isCertain = isEndCertain;
	}

	return row;
};

const coveredRows = new LruCache<string, string>(128);

/** The row of pieces that cover each other, later ones above. */
const coverPieces = (pieces: readonly Piece[]): string => {
	const key = pieces.map(({x, line, from, to}) => `${x},${from},${to},${line}`).join('\n');
	let row = coveredRows.get(key);
	if (row === undefined) {
		const cells: CellGrid = [];
		for (const piece of pieces) {
			coverCells(cells, piece);
		}

		row = serializeCells(cells, 0).bytes;
		coveredRows.set(key, row);
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
		const rows = this.#rows.map(pieces => joinPieces(pieces) ?? coverPieces(pieces));
		return {output: rows.join('\n'), height: rows.length};
	}
}
