/** Finds where a WebP file tells the place it was taken at. */
import type {ByteSource, Edit} from './byte-source.ts';
import {emptyGpsIfd} from './gps-ifd.ts';

/** Type and length before the data. */
const headBytes = 8;
/** `RIFF`, the length of all that follows, `WEBP`. */
const fileHeadBytes = 12;
/** The flag in the first chunk that says that there is XMP. */
const xmpFlag = 0x04;

type Chunk = {
	readonly type: string;
	readonly start: number;
	readonly dataEnd: number;
	/** Where the next one starts, at an even place. */
	readonly end: number;
};

/** @throws {Error} when a chunk does not fit */
function* chunksOf(source: ByteSource, fileEnd: number): Generator<Chunk> {
	for (let start = fileHeadBytes; start < fileEnd; ) {
		const head = source.read(start, headBytes);
		const length = head.readUInt32LE(4);
		const dataEnd = start + headBytes + length;
		if (dataEnd > fileEnd) {
			throw new Error('The WebP file ends in the middle of a chunk.');
		}

		const end = Math.min(dataEnd + (length % 2), fileEnd);
		yield {type: head.toString('latin1', 0, 4), start, dataEnd, end};
		start = end;
	}
}

const editExif = (source: ByteSource, {start, dataEnd}: Chunk): Edit | undefined => {
	const dataStart = start + headBytes;
	const bytes = emptyGpsIfd(source.read(dataStart, dataEnd - dataStart));
	return bytes && {start: dataStart, end: dataEnd, bytes};
};

/** The file says no more that it has XMP, and how much shorter it has become. */
const editHeads = (source: ByteSource, dropped: readonly Chunk[]): readonly Edit[] => {
	const droppedBytes = dropped.reduce((sum, {start, end}) => sum + end - start, 0);
	const length = Buffer.alloc(4);
	length.writeUInt32LE(source.read(4, 4).readUInt32LE() - droppedBytes);
	const edits = [{start: 4, end: 8, bytes: length}];
	const first = source.read(fileHeadBytes, headBytes + 1);
	if (first.toString('latin1', 0, 4) === 'VP8X') {
		const start = fileHeadBytes + headBytes;
		const flags = Buffer.of((first[headBytes] ?? 0) & ~xmpFlag);
		edits.push({start, end: start + 1, bytes: flags});
	}

	return edits;
};

/** The changes that take the place away, in order. @throws {Error} when the chunks are broken */
export const webpEdits = (source: ByteSource): readonly Edit[] => {
	const fileEnd = 8 + source.read(4, 4).readUInt32LE();
	if (fileEnd > source.sizeBytes) {
		throw new Error('The WebP file is shorter than it says.');
	}

	const edits: Edit[] = [];
	const dropped: Chunk[] = [];
	for (const chunk of chunksOf(source, fileEnd)) {
		const {type, start, end} = chunk;
		if (type === 'XMP ') {
			dropped.push(chunk);
			edits.push({start, end, bytes: Buffer.alloc(0)});
		} else if (type === 'EXIF') {
			const edit = editExif(source, chunk);
			edits.push(...(edit === undefined ? [] : [edit]));
		}
	}

	return dropped.length === 0 ? edits : [...editHeads(source, dropped), ...edits];
};
