/** Pictures from strangers: drawn when they are small and whole, else not at all. */
import jpeg from 'jpeg-js';
import {PNG} from 'pngjs';
import {expect, test} from 'vitest';
import {decodePicture} from '../../../source/ui/details/decode-picture.ts';
import {halfBlocks, initialsOf} from '../../../source/ui/details/half-blocks.ts';

/** Red above blue. */
const data = Buffer.from(
	Array.from({length: 16 * 16}, (_, index) =>
		index < 128 ? [255, 0, 0, 255] : [0, 0, 255, 255],
	).flat(),
);
const png = () => {
	const image = new PNG({width: 16, height: 16});
	data.copy(image.data);
	return PNG.sync.write(image);
};

test('draws a PNG two pixels a cell', () => {
	const pixels = decodePicture(png());
	expect(pixels && halfBlocks(pixels, {columns: 2, rows: 1})).toEqual([
		[
			{upper: '#ff0000', lower: '#0000ff'},
			{upper: '#ff0000', lower: '#0000ff'},
		],
	]);
});

test('draws a JPEG', () => {
	const bytes = jpeg.encode({width: 16, height: 16, data}, 90).data;
	expect(decodePicture(bytes)).toMatchObject({width: 16, height: 16});
});

test('refuses what is damaged, huge by its header, or no picture', () => {
	const huge = png();
	huge.writeUInt32BE(60_000, 16);
	const cut = png().subarray(0, 60);
	const bytes = jpeg.encode({width: 16, height: 16, data}, 90).data;
	for (const wrong of [huge, cut, Buffer.from('GIF89a'), Buffer.alloc(0), bytes.subarray(0, 30)]) {
		expect(decodePicture(wrong)).toBeUndefined();
	}
});

test.each([
	['ada lovelace', 'AL'],
	['bob', 'B'],
	['李雷', '李'],
	['', ''],
])('abbreviates %s to %s', (name, initials) => {
	expect(initialsOf(name)).toBe(initials);
});
