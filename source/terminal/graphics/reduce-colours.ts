/** A picture in few colours: its own when they are few, else chosen ones that are dithered. */
import {type Colour, choosePalette} from './choose-palette.ts';
import type {Pixels} from './pixels.ts';

/** `indexes` tells each pixel's place in `palette`, or -1 for a pixel that is left out. */
export type ReducedPicture = {
	readonly palette: readonly Colour[];
	readonly indexes: Int16Array;
};

/** What is less opaque than this is not seen; the rest is drawn as if it were opaque. */
const opacityMin = 128;

/** Of a channel, where the nearest colour is looked up. */
const lookupBits = 6;

/** Each pixel as `0xrrggbb`, or -1 for one that is not seen. */
const readColours = ({width, height, data}: Pixels): Int32Array => {
	const colours = new Int32Array(width * height).fill(-1);
	for (let pixel = 0; pixel < colours.length; pixel++) {
		const at = pixel * 4;
		if ((data[at + 3] ?? 0) >= opacityMin) {
			colours[pixel] = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
		}
	}

	return colours;
};

/** Every colour of the picture, or `undefined` when there are more than `coloursMax`. */
const keepColours = (colours: Int32Array, coloursMax: number): ReducedPicture | undefined => {
	const known = new Map<number, number>([[-1, -1]]);
	const indexes = new Int16Array(colours.length);
	for (const [pixel, colour] of colours.entries()) {
		const index = known.get(colour) ?? known.size - 1;
		if (index >= coloursMax) {
			return undefined;
		}

		known.set(colour, index);
		indexes[pixel] = index;
	}

	const palette = [...known.keys()]
		.slice(1)
		.map((colour): Colour => [colour >> 16, (colour >> 8) & 255, colour & 255]);
	return {palette, indexes};
};

/** `channels` holds the palette's colours one after the other. */
const findNearest = (channels: Int32Array, red: number, green: number, blue: number): number => {
	let nearest = 0;
	let distanceMin = Number.POSITIVE_INFINITY;
	for (let at = 0; at < channels.length; at += 3) {
		const redOff = (channels[at] ?? 0) - red;
		const greenOff = (channels[at + 1] ?? 0) - green;
		const blueOff = (channels[at + 2] ?? 0) - blue;
		const distance = redOff * redOff + greenOff * greenOff + blueOff * blueOff;
		if (distance < distanceMin) {
			distanceMin = distance;
			nearest = at / 3;
		}
	}

	return nearest;
};

/** The nearest colour's index, looked for once for all colours that are nearly alike. */
const createLookup = (palette: readonly Colour[]) => {
	const channels = Int32Array.from(palette.flat());
	const found = new Int16Array(2 ** (3 * lookupBits)).fill(-1);
	const shift = 8 - lookupBits;
	return (red: number, green: number, blue: number): number => {
		const key =
			((((red >> shift) << lookupBits) | (green >> shift)) << lookupBits) | (blue >> shift);
		const known = found[key] ?? -1;
		if (known >= 0) {
			return known;
		}

		const index = findNearest(channels, red, green, blue);
		found[key] = index;
		return index;
	};
};

/** A channel's value with what its neighbours were off, in sixteenths. */
const correct = (value: number, error: number): number =>
	Math.max(0, Math.min(255, value + ((error + 8) >> 4)));

/** Floyd and Steinberg's: what a pixel's colour is off goes to the neighbours that come later. */
const dither = (
	colours: Int32Array,
	width: number,
	palette: readonly Colour[],
): ReducedPicture['indexes'] => {
	const lookUp = createLookup(palette);
	const indexes = new Int16Array(colours.length).fill(-1);
	// Sixteenths, three channels a pixel, with a pixel more at both ends.
	let here = new Int32Array((width + 2) * 3);
	let below = new Int32Array(here.length);
	const spread = (slot: number, error: number): void => {
		here[slot + 3] = (here[slot + 3] ?? 0) + error * 7;
		below[slot - 3] = (below[slot - 3] ?? 0) + error * 3;
		below[slot] = (below[slot] ?? 0) + error * 5;
		below[slot + 3] = (below[slot + 3] ?? 0) + error;
	};

	for (let start = 0; start < colours.length; start += width) {
		for (let x = 0; x < width; x++) {
			const colour = colours[start + x] ?? -1;
			if (colour < 0) {
				continue;
			}

			const slot = (x + 1) * 3;
			const red = correct(colour >> 16, here[slot] ?? 0);
			const green = correct((colour >> 8) & 255, here[slot + 1] ?? 0);
			const blue = correct(colour & 255, here[slot + 2] ?? 0);
			const index = lookUp(red, green, blue);
			indexes[start + x] = index;
			const [drawnRed, drawnGreen, drawnBlue] = palette[index] ?? [0, 0, 0];
			spread(slot, red - drawnRed);
			spread(slot + 1, green - drawnGreen);
			spread(slot + 2, blue - drawnBlue);
		}

		[here, below] = [below, here];
		below.fill(0);
	}

	return indexes;
};

/** The same picture always becomes the same; `coloursMax` is at most 32767. */
export const reduceColours = (pixels: Pixels, coloursMax: number): ReducedPicture => {
	const colours = readColours(pixels);
	const kept = keepColours(colours, coloursMax);
	if (kept !== undefined) {
		return kept;
	}

	const palette = choosePalette(colours, coloursMax);
	return {palette, indexes: dither(colours, pixels.width, palette)};
};
