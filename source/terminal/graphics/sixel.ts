/** Pictures as sixels: bands of six rows, in which every colour is drawn over the others. */
import type {Colour} from './choose-palette.ts';
import type {Pixels} from './pixels.ts';
import {reduceColours} from './reduce-colours.ts';

/** Most terminals have as many colour registers. */
const coloursMax = 256;
const bandHeight = 6;
/** A shorter run is no shorter when it is counted. */
const countedRunMin = 4;
/** The longest run that a VT340 counts. */
const countedRunMax = 32_767;

/** A terminal takes colours in percent. */
const defineColour = (colour: Colour, index: number): string =>
	`#${index};2;${colour.map(channel => Math.round((channel * 100) / 255)).join(';')}`;

const encodeRun = (sixel: number, length: number): string => {
	const character = String.fromCharCode(63 + sixel);
	return length < countedRunMin ? character.repeat(length) : `!${length}${character}`;
};

/** One colour's part of a band, a byte for each column; nothing is told of empty columns at the end. */
const encodeRuns = (sixels: Uint8Array): string => {
	let end = sixels.length;
	while (end > 0 && sixels[end - 1] === 0) {
		end--;
	}

	let text = '';
	let start = 0;
	for (let at = 1; at <= end; at++) {
		if (at === end || sixels[at] !== sixels[start] || at - start === countedRunMax) {
			text += encodeRun(sixels[start] ?? 0, at - start);
			start = at;
		}
	}

	return text;
};

/** `indexes` holds the pixels of the band: up to six rows of `width`. */
const encodeBand = (indexes: Int16Array, width: number): string => {
	const sixelsOf = new Map<number, Uint8Array>();
	for (let pixel = 0; pixel < indexes.length; pixel++) {
		const index = indexes[pixel] ?? -1;
		if (index < 0) {
			continue;
		}

		let sixels = sixelsOf.get(index);
		if (sixels === undefined) {
			sixels = new Uint8Array(width);
			sixelsOf.set(index, sixels);
		}

		const x = pixel % width;
		sixels[x] = (sixels[x] ?? 0) | (1 << ((pixel - x) / width));
	}

	return Array.from(sixelsOf, ([index, sixels]) => `#${index}${encodeRuns(sixels)}`).join('$');
};

/**
 * Draws the picture with its upper left corner at the cursor, a pixel for a pixel: it is scaled
 * before. What is see-through shows what was there. Where the cursor is afterwards differs between
 * terminals, and a picture that reaches below the screen scrolls it. Empty for an empty picture.
 */
export const sixelImage = (pixels: Pixels): string => {
	const {width, height} = pixels;
	if (width < 1 || height < 1) {
		return '';
	}

	const {palette, indexes} = reduceColours(pixels, coloursMax);
	const bands: string[] = [];
	for (let top = 0; top < height; top += bandHeight) {
		bands.push(encodeBand(indexes.subarray(top * width, (top + bandHeight) * width), width));
	}

	// The second 1 keeps what is under pixels that are left out; square pixels, then the size.
	const start = `\x1BP0;1;0q"1;1;${width};${height}`;
	return `${start}${palette.map(defineColour).join('')}${bands.join('-')}\x1B\\`;
};
