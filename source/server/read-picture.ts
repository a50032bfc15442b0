/** Small pictures as they come over the wire: known formats only, by their first bytes. */
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';

/**
 * How PNG, JPEG, GIF and WebP begin, in hexadecimal, up to what every such file has: the first chunk of a PNG and its
 * length, the marker after a JPEG's first, the version of a GIF, the kind of RIFF file that a WebP is.
 */
const beginnings = [
	/^89504e470d0a1a0a0000000d49484452/,
	/^ffd8ff(?:[cde][0-9a-f]|fe)/,
	/^47494638(?:37|39)61/,
	/^52494646.{8}57454250565038/,
];
/** The smallest GIF that shows something has 35 bytes, and no other kind fits into fewer. */
const pictureBytesMin = 35;

/** The bytes, or `undefined` for an empty text. @throws {ProtocolError} `bad-payload`, `limit-exceeded` */
export const readPicture = (base64: string): Buffer | undefined => {
	if (base64 === '') {
		return undefined;
	}

	const bytes = Buffer.from(base64, 'base64');
	if (bytes.length > limits.pictureBytesMax) {
		throw new ProtocolError(
			'limit-exceeded',
			`A picture has at most ${limits.pictureBytesMax / 1_024} KiB.`,
		);
	}

	const start = bytes.toString('hex', 0, 16);
	if (bytes.length < pictureBytesMin || !beginnings.some(beginning => beginning.test(start))) {
		throw new ProtocolError('bad-payload', 'A picture is a PNG, JPEG, GIF or WebP file.');
	}

	return bytes;
};
