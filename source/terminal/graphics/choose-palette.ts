/** The few colours that stand for all the colours of a picture. */

/** Red, green and blue, 0 to 255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Colours that are nearly alike count as one: so many bits of each channel tell them apart. */
const binBits = 5;

/** Colours that are nearly alike: how many pixels, and their mean. */
type Bin = {readonly count: number; readonly mean: Colour};

/** Bins that one colour would stand for. */
type Box = {
	readonly bins: readonly Bin[];
	readonly mean: Colour;
	/** The channel in which the bins differ most, and their squared distance from its mean. */
	readonly channel: 0 | 1 | 2;
	readonly distance: number;
};

/** `colours` holds each pixel as `0xrrggbb`, or -1 for one that is not seen. */
const collectBins = (colours: Int32Array): readonly Bin[] => {
	const counts = new Uint32Array(2 ** (3 * binBits));
	const reds = new Float64Array(counts.length);
	const greens = new Float64Array(counts.length);
	const blues = new Float64Array(counts.length);
	const shift = 8 - binBits;
	for (const colour of colours) {
		if (colour < 0) {
			continue;
		}

		const red = colour >> 16;
		const green = (colour >> 8) & 255;
		const blue = colour & 255;
		const bin = ((((red >> shift) << binBits) | (green >> shift)) << binBits) | (blue >> shift);
		counts[bin] = (counts[bin] ?? 0) + 1;
		reds[bin] = (reds[bin] ?? 0) + red;
		greens[bin] = (greens[bin] ?? 0) + green;
		blues[bin] = (blues[bin] ?? 0) + blue;
	}

	return Array.from(counts, (count, bin): Bin => {
		const meanOf = (sums: Float64Array) => (sums[bin] ?? 0) / Math.max(1, count);
		return {count, mean: [meanOf(reds), meanOf(greens), meanOf(blues)]};
	}).filter(({count}) => count > 0);
};

/** The mean of one channel over the bins, and their squared distance from it in all. */
const measureChannel = (bins: readonly Bin[], channel: 0 | 1 | 2) => {
	let count = 0;
	let sum = 0;
	for (const bin of bins) {
		count += bin.count;
		sum += bin.mean[channel] * bin.count;
	}

	const mean = sum / count;
	let distance = 0;
	for (const bin of bins) {
		distance += (bin.mean[channel] - mean) ** 2 * bin.count;
	}

	return {channel, mean, distance};
};

const toBox = (bins: readonly Bin[]): Box => {
	const red = measureChannel(bins, 0);
	const green = measureChannel(bins, 1);
	const blue = measureChannel(bins, 2);
	const widest = [green, blue].reduce(
		(wider, next) => (next.distance > wider.distance ? next : wider),
		red,
	);
	return {
		bins,
		mean: [red.mean, green.mean, blue.mean],
		channel: widest.channel,
		distance: widest.distance,
	};
};

/** Cut at the mean of its widest channel; a box of one colour cannot be. */
const cut = ({bins, mean, channel}: Box): readonly Box[] => {
	const isLower = (bin: Bin) => bin.mean[channel] < mean[channel];
	const parts = [bins.filter(isLower), bins.filter(bin => !isLower(bin))];
	return parts.filter(part => part.length > 0).map(toBox);
};

/**
 * At most `coloursMax` colours, chosen by cutting the box whose colours differ most until there are
 * enough. `colours` holds each pixel as `0xrrggbb`, or -1 for one that is not seen.
 */
export const choosePalette = (colours: Int32Array, coloursMax: number): readonly Colour[] => {
	const bins = collectBins(colours);
	const boxes = bins.length === 0 ? [] : [toBox(bins)];
	while (boxes.length > 0 && boxes.length < coloursMax) {
		let widest = 0;
		for (const [index, box] of boxes.entries()) {
			if (box.distance > (boxes[widest]?.distance ?? 0)) {
				widest = index;
			}
		}

		const box = boxes[widest];
		const parts = box === undefined ? [] : cut(box);
		if (parts.length < 2) {
			break;
		}

		boxes.splice(widest, 1, ...parts);
	}

	return boxes.map(({mean: [red, green, blue]}) => [
		Math.round(red),
		Math.round(green),
		Math.round(blue),
	]);
};
