/** Small pictures as they come over the wire: known formats only, by their first bytes. */
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';

/** PNG, JPEG, GIF, and WebP (RIFF). */
const signatures = ['89504e470d0a1a0a', 'ffd8ff', '474946383', '52494646'];

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

	const start = bytes.toString('hex', 0, 8);
	if (!signatures.some(signature => start.startsWith(signature))) {
		throw new ProtocolError('bad-payload', 'A picture is a PNG, JPEG, GIF or WebP file.');
	}

	return bytes;
};
