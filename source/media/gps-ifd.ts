/** Empties the GPS directory of Exif data in place: nothing moves, so all else stays as it is. */

/** Bytes a value takes, by its type's number. */
const valueBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const entryBytes = 12;
const exifTag = 0x87_69;
const gpsTag = 0x88_25;
/** Two directories and what they point to; more are no camera's work. */
const directoriesMax = 16;

/** `Exif`, a zero, and a byte that should be zero too. */
const prefixBytes = 6;

/** TIFF data as its own byte order has it. Reads nothing but 0 outside. */
const openTiff = (bytes: Buffer) => {
	const order = bytes.toString('latin1', 0, 2);
	const isLittle = order === 'II';
	const read16 = (at: number) =>
		at + 2 > bytes.length ? 0 : isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
	const read32 = (at: number) =>
		at + 4 > bytes.length ? 0 : isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
	return {read16, read32, isValid: (isLittle || order === 'MM') && read16(2) === 42};
};

type Tiff = ReturnType<typeof openTiff>;

/** Where the entries of the directory at `directory` begin, as far as the data reaches. */
const entriesOf = ({read16}: Tiff, directory: number, length: number): number[] => {
	const fitting = Math.floor((length - directory - 2) / entryBytes);
	const count = Math.max(0, Math.min(read16(directory), fitting));
	return Array.from({length: count}, (_, entry) => directory + 2 + entry * entryBytes);
};

/** Follows the directories from one to the next and down, each once. */
const findGpsDirectories = (tiff: Tiff, length: number): Set<number> => {
	const found = new Set<number>();
	const seen = new Set<number>([0]);
	const waiting = [tiff.read32(4)];
	for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
		if (seen.has(directory) || seen.size > directoriesMax) {
			continue;
		}

		seen.add(directory);
		const entries = entriesOf(tiff, directory, length);
		for (const entry of entries) {
			const tag = tiff.read16(entry);
			if (tag === gpsTag) {
				found.add(tiff.read32(entry + 8));
			} else if (tag === exifTag) {
				waiting.push(tiff.read32(entry + 8));
			}
		}

		waiting.push(tiff.read32(directory + 2 + entries.length * entryBytes));
	}

	return found;
};

/** Zeroes the directory and the values its entries keep elsewhere. */
const empty = (tiff: Tiff, bytes: Buffer, directory: number): void => {
	const entries = entriesOf(tiff, directory, bytes.length);
	// First all that is to go, then the zeroing: a value may lie over the entries.
	const parts = entries.map(entry => {
		const size = (valueBytes[tiff.read16(entry + 2)] ?? 0) * tiff.read32(entry + 4);
		return {start: tiff.read32(entry + 8), size};
	});
	for (const {start, size} of parts) {
		if (size > 4) {
			bytes.fill(0, Math.min(start, bytes.length), Math.min(start + size, bytes.length));
		}
	}

	bytes.fill(0, directory, Math.min(bytes.length, directory + 6 + entries.length * entryBytes));
};

/**
 * A copy of Exif data, with or without the `Exif` it may begin with, in which no GPS directory has
 * an entry; `undefined` when there was none, or the data is not Exif's.
 */
export const emptyGpsIfd = (exif: Uint8Array): Buffer | undefined => {
	const copy = Buffer.from(exif);
	const bytes = copy.subarray(copy.toString('latin1', 0, 5) === 'Exif\0' ? prefixBytes : 0);
	const tiff = openTiff(bytes);
	if (!tiff.isValid) {
		return undefined;
	}

	const directories = [...findGpsDirectories(tiff, bytes.length)].filter(
		directory => tiff.read16(directory) > 0,
	);
	for (const directory of directories) {
		empty(tiff, bytes, directory);
	}

	return directories.length === 0 ? undefined : copy;
};
