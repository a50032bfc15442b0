/** Tells a file's MIME type by its bytes alone. */
import {createReadStream} from 'node:fs';
import {fileTypeFromBuffer, fileTypeFromFile} from 'file-type';

/** What the start of a file of this length holds stands for the rest of it. */
const textBytesMax = 16_777_216;
/** A type is never looked for in more bytes at once. */
const maxBufferSize = 16_777_216;

/** Valid UTF-8 without a zero byte. */
const isText = async (path: string): Promise<boolean> => {
	const decoder = new TextDecoder('utf-8', {fatal: true});
	let readBytes = 0;
	try {
		for await (const chunk of createReadStream(path, {end: textBytesMax - 1})) {
			const bytes = chunk as Buffer;
			if (bytes.includes(0)) {
				return false;
			}

			readBytes += bytes.length;
			decoder.decode(bytes, {stream: true});
		}

		// A character may go on behind what has been read, but not behind the end of the file.
		decoder.decode(new Uint8Array(), {stream: readBytes === textBytesMax});
		return true;
	} catch (error) {
		if (error instanceof TypeError) {
			return false;
		}

		throw error;
	}
};

/**
 * The MIME type of a file, with parameters (`audio/ogg; codecs=opus`) where they tell more;
 * `text/plain` for all UTF-8 text that is nothing else. @throws {Error} when it cannot be read
 */
export const detectType = async (path: string): Promise<string> => {
	const found = await fileTypeFromFile(path, {maxBufferSize});
	if (found !== undefined) {
		return found.mime;
	}

	return (await isText(path)) ? 'text/plain' : 'application/octet-stream';
};

/** The same of bytes, which are never text. */
export const detectTypeOfBytes = async (bytes: Uint8Array): Promise<string> => {
	const found = await fileTypeFromBuffer(bytes, {maxBufferSize});
	return found?.mime ?? 'application/octet-stream';
};

/** The type without its parameters. */
export const plainType = (type: string): string => type.replace(/\s*;.*/s, '');
