/** A file as those read it who jump from part to part, and how they want it changed. */
import {closeSync, fstatSync, openSync, readSync} from 'node:fs';

export type ByteSource = {
	readonly sizeBytes: number;
	/** Exactly `length` bytes from `start`. @throws {Error} where the file has no such bytes */
	read(start: number, length: number): Buffer;
};

/** The bytes from `start` to before `end` are replaced by `bytes`, which may be none. */
export type Edit = {readonly start: number; readonly end: number; readonly bytes: Uint8Array};

/** No part that is read as a whole is longer: who writes one so long means no good. */
const readBytesMax = 16_777_216;

const readFully = (file: number, start: number, length: number): Buffer => {
	const bytes = Buffer.alloc(length);
	let done = 0;
	while (done < length) {
		const count = readSync(file, bytes, done, length - done, start + done);
		if (count === 0) {
			throw new Error('The file has become shorter.');
		}

		done += count;
	}

	return bytes;
};

/** Lends the open file to `use` and closes it afterwards. @throws {Error} when it is no plain file */
export const withByteSource = <T>(path: string, use: (source: ByteSource) => T): T => {
	const file = openSync(path, 'r');
	try {
		const stats = fstatSync(file);
		if (!stats.isFile()) {
			throw new Error(`${path} is not a plain file.`);
		}

		const sizeBytes = stats.size;
		return use({
			sizeBytes,
			read: (start, length) => {
				if (start < 0 || start + length > sizeBytes) {
					throw new Error('The file ends in the middle of a part.');
				}

				if (length > readBytesMax) {
					throw new Error(`A part of the file has more than ${readBytesMax} bytes.`);
				}

				return readFully(file, start, length);
			},
		});
	} finally {
		closeSync(file);
	}
};
