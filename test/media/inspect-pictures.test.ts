/** What is told of pictures, and what of files that only pretend. */
import sharp from 'sharp';
import {expect, test} from 'vitest';
import {fileOf, noisyPicture, plainPicture, pngChunk, testReader} from './media-files.ts';

const pngStart = Buffer.from('89504e470d0a1a0a', 'hex');

const previewColours = (pixels: string): Set<string> =>
	new Set(Buffer.from(pixels, 'base64').toString('hex').match(/.{6}/g));

test.each([
	['png', 'image/png'],
	['jpeg', 'image/jpeg'],
	['webp', 'image/webp'],
	['gif', 'image/gif'],
	['avif', 'image/avif'],
	['tiff', 'image/tiff'],
] as const)('a picture in %s', async (format, type) => {
	const bytes = await plainPicture(300, 200).toFormat(format).toBuffer();
	const {preview, ...facts} = await testReader().inspect(fileOf('nameless', bytes));
	expect(facts).toEqual({kind: 'picture', type, width: 300, height: 200});
	expect(preview).toMatchObject({width: 48, height: 32});
	const pixels = Buffer.from(preview?.pixels ?? '', 'base64');
	expect(pixels).toHaveLength(48 * 32 * 3);
	expect(pixels[0]).toBeGreaterThan(240);
	expect(pixels[1]).toBeLessThan(15);
});

test.each([
	[1, 1, 1, 1],
	[20, 10, 20, 10],
	[1_000, 1_000, 39, 39],
	[5_000, 1, 1_536, 1],
	[3, 9_000, 1, 1_536],
])('the preview of %i x %i pixels has %i x %i', async (width, height, across, down) => {
	const path = fileOf('picture.png', await plainPicture(width, height).png().toBuffer());
	const {preview} = await testReader().inspect(path);
	expect(preview).toMatchObject({width: across, height: down});
	expect(previewColours(preview?.pixels ?? '')).toEqual(new Set(['ff0000']));
});

test('a picture on its side is told as it is looked at', async () => {
	const lying = plainPicture(60, 20).composite([
		{input: {create: {width: 30, height: 20, channels: 3, background: '#0000ff'}}, left: 0, top: 0},
	]);
	const bytes = await lying.withMetadata({orientation: 6}).png().toBuffer();
	const {preview, ...facts} = await testReader().inspect(fileOf('photo.png', bytes));
	expect(facts).toMatchObject({kind: 'picture', width: 20, height: 60});
	expect(preview).toMatchObject({width: 20, height: 60});
	// What was on the left is on top.
	const pixels = Buffer.from(preview?.pixels ?? '', 'base64');
	expect(pixels.toString('hex', 0, 3)).toBe('0000ff');
	expect(pixels.toString('hex', pixels.length - 3)).toBe('ff0000');
});

test('what is see-through is dark grey, and grey is red, green and blue', async () => {
	const clear = sharp({
		create: {width: 8, height: 8, channels: 4, background: {r: 255, g: 255, b: 255, alpha: 0}},
	});
	const grey = plainPicture(8, 8, '#808080').toColourspace('b-w');
	const reader = testReader();
	const [clearFacts, greyFacts] = await Promise.all([
		reader.inspect(fileOf('clear.png', await clear.png().toBuffer())),
		reader.inspect(fileOf('grey.png', await grey.png().toBuffer())),
	]);
	expect(previewColours(clearFacts.preview?.pixels ?? '')).toEqual(new Set(['202020']));
	expect(previewColours(greyFacts.preview?.pixels ?? '')).toEqual(new Set(['808080']));
});

test('a moving picture is told by its first frame', async () => {
	const colours = ['#00ff00', '#0000ff', '#ff0000'];
	const frames = await Promise.all(
		colours.map(colour => plainPicture(16, 8, colour).png().toBuffer()),
	);
	const bytes = await sharp(frames, {join: {animated: true}})
		.gif()
		.toBuffer();
	const {preview, ...facts} = await testReader().inspect(fileOf('moving.gif', bytes));
	expect(facts).toEqual({kind: 'picture', type: 'image/gif', width: 16, height: 8});
	expect(previewColours(preview?.pixels ?? '')).toEqual(new Set(['00ff00']));
});

test('a picture of 2,500 million pixels is a plain file', async () => {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(50_000, 0);
	header.writeUInt32BE(50_000, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const [head, data, end] = [
		pngChunk('IHDR', header),
		pngChunk('IDAT', Buffer.alloc(100)),
		pngChunk('IEND', Buffer.alloc(0)),
	];
	const path = fileOf('bomb.png', Buffer.concat([pngStart, head, data, end]));
	const reader = testReader();
	expect(await reader.inspect(path)).toEqual({kind: 'file', type: 'image/png'});
	expect(await reader.readPixels(path, {width: 10, height: 10})).toBeUndefined();
});

test.each(['png', 'jpeg', 'webp'] as const)(
	'half a picture in %s is a plain file',
	async format => {
		const bytes = await noisyPicture(200, 200).toFormat(format).toBuffer();
		const path = fileOf('half', bytes.subarray(0, bytes.length / 2));
		const reader = testReader();
		expect(await reader.inspect(path)).toEqual({kind: 'file', type: `image/${format}`});
		expect(await reader.readPixels(path, {width: 10, height: 10})).toBeUndefined();
	},
);

test('pixels fit into the box and keep their proportions', async () => {
	const bytes = await plainPicture(300, 200).jpeg().toBuffer();
	const reader = testReader();
	const pixels = await reader.readPixels(fileOf('photo.jpg', bytes), {width: 90, height: 90});
	expect(pixels).toMatchObject({width: 90, height: 60});
	expect(pixels?.data).toHaveLength(90 * 60 * 4);
	expect(pixels?.data.at(3)).toBe(255);
	expect(await reader.readPixels(bytes, {width: 1_000, height: 20})).toMatchObject({
		width: 30,
		height: 20,
	});
	expect(await reader.readPixels(bytes, {width: 900, height: 900})).toMatchObject({
		width: 300,
		height: 200,
	});
});

test('pixels keep how see-through they are, and are turned', async () => {
	const background = {r: 0, g: 0, b: 255, alpha: 0.5};
	const picture = sharp({create: {width: 2, height: 1, channels: 4, background}});
	const bytes = await picture.withMetadata({orientation: 6}).png().toBuffer();
	const pixels = await testReader().readPixels(bytes, {width: 10, height: 10});
	expect(pixels).toMatchObject({width: 1, height: 2});
	expect([...(pixels?.data ?? [])]).toEqual([0, 0, 255, 128, 0, 0, 255, 128]);
});

test('what is no picture has no pixels', async () => {
	const reader = testReader();
	const box = {width: 10, height: 10};
	const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
	expect(await reader.readPixels(drawing, box)).toBeUndefined();
	expect(await reader.readPixels(new Uint8Array(), box)).toBeUndefined();
	expect(await reader.readPixels(fileOf('text.png', 'Hello'), box)).toBeUndefined();
	expect(await reader.readPixels('/no/such/file.png', box)).toBeUndefined();
});
