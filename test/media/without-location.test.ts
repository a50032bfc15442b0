/** Copies of pictures without the place, and with all else. */
import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import sharp from 'sharp';
import {expect, test} from 'vitest';
import {emptyGpsIfd} from '../../source/media/gps-ifd.ts';
import {fileOf, noisyPicture, plainPicture, pngChunk, testReader, wavFile} from './media-files.ts';

const formats = ['jpeg', 'png', 'webp'] as const;
type Format = (typeof formats)[number];

const place = {
	GPSLatitudeRef: 'N',
	GPSLatitude: '51/1 30/1 3230/100',
	GPSMapDatum: 'SECRET-PLACE',
};

/** On its side, with its maker's name, and with the place unless told otherwise. */
const photo = (format: Format, {isPlaced = true, xmp = ''} = {}): Promise<Buffer> => {
	const picture = noisyPicture(64, 40)
		.withMetadata({orientation: 6})
		.withExifMerge({IFD0: {Copyright: 'The maker'}, ...(isPlaced ? {IFD3: place} : {})});
	return (xmp === '' ? picture : picture.withXmp(xmp)).toFormat(format).toBuffer();
};

const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>51.5</place></x:xmpmeta>';

/** Asks for a copy, and returns it. */
const copyOf = async (bytes: Uint8Array): Promise<Buffer | undefined> => {
	const path = fileOf('photo', bytes);
	const target = `${path}.copy`;
	const isCopied = await testReader().withoutLocation(path, target);
	expect(existsSync(target)).toBe(isCopied);
	expect(readFileSync(path).equals(bytes)).toBe(true);
	return isCopied ? readFileSync(target) : undefined;
};

test.each(formats)('the place is gone from %s, and nothing else', async format => {
	const before = await photo(format);
	const after = (await copyOf(before)) ?? Buffer.alloc(0);
	expect(before.includes('SECRET-PLACE')).toBe(true);
	expect(after).toHaveLength(before.length);
	expect(after.includes('SECRET-PLACE')).toBe(false);
	expect(after.includes('The maker')).toBe(true);
	const [metadata, metadataBefore] = await Promise.all([
		sharp(after).metadata(),
		sharp(before).metadata(),
	]);
	expect(metadata.orientation).toBe(6);
	expect(emptyGpsIfd(metadataBefore.exif ?? Buffer.alloc(0))).toBeDefined();
	expect(emptyGpsIfd(metadata.exif ?? Buffer.alloc(0))).toBeUndefined();
	const [pixels, pixelsBefore] = await Promise.all([
		sharp(after).raw().toBuffer(),
		sharp(before).raw().toBuffer(),
	]);
	expect(pixels.equals(pixelsBefore)).toBe(true);
	// Nothing is left for a second time.
	expect(await copyOf(after)).toBeUndefined();
});

test.each(formats)('XMP is gone from %s', async format => {
	const before = await photo(format, {xmp});
	const after = (await copyOf(before)) ?? Buffer.alloc(0);
	const [metadata, metadataBefore] = await Promise.all([
		sharp(after, {failOn: 'warning'}).metadata(),
		sharp(before).metadata(),
	]);
	expect(metadataBefore.xmp).toBeDefined();
	expect(metadata.xmp).toBeUndefined();
	expect(metadata.orientation).toBe(6);
	const [pixels, pixelsBefore] = await Promise.all([
		sharp(after, {failOn: 'warning'}).raw().toBuffer(),
		sharp(before).raw().toBuffer(),
	]);
	expect(pixels.equals(pixelsBefore)).toBe(true);
	expect(await copyOf(after)).toBeUndefined();
});

test('a WebP file without XMP says how long it is, and that it has none', async () => {
	const after = (await copyOf(await photo('webp', {xmp}))) ?? Buffer.alloc(0);
	expect(after.readUInt32LE(4)).toBe(after.length - 8);
	expect(after.toString('latin1', 12, 16)).toBe('VP8X');
	expect((after[20] ?? 0) & 0x04).toBe(0);
	expect((after[20] ?? 0) & 0x08).toBe(0x08);
});

test('texts of a PNG file that hold Exif go, and others stay', async () => {
	const picture = await plainPicture(4, 4).png().toBuffer();
	const [start, end] = [picture.subarray(0, 33), picture.subarray(33)];
	const hidden = pngChunk('tEXt', Buffer.from('Raw profile type exif\0 SECRET-PLACE'));
	const other = pngChunk('tEXt', Buffer.from('Title\0My holidays'));
	const after = await copyOf(Buffer.concat([start, hidden, other, end]));
	expect(after?.equals(Buffer.concat([start, other, end]))).toBe(true);
});

test.each(formats)('%s without a place is not copied', async format => {
	expect(await copyOf(await photo(format, {isPlaced: false}))).toBeUndefined();
});

test('other files are not copied', async () => {
	expect(await copyOf(wavFile([0, 1]))).toBeUndefined();
	expect(await copyOf(Buffer.from('GPS: 51.5, 0.1'))).toBeUndefined();
	expect(await copyOf(Buffer.alloc(0))).toBeUndefined();
});

test('only this user may read the copy', async () => {
	const path = fileOf('photo.jpg', await photo('jpeg'));
	const target = `${path}.copy`;
	expect(await testReader().withoutLocation(path, target)).toBe(true);
	expect(statSync(target).mode & 0o777).toBe(0o600);
});

test('a target that exists stays as it is', async () => {
	const path = fileOf('photo.jpg', await photo('jpeg'));
	const target = join(dirname(path), 'target');
	writeFileSync(target, 'mine');
	await expect(testReader().withoutLocation(path, target)).rejects.toMatchObject({
		cause: {code: 'EEXIST'},
	});
	expect(readFileSync(target, 'utf8')).toBe('mine');
});

test.each(formats)('half of the head of %s is refused, and nothing is left', async format => {
	const bytes = await photo(format);
	const path = fileOf('photo', bytes.subarray(0, bytes.indexOf('SECRET-PLACE')));
	const reading = testReader().withoutLocation(path, `${path}.copy`);
	await expect(reading).rejects.toThrow('Cannot take the location out of');
	expect(readdirSync(dirname(path))).toEqual(['photo']);
});

test('a file that does not exist is refused', async () => {
	const path = fileOf('photo', '');
	await expect(testReader().withoutLocation(`${path}.not`, `${path}.copy`)).rejects.toMatchObject({
		cause: expect.any(Error),
	});
});

test('a large file is copied whole', async () => {
	const bytes = await photo('jpeg');
	const tail = Buffer.alloc(20_000_000, 'tail');
	const after = (await copyOf(Buffer.concat([bytes, tail]))) ?? Buffer.alloc(0);
	expect(after.subarray(bytes.length).equals(tail)).toBe(true);
	expect(after.includes('SECRET-PLACE')).toBe(false);
});

test.each(formats)(
	'a %s that was cut short goes as it is where it tells no place',
	async format => {
		const plain = await noisyPicture(64, 40).toFormat(format).toBuffer();
		expect(await copyOf(plain.subarray(0, 24))).toBeUndefined();
		const placed = await photo(format);
		const cut = placed.indexOf('SECRET-PLACE');
		const path = fileOf('photo', placed.subarray(0, cut + 4));
		const reading = testReader().withoutLocation(path, `${path}.copy`);
		await expect(reading).rejects.toThrow('Cannot take the location out of');
	},
);

const withoutPlace = async (before: Buffer): Promise<Buffer> => {
	expect(before.includes('SECRET-PLACE')).toBe(true);
	const after = (await copyOf(before)) ?? Buffer.alloc(0);
	expect(after.includes('SECRET-PLACE')).toBe(false);
	expect(after).toHaveLength(before.length);
	return after;
};

test('the place is gone from AVIF pictures, and from what stands behind a JPEG', async () => {
	const avif = await noisyPicture(64, 40).withExif({IFD3: place}).avif().toBuffer();
	const two = Buffer.concat([await photo('jpeg'), await photo('jpeg')]);
	const pixels = (bytes: Buffer) => sharp(bytes).raw().toBuffer();
	for (const before of [avif, two]) {
		const after = await withoutPlace(before);
		expect((await pixels(after)).equals(await pixels(before))).toBe(true);
	}

	expect(two.toString('latin1').split('The maker')).toHaveLength(3);
});

test('the place is gone from what is TIFF from its first byte on', async () => {
	const {exif = Buffer.alloc(0)} = await sharp(await photo('jpeg')).metadata();
	const tiff = exif.subarray(exif.indexOf('II*') === -1 ? exif.indexOf('MM') : exif.indexOf('II*'));
	const after = await withoutPlace(Buffer.from(tiff));
	expect(after.includes('The maker')).toBe(true);
});
