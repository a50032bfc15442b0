/** Finds where a JPEG file tells the place it was taken at. */
import type {ByteSource, Edit} from './byte-source.ts';
import {emptyGpsIfd} from './gps-ifd.ts';

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const app1 = 0xe1;
/** All of a camera's segments before the pixels are far fewer. */
const segmentsMax = 10_000;

/** Markers that nothing belongs to. */
const isAlone = (marker: number): boolean =>
	marker === 0x01 || (marker >= 0xd0 && marker <= startOfImage);

/** Exif loses its GPS entries; XMP, which tells them again in words, goes as a whole. */
const editOf = (source: ByteSource, segment: {start: number; end: number}): Edit | undefined => {
	const start = segment.start + 4;
	const data = source.read(start, segment.end - start);
	const name = data.toString('latin1', 0, 20);
	if (name.startsWith('http://ns.adobe.com/')) {
		return {...segment, bytes: Buffer.alloc(0)};
	}

	const bytes = name.startsWith('Exif\0') ? emptyGpsIfd(data) : undefined;
	return bytes && {start, end: segment.end, bytes};
};

/** The changes that take the place away, in order. @throws {Error} when the segments are broken */
export const jpegEdits = (source: ByteSource): readonly Edit[] => {
	const edits: Edit[] = [];
	let start = 2;
	for (let count = 0; count < segmentsMax; count++) {
		const [filler, marker = 0] = source.read(start, 2);
		if (filler !== 0xff) {
			throw new Error('A segment of the JPEG file does not begin where it should.');
		}

		if (marker === startOfScan || marker === endOfImage) {
			return edits;
		}

		if (marker === 0xff) {
			start += 1;
		} else if (isAlone(marker)) {
			start += 2;
		} else {
			const end = start + 2 + source.read(start + 2, 2).readUInt16BE();
			if (end < start + 4 || end > source.sizeBytes) {
				throw new Error('A segment of the JPEG file has an impossible length.');
			}

			const edit = marker === app1 ? editOf(source, {start, end}) : undefined;
			edits.push(...(edit === undefined ? [] : [edit]));
			start = end;
		}
	}

	throw new Error('The JPEG file has too many segments.');
};
