/** A picture in cells: each shows two pixels, one above the other, by an upper half block. */
import type {Pixels} from '../../terminal/graphics/pixels.ts';

/** Colours as `#rrggbb`. */
export type PictureCell = {readonly upper: string; readonly lower: string};

const toHex = (value: number): string => Math.round(value).toString(16).padStart(2, '0');

/** The mean colour of a part of the picture; what is see-through is dark. */
const meanColour = (
	{width, height, data}: Pixels,
	part: {left: number; top: number; across: number; down: number},
): string => {
	const right = Math.min(width, Math.max(part.left + 1, Math.ceil(part.left + part.across)));
	const bottom = Math.min(height, Math.max(part.top + 1, Math.ceil(part.top + part.down)));
	const sum = [0, 0, 0];
	let count = 0;
	for (let y = Math.floor(part.top); y < bottom; y++) {
		for (let x = Math.floor(part.left); x < right; x++) {
			const at = (y * width + x) * 4;
			const opacity = (data[at + 3] ?? 0) / 255;
			for (let channel = 0; channel < 3; channel++) {
				sum[channel] = (sum[channel] ?? 0) + (data[at + channel] ?? 0) * opacity;
			}

			count++;
		}
	}

	return `#${sum.map(value => toHex(value / Math.max(1, count))).join('')}`;
};

/** `rows` rows of `columns` cells; the picture fills them all. */
export const halfBlocks = (
	picture: Pixels,
	{columns, rows}: {columns: number; rows: number},
): readonly (readonly PictureCell[])[] => {
	const across = picture.width / columns;
	const down = picture.height / (rows * 2);
	const colourAt = (column: number, row: number) =>
		meanColour(picture, {left: column * across, top: row * down, across, down});
	return Array.from({length: rows}, (_, row) =>
		Array.from({length: columns}, (_cell, column) => ({
			upper: colourAt(column, row * 2),
			lower: colourAt(column, row * 2 + 1),
		})),
	);
};

/** Up to two capital letters that stand for a name. */
export const initialsOf = (name: string): string => {
	const segments = name.split(/[\s._-]+/u).filter(word => word !== '');
	return segments
		.slice(0, 2)
		.map(word => ([...word][0] ?? '').toLocaleUpperCase())
		.join('');
};
