/** One row of cells: texts laid over each other, and the bytes that draw the result. */
import {type Cell, type CellStyle, plainStyle, toCells, type WidthDoubt} from './styled-cells.ts';

/** By column. The columns of a wide cell after its first are `undefined`, as are untouched ones. */
export type CellGrid = (Cell | undefined)[];

const blank: Cell = {text: ' ', width: 1, style: plainStyle, doubt: 'none'};

/** What is overwritten in part becomes blank in its other part. */
const clearEdges = (cells: CellGrid, from: number, to: number): void => {
	for (const edge of [from, to]) {
		let start = Math.min(edge, cells.length);
		while (start > 0 && cells[start] === undefined) {
			start--;
		}

		const cell = cells[start];
		if (start < edge && cell !== undefined && start + cell.width > edge) {
			cells.fill({...blank, style: cell.style}, start, start + cell.width);
		}
	}
};

const put = (cells: CellGrid, column: number, cell: Cell): void => {
	while (cells.length < column + cell.width) {
		cells.push(undefined);
	}

	clearEdges(cells, column, column + cell.width);
	cells[column] = cell;
	cells.fill(undefined, column + 1, column + cell.width);
};

/** A blank in place of half a wide character, which is not drawable. */
const putBlanks = (cells: CellGrid, from: number, to: number, style: CellStyle): void => {
	for (let column = from; column < to; column++) {
		put(cells, column, {...blank, style});
	}
};

/** Lays `line` over the row from column `x`, within the columns from `from` up to `to`. */
export const coverCells = (
	cells: CellGrid,
	piece: {
		readonly x: number;
		readonly line: string;
		readonly from: number;
		readonly to: number;
	},
): void => {
	const {x, line, from, to} = piece;
	let column = x;
	for (const cell of toCells(line)) {
		const end = column + cell.width;
		if (column >= to) {
			return;
		}

		if (column >= from && end <= to) {
			put(cells, column, cell);
		} else {
			putBlanks(cells, Math.max(from, column), Math.min(to, end), cell.style);
		}

		column = end;
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

/** Whether the cursor is sure to stand behind a cell of `doubt` where one of `next` begins. */
const isCertainBetween = (doubt: WidthDoubt, next: WidthDoubt): boolean =>
	doubt === 'none' || (doubt === 'ambiguous' && next === 'ambiguous');

/**
 * The cells from column `start` on, as bytes for a cursor there that leave no style behind. After
 * every grapheme whose width terminals disagree about, the next cell's column is named.
 */
export const serializeCells = (
	cells: CellGrid,
	start: number,
): {readonly bytes: string; readonly isEndCertain: boolean} => {
	let bytes = '';
	let style = plainStyle;
	let doubt: WidthDoubt = 'none';
	let column = start;
	while (column < cells.length) {
		const cell = cells[column] ?? blank;
		if (!isCertainBetween(doubt, cell.doubt)) {
			bytes += `\x1B[${column + 1}G`;
		}

		bytes += changeStyle(style, cell.style);
		if (cell.doubt === 'doubtful' && cell.width > 1) {
			// A terminal that draws it narrower must not show what stood there before.
			bytes += `${' '.repeat(cell.width)}\x1B[${column + 1}G`;
		}

		bytes += cell.text;
		({style, doubt} = cell);
		column += cell.width;
	}

	return {bytes: bytes + changeStyle(style, plainStyle), isEndCertain: doubt === 'none'};
};
