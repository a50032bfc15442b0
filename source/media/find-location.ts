/** Finds what in a picture's file tells where it was taken. */
import {type ByteSource, type Edit, withByteSource} from './byte-source.ts';
import {emptyGpsIfd} from './gps-ifd.ts';
import {jpegEdits} from './strip-jpeg.ts';
import {pngEdits} from './strip-png.ts';
import {webpEdits} from './strip-webp.ts';
import {sweepExif} from './sweep-exif.ts';

/** Of JPEG files, what is said at their beginning; further pictures may stand behind the first. */
const allJpegEdits = (source: ByteSource): readonly Edit[] => {
	const edits = jpegEdits(source);
	return [...edits, ...sweepExif(source, edits)].sort((one, other) => one.start - other.start);
};

/** A TIFF file is Exif data from its first byte on; of a longer one only the beginning can hold it. */
const tiffEdits = (source: ByteSource): readonly Edit[] => {
	const length = Math.min(source.sizeBytes, tiffBytesMax);
	const bytes = emptyGpsIfd(source.read(0, length));
	return bytes === undefined ? [] : [{start: 0, end: length, bytes}];
};

const tiffBytesMax = 16_000_000;

const formats = [
	{pattern: /^\xff\xd8\xff/, editsOf: allJpegEdits},
	{pattern: /^.{4}ftyp(?:avi|hei|hev|mif1|msf1)/s, editsOf: sweepExif},
	{pattern: /^(?:II\*\0|MM\0\*)/, editsOf: tiffEdits},
	{pattern: /^\x89PNG\r\n\x1a\n/, editsOf: pngEdits},
	{pattern: /^RIFF.{4}WEBP/s, editsOf: webpEdits},
];

/** What every description of a place stands behind in these formats. */
const marks = ['Exif\0\0', 'eXIf', 'EXIF', 'XMP ', 'http://ns.adobe.com/xap', 'Raw profile type'];
const blockBytes = 1_048_576;
const overlapBytes = 32;

const holdsMetadata = ({sizeBytes, read}: ByteSource): boolean => {
	for (let at = 0; at < sizeBytes; at += blockBytes) {
		const length = Math.min(blockBytes + overlapBytes, sizeBytes - at);
		const block = read(at, length);
		if (marks.some(mark => block.includes(mark, 0, 'latin1'))) {
			return true;
		}
	}

	return false;
};

/**
 * The changes that take it away, in order; none when there is nothing, or the file is no JPEG, PNG,
 * WebP, AVIF, HEIC or TIFF. @throws {Error} when the file is broken and may tell a place, or cannot be read
 */
export const findLocation = (path: string): readonly Edit[] =>
	withByteSource(path, source => {
		const start = source.read(0, Math.min(source.sizeBytes, 12)).toString('latin1');
		const format = formats.find(({pattern}) => pattern.test(start));
		try {
			return format?.editsOf(source) ?? [];
		} catch (error) {
			if (holdsMetadata(source)) {
				throw error;
			}

			// A broken picture that tells of no place at all goes as it is.
			return [];
		}
	});
