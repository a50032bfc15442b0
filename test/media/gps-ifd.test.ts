/** Exif data as no camera writes it. */
import {expect, test} from 'vitest';
import type {ByteSource} from '../../source/media/byte-source.ts';
import {emptyGpsIfd} from '../../source/media/gps-ifd.ts';
import {jpegEdits} from '../../source/media/strip-jpeg.ts';
import {pngEdits} from '../../source/media/strip-png.ts';
import {webpEdits} from '../../source/media/strip-webp.ts';
import {seededRandom} from '../helpers/seeded-random.ts';
import {noisyPicture} from './media-files.ts';

type Entry = {tag: number; type: number; count: number; value: number};

/** Directories at given places in data of `length` bytes, big-endian as Motorola has it. */
const tiff = (length: number, directories: Readonly<Record<number, readonly Entry[]>>): Buffer => {
	const bytes = Buffer.alloc(length, '.');
	bytes.write('MM', 0, 'latin1');
	bytes.writeUInt16BE(42, 2);
	bytes.writeUInt32BE(8, 4);
	for (const [place, entries] of Object.entries(directories)) {
		const start = Number(place);
		bytes.writeUInt16BE(entries.length, start);
		for (const [index, {tag, type, count, value}] of entries.entries()) {
			const at = start + 2 + index * 12;
			bytes.writeUInt16BE(tag, at);
			bytes.writeUInt16BE(type, at + 2);
			bytes.writeUInt32BE(count, at + 4);
			bytes.writeUInt32BE(value, at + 8);
		}

		bytes.writeUInt32BE(0, start + 2 + entries.length * 12);
	}

	return bytes;
};

const pointer = (value: number): Entry => ({tag: 0x88_25, type: 4, count: 1, value});

const sourceOf = (bytes: Buffer): ByteSource => ({
	sizeBytes: bytes.length,
	read: (start, length) => {
		if (start < 0 || length < 0 || start + length > bytes.length) {
			throw new Error('Outside.');
		}

		return bytes.subarray(start, start + length);
	},
});

test('the entries and what they point to become zeroes, and nothing else', () => {
	const before = tiff(100, {
		8: [pointer(40)],
		40: [
			{tag: 1, type: 2, count: 2, value: 0x4e_00_00_00},
			{tag: 2, type: 5, count: 2, value: 80},
		],
	});
	const expected = Buffer.from(before).fill(0, 40, 70).fill(0, 80, 96);
	expect(emptyGpsIfd(before)?.equals(expected)).toBe(true);
});

test('a value said to go on behind the data is emptied up to its end', () => {
	const before = tiff(100, {8: [pointer(40)], 40: [{tag: 2, type: 5, count: 2 ** 31, value: 80}]});
	expect(emptyGpsIfd(before)?.subarray(80)).toEqual(Buffer.alloc(20));
});

test('a directory with more entries than there is room is emptied all the same', () => {
	const before = tiff(100, {8: [pointer(40)]});
	before.writeUInt16BE(60_000, 40);
	const after = emptyGpsIfd(before);
	expect(after?.readUInt16BE(40)).toBe(0);
	expect(after?.subarray(42, 90).every(byte => byte === 0)).toBe(true);
});

test.each<[string, Buffer]>([
	['nothing', Buffer.alloc(0)],
	['no Exif', Buffer.from('Hello, this is not Exif.')],
	['a directory outside', tiff(100, {8: [pointer(5_000)]})],
	['an empty directory', tiff(100, {8: [pointer(40)], 40: []})],
	['a directory that leads back to itself', tiff(40, {8: [{...pointer(8), tag: 0x87_69}]})],
])('there is no place in %s', (_, bytes) => {
	expect(emptyGpsIfd(bytes)).toBeUndefined();
});

test('directories that follow each other in a circle come to an end', () => {
	const bytes = tiff(100, {8: [pointer(60)], 60: [{tag: 1, type: 1, count: 1, value: 7}]});
	bytes.writeUInt32BE(8, 22);
	expect(emptyGpsIfd(bytes)?.readUInt16BE(60)).toBe(0);
});

test('whatever is broken in a file, the search ends, and its changes are in order', async () => {
	const random = seededRandom(20_260);
	const exif = {IFD0: {Copyright: 'The maker'}, IFD3: {GPSMapDatum: 'SECRET-PLACE'}};
	const picture = noisyPicture(16, 16).withExif(exif);
	const samples = [
		{edits: jpegEdits, bytes: await picture.clone().jpeg().toBuffer()},
		{edits: pngEdits, bytes: await picture.clone().png().toBuffer()},
		{edits: webpEdits, bytes: await picture.clone().webp().toBuffer()},
	];
	const outcomes = new Set<string>();
	for (let round = 0; round < 3_000; round++) {
		const {edits: editsOf, bytes} = samples[round % samples.length] ?? {
			edits: jpegEdits,
			bytes: Buffer.alloc(0),
		};
		const broken = Buffer.from(bytes);
		for (let count = 0; count < 5; count++) {
			broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256);
		}

		try {
			let position = 0;
			for (const {start, end} of editsOf(sourceOf(broken))) {
				expect(start).toBeGreaterThanOrEqual(position);
				expect(end).toBeLessThanOrEqual(broken.length);
				position = end;
				outcomes.add('changed');
			}
		} catch (error) {
			outcomes.add((error as Error).constructor.name);
		}
	}

	// Refused with a plain error, never with one of a wrong index.
	expect([...outcomes].sort()).toEqual(['Error', 'changed']);
});
