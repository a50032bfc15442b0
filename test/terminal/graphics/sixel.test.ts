/** Sixels show the picture that they were made of. */
import {expect, test} from 'vitest';
import type {Pixels} from '../../../source/terminal/graphics/pixels.ts';
import {sixelImage} from '../../../source/terminal/graphics/sixel.ts';
import {decodeSixel} from '../../helpers/decode-sixel.ts';
import {seededRandom} from '../../helpers/seeded-random.ts';

type Colour = readonly [red: number, green: number, blue: number, opacity: number];

const paint = (
	width: number,
	height: number,
	colourAt: (x: number, y: number) => Colour,
): Pixels => {
	const data = new Uint8Array(width * height * 4);
	for (let pixel = 0; pixel < width * height; pixel++) {
		data.set(colourAt(pixel % width, Math.floor(pixel / width)), pixel * 4);
	}

	return {width, height, data};
};

/** Smooth in every channel, with far more colours than a terminal has. */
const sunset = (width: number, height: number): Pixels =>
	paint(width, height, (x, y) => [
		Math.round((x / width) * 255),
		Math.round((y / height) * 255),
		Math.round(((x + y) / (width + height)) * 255),
		255,
	]);

const noise = (width: number, height: number): Pixels => {
	const random = seededRandom(7);
	const channel = () => Math.floor(random() * 256);
	return paint(width, height, () => [channel(), channel(), channel(), 255]);
};

/** The largest difference of any channel between blocks of `side` × `side` pixels, by their means. */
const worstDifference = (one: Pixels, other: Pixels, side: number): number => {
	let worst = 0;
	for (let top = 0; top + side <= one.height; top += side) {
		for (let left = 0; left + side <= one.width; left += side) {
			for (let channel = 0; channel < 4; channel++) {
				let sum = 0;
				for (let pixel = 0; pixel < side * side; pixel++) {
					const y = top + Math.floor(pixel / side);
					const at = (y * one.width + left + (pixel % side)) * 4 + channel;
					sum += (one.data[at] ?? 0) - (other.data[at] ?? 0);
				}

				worst = Math.max(worst, Math.abs(sum / side ** 2));
			}
		}
	}

	return worst;
};

test.each([
	[1, 1],
	[1, 7],
	[7, 1],
	[5, 6],
	[6, 5],
	[40, 13],
	[3, 12],
])('draws every pixel of %d × %d in its own colour', (width, height) => {
	const picture = paint(width, height, (x, y) => [(x % 7) * 37, (y * 91) % 256, 200, 255]);
	const drawn = decodeSixel(sixelImage(picture));
	expect(drawn).toMatchObject({width, height});
	// Colours go to the terminal in percent.
	expect(worstDifference(picture, drawn, 1)).toBeLessThanOrEqual(2);
});

test('leaves out what is see-through', () => {
	const picture = paint(9, 8, (x, y) => [250, 100, 0, (x + y) % 2 === 0 ? 255 : 40]);
	const {data} = decodeSixel(sixelImage(picture));
	for (let pixel = 0; pixel < 72; pixel++) {
		const isSeen = ((pixel % 9) + Math.floor(pixel / 9)) % 2 === 0;
		expect(data[pixel * 4 + 3]).toBe(isSeen ? 255 : 0);
	}
});

test('keeps the size of a picture of which nothing is seen', () => {
	const drawn = decodeSixel(sixelImage(paint(10, 20, () => [255, 255, 255, 0])));
	expect(drawn).toMatchObject({width: 10, height: 20, registers: 0});
	expect(drawn.data.every(value => value === 0)).toBe(true);
});

test('draws nothing of an empty picture', () => {
	expect(sixelImage({width: 0, height: 5, data: new Uint8Array()})).toBe('');
	expect(sixelImage({width: 5, height: 0, data: new Uint8Array()})).toBe('');
});

test('leaves out pixels that are missing', () => {
	const drawn = decodeSixel(sixelImage({width: 2, height: 2, data: new Uint8Array(4).fill(255)}));
	expect([...drawn.data]).toEqual([255, 255, 255, 255, ...new Array(12).fill(0)]);
});

test('draws exactly 256 colours as they are, and 257 nearly so', () => {
	const exact = paint(256, 1, x => [x, 255 - x, x, 255]);
	const drawn = decodeSixel(sixelImage(exact));
	expect(drawn.registers).toBe(256);
	expect(worstDifference(exact, drawn, 1)).toBeLessThanOrEqual(2);

	const more = paint(257, 1, x => [x % 256, 255 - (x % 256), x > 255 ? 9 : x, 255]);
	const dithered = decodeSixel(sixelImage(more));
	expect(dithered.registers).toBeLessThanOrEqual(256);
	expect(worstDifference(more, dithered, 1)).toBeLessThan(16);
});

test('draws many colours by mixing 256', () => {
	const picture = sunset(160, 120);
	const drawn = decodeSixel(sixelImage(picture));
	expect(drawn.registers).toBeLessThanOrEqual(256);
	expect(worstDifference(picture, drawn, 8)).toBeLessThan(6);
	expect(worstDifference(picture, drawn, 1)).toBeLessThan(64);
});

test('draws noise without losing its mean', () => {
	const picture = noise(96, 96);
	const drawn = decodeSixel(sixelImage(picture));
	expect(worstDifference(picture, drawn, 96)).toBeLessThan(2);
});

test('draws a small thing on a large ground in its colour', () => {
	const ground = sunset(120, 90);
	const picture = paint(120, 90, (x, y) => {
		const at = (y * 120 + x) * 4;
		const [red = 0, green = 0] = ground.data.subarray(at, at + 2);
		return x < 8 && y < 8 ? [255, 0, 255, 255] : [red >> 1, green >> 1, 0, 255];
	});
	const drawn = decodeSixel(sixelImage(picture));
	expect([...drawn.data.subarray(0, 4)]).toEqual([255, 0, 255, 255]);
});

test('is short for a plain picture, and the same every time', () => {
	const plain = paint(800, 600, () => [10, 20, 30, 255]);
	expect(sixelImage(plain).length).toBeLessThan(2_000);
	expect(sixelImage(noise(64, 48))).toBe(sixelImage(noise(64, 48)));
});
