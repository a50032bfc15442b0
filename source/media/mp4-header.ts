/** Reads from an MP4 or QuickTime file how large its video is to be shown, and how long it is. */
import {type ByteSource, withByteSource} from './byte-source.ts';
import type {Box} from './media-jobs.ts';

/** What the file does not tell is `undefined`. */
export type Mp4Header = {
	/** In pixels, turned as the file asks. */
	readonly size: Box | undefined;
	readonly durationMs: number | undefined;
};

/** A file has few boxes beside those of its samples; a fragmented one has many. */
const boxesMax = 10_000;

type Part = {readonly start: number; readonly end: number};

/** The boxes of this type that are directly in a part of the file. */
const findBoxes = (source: ByteSource, type: string, {start, end}: Part): readonly Part[] => {
	const found: Part[] = [];
	let position = start;
	for (let count = 0; count < boxesMax && position + 16 <= end; count++) {
		const head = source.read(position, 16);
		const shortLength = head.readUInt32BE();
		const isLong = shortLength === 1;
		const length = isLong ? Number(head.readBigUInt64BE(8)) : shortLength;
		const headBytes = isLong ? 16 : 8;
		// A box of length 0 goes to the end.
		const boxEnd = length === 0 ? end : position + length;
		if (boxEnd < position + headBytes || boxEnd > end) {
			break;
		}

		if (head.toString('latin1', 4, 8) === type) {
			found.push({start: position + headBytes, end: boxEnd});
		}

		position = boxEnd;
	}

	return found;
};

/** The fields of a header, whose version says where they are; `undefined` when they do not fit. */
const readFields = (
	source: ByteSource,
	{start, end}: Part,
	{places, length}: {places: readonly number[]; length: number},
): {fields: Buffer; version: number} | undefined => {
	const version = start < end ? (source.read(start, 1)[0] ?? 0) : 0;
	const place = places[version];
	return place === undefined || start + place + length > end
		? undefined
		: {fields: source.read(start + place, length), version};
};

/** Width and height behind the matrix, swapped where that turns the picture by a quarter. */
const readTrackSize = (source: ByteSource, header: Part): Box | undefined => {
	const matrix = readFields(source, header, {places: [40, 52], length: 44})?.fields;
	if (matrix === undefined) {
		return undefined;
	}

	const isTurned = matrix.readInt32BE(0) === 0 && matrix.readInt32BE(4) !== 0;
	const [width, height] = [matrix.readUInt16BE(36), matrix.readUInt16BE(40)];
	return isTurned ? {width: height, height: width} : {width, height};
};

const readDurationMs = (source: ByteSource, header: Part): number | undefined => {
	const read = readFields(source, header, {places: [12, 20], length: 12});
	if (read === undefined) {
		return undefined;
	}

	const {fields, version} = read;
	const duration = version === 0 ? fields.readUInt32BE(4) : Number(fields.readBigUInt64BE(4));
	// All ones stand for a duration that nobody knows; no video takes a year.
	const durationMs = Math.round((duration * 1_000) / fields.readUInt32BE(0));
	return durationMs > 0 && duration !== 0xff_ff_ff_ff && durationMs < 31_536_000_000
		? durationMs
		: undefined;
};

/** @throws {Error} when the file cannot be read */
export const readMp4Header = (path: string): Mp4Header =>
	withByteSource(path, source => {
		const movies = findBoxes(source, 'moov', {start: 0, end: source.sizeBytes});
		return {
			size: movies
				.flatMap(movie => findBoxes(source, 'trak', movie))
				.flatMap(track => findBoxes(source, 'tkhd', track))
				.map(header => readTrackSize(source, header))
				.find(size => size !== undefined && size.width > 0 && size.height > 0),
			durationMs: movies
				.flatMap(movie => findBoxes(source, 'mvhd', movie))
				.map(header => readDurationMs(source, header))
				.find(durationMs => durationMs !== undefined),
		};
	});
