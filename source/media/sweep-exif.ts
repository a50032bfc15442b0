/**
 * Finds Exif data and places in words wherever they stand in a file: in the items of AVIF and HEIC pictures, in pictures
 * that stand behind the first one. All is changed in place, so that nothing moves.
 */
import type {ByteSource, Edit} from './byte-source.ts';
import {emptyGpsIfd} from './gps-ifd.ts';

const prefix = Buffer.from('Exif\0\0', 'latin1');
/** An Exif block is at most as long as a JPEG's segment; cameras keep to that in other formats too. */
const exifBytesMax = 65_536;
const blockBytes = 4_194_304;
/** XMP tells the place as attributes or as elements; the digits in them become zeros. */
const wordsPattern = /exif:GPS\w{1,32}(?:\s*=\s*"[^"<]{0,200}"|>[^<]{0,200}<)/g;
const wordsBytesMax = 256;

type Found = {readonly start: number; readonly bytes: Buffer};

const exifAt = (source: ByteSource, start: number): Found[] => {
	const length = Math.min(prefix.length + exifBytesMax, source.sizeBytes - start);
	const bytes = emptyGpsIfd(source.read(start, length));
	return bytes === undefined ? [] : [{start, bytes}];
};

const exifIn = (source: ByteSource, block: Buffer, at: number): Found[] => {
	const found: Found[] = [];
	for (let hit = block.indexOf(prefix); hit !== -1; hit = block.indexOf(prefix, hit + 1)) {
		found.push(...exifAt(source, at + hit));
	}

	return found;
};

const wordsIn = (block: Buffer, at: number): Found[] =>
	block.includes('exif:GPS')
		? [...block.toString('latin1').matchAll(wordsPattern)].map(({0: words, index}) => ({
				start: at + index,
				bytes: Buffer.from(words.replace(/(?<=[=>].*)\d/gs, '0'), 'latin1'),
			}))
		: [];

/** The changes in order, those within `done` left out. */
export const sweepExif = (source: ByteSource, done: readonly Edit[] = []): readonly Edit[] => {
	const found = new Map<number, Found>();
	for (let at = 0; at < source.sizeBytes; at += blockBytes) {
		// A little of the next block, for what stands across the border.
		const length = Math.min(blockBytes + wordsBytesMax, source.sizeBytes - at);
		const block = source.read(at, length);
		for (const one of [...exifIn(source, block, at), ...wordsIn(block, at)]) {
			found.set(one.start, one);
		}
	}

	let end = 0;
	return [...found.values()]
		.sort((one, other) => one.start - other.start)
		.flatMap(({start, bytes}) => {
			const edit = {start, end: start + bytes.length, bytes};
			const isInside = done.some(other => start < other.end && edit.end > other.start);
			const isNew = start >= end && !isInside && !source.read(start, bytes.length).equals(bytes);
			end = isNew ? edit.end : end;
			return isNew ? [edit] : [];
		});
};
