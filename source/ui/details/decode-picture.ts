/** Small pictures of people and groups, from bytes that strangers have chosen: PNG and JPEG. */
import jpeg from 'jpeg-js';
import {PNG} from 'pngjs';

/** Four bytes a pixel: red, green, blue, opacity. */
export type Pixels = {readonly width: number; readonly height: number; readonly data: Uint8Array};

type Size = {readonly width: number; readonly height: number};

const sideMax = 2_048;
const jpegMemoryMbMax = 128;
const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const pngSize = (bytes: Buffer): Size | undefined =>
	bytes.length >= 24 && bytes.subarray(0, 8).equals(pngStart)
		? {width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20)}
		: undefined;

/** Markers C0 to CF begin a frame, except those for tables (C4, C8, CC). */
const isFrameStart = (marker: number): boolean =>
	marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const jpegSize = (bytes: Buffer): Size | undefined => {
	if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) {
		return undefined;
	}

	let at = 2;
	while (at + 9 <= bytes.length && bytes[at] === 0xff) {
		if (isFrameStart(bytes.readUInt8(at + 1))) {
			return {height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7)};
		}

		at += 2 + bytes.readUInt16BE(at + 2);
	}

	return undefined;
};

const isSmall = ({width, height}: Size): boolean =>
	width > 0 && height > 0 && width <= sideMax && height <= sideMax;

const decode = (bytes: Buffer): Pixels | undefined => {
	const png = pngSize(bytes);
	if (png !== undefined) {
		return isSmall(png) ? PNG.sync.read(bytes) : undefined;
	}

	const size = jpegSize(bytes);
	return size !== undefined && isSmall(size)
		? jpeg.decode(bytes, {useTArray: true, maxMemoryUsageInMB: jpegMemoryMbMax})
		: undefined;
};

/** `undefined` for what is no PNG or JPEG, is damaged, or has a side of more than 2048 pixels by its header. */
export const decodePicture = (bytes: Buffer): Pixels | undefined => {
	try {
		return decode(bytes);
	} catch {
		// Whoever made the picture is not here to be told; initials stand in its place.
		return undefined;
	}
};
