/** A picture is shown as large as it may be, in its own proportions. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fitPicture} from '../../../source/terminal/graphics/fit-picture.ts';

test.each([
	['fills the width', [1_600, 800], [80, 24], [80, 20]],
	['fills the height', [800, 1_600], [80, 24], [24, 24]],
	['fills both', [640, 384], [80, 24], [80, 24]],
	['stays at its own size', [80, 32], [80, 24], [10, 2]],
	['is rounded up to cells', [81, 33], [80, 24], [11, 3]],
	['takes a cell at least', [1, 1], [80, 24], [1, 1]],
	['takes a row when very wide', [10_000, 1], [80, 24], [80, 1]],
	['takes a column when very high', [1, 10_000], [80, 24], [1, 24]],
	['takes a cell where nothing fits', [100, 100], [0, 0], [1, 1]],
	['takes a cell when it is empty', [0, 0], [80, 24], [1, 1]],
] as const)('%s', (_name, [width, height], [boxColumns, boxRows], [columns, rows]) => {
	expect(fitPicture({width, height}, {columns: boxColumns, rows: boxRows})).toEqual({
		columns,
		rows,
	});
});

test('minds the size of a cell', () => {
	const box = {columns: 80, rows: 24};
	expect(fitPicture({width: 100, height: 100}, box, {width: 10, height: 20})).toEqual({
		columns: 10,
		rows: 5,
	});
});

const side = (max: number) => fc.integer({min: 1, max});
const anyCase = fc.record({
	picture: fc.record({width: side(5_000), height: side(5_000)}),
	box: fc.record({columns: side(300), rows: side(100)}),
	cell: fc.record({width: side(30), height: side(60)}),
});

test('is as large as the box and the picture allow', () => {
	fc.assert(
		fc.property(anyCase, ({picture, box, cell}) => {
			const {columns, rows} = fitPicture(picture, box, cell);
			const own = {
				columns: Math.ceil(picture.width / cell.width),
				rows: Math.ceil(picture.height / cell.height),
			};
			for (const value of [columns, rows]) {
				expect(Number.isInteger(value) && value >= 1).toBe(true);
			}

			expect(columns).toBeLessThanOrEqual(Math.min(box.columns, own.columns));
			expect(rows).toBeLessThanOrEqual(Math.min(box.rows, own.rows));
			const isOwnSize = columns === own.columns && rows === own.rows;
			expect(isOwnSize || columns === box.columns || rows === box.rows).toBe(true);
		}),
	);
});

test('keeps the proportions to less than a cell', () => {
	fc.assert(
		fc.property(anyCase, ({picture, box, cell}) => {
			const {columns, rows} = fitPicture(picture, box, cell);
			// What the other side would be exactly, by the one and by the other.
			const rowsFor = (columns * cell.width * picture.height) / picture.width / cell.height;
			const columnsFor = (rows * cell.height * picture.width) / picture.height / cell.width;
			expect(Math.abs(rowsFor - rows) < 1 || Math.abs(columnsFor - columns) < 1).toBe(true);
		}),
	);
});
