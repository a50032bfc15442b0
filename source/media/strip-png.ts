/** Finds where a PNG file tells the place it was taken at. */
import {crc32} from 'node:zlib';
import type {ByteSource, Edit} from './byte-source.ts';
import {emptyGpsIfd} from './gps-ifd.ts';

/** Length and type before the data, and the checksum after it. */
const headBytes = 8;
const checksumBytes = 4;
/** A keyword has up to 79 bytes and ends with a zero. */
const keywordBytesMax = 80;

const textTypes = new Set(['tEXt', 'zTXt', 'iTXt']);
/** Exif and XMP, as programs put them into texts; for ImageMagick, APP1 is either. */
const tellingKeywords = new Set([
	'Raw profile type exif',
	'Raw profile type APP1',
	'Raw profile type xmp',
	'XML:com.adobe.xmp',
]);

type Chunk = {readonly type: string; readonly start: number; readonly length: number};

const endOf = ({start, length}: Chunk): number => start + headBytes + length + checksumBytes;

/** The chunks up to the last one. @throws {Error} when one has no end */
function* chunksOf(source: ByteSource): Generator<Chunk> {
	for (let start = 8; start < source.sizeBytes; ) {
		const head = source.read(start, headBytes);
		const chunk = {type: head.toString('latin1', 4), start, length: head.readUInt32BE()};
		if (endOf(chunk) > source.sizeBytes) {
			throw new Error('The PNG file ends in the middle of a chunk.');
		}

		yield chunk;
		if (chunk.type === 'IEND') {
			return;
		}

		start = endOf(chunk);
	}
}

const editExif = (source: ByteSource, chunk: Chunk): Edit | undefined => {
	const start = chunk.start + headBytes;
	const data = emptyGpsIfd(source.read(start, chunk.length));
	if (data === undefined) {
		return undefined;
	}

	const checksum = Buffer.alloc(checksumBytes);
	checksum.writeUInt32BE(crc32(data, crc32(chunk.type)));
	return {start, end: endOf(chunk), bytes: Buffer.concat([data, checksum])};
};

const editText = (source: ByteSource, chunk: Chunk): Edit | undefined => {
	const data = source.read(chunk.start + headBytes, Math.min(chunk.length, keywordBytesMax));
	const [keyword = ''] = data.toString('latin1').split('\0');
	return tellingKeywords.has(keyword)
		? {start: chunk.start, end: endOf(chunk), bytes: Buffer.alloc(0)}
		: undefined;
};

/** The changes that take the place away, in order. @throws {Error} when the chunks are broken */
export const pngEdits = (source: ByteSource): readonly Edit[] => {
	const edits: Edit[] = [];
	for (const chunk of chunksOf(source)) {
		const edit =
			chunk.type === 'eXIf'
				? editExif(source, chunk)
				: textTypes.has(chunk.type)
					? editText(source, chunk)
					: undefined;
		edits.push(...(edit === undefined ? [] : [edit]));
	}

	return edits;
};
