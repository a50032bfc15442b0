/** Files for tests: their bytes come from a seed. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {seededRandom} from './seeded-random.ts';
import {temporaryFolder} from './temporary-folder.ts';

/** Pages of 4 KiB from a seed, numbered, so that no two are the same. */
export const seededBytes = (length: number, seed = 1): Buffer => {
	const random = seededRandom(seed);
	const page = Buffer.from(Array.from({length: 4_096}, () => Math.floor(random() * 256)));
	const bytes = Buffer.alloc(length);
	for (let at = 0; at < length; at += page.length) {
		page.writeUInt32BE(at, 0);
		page.copy(bytes, at);
	}

	return bytes;
};

/** Makes a file in a folder of its own, which goes with the test; returns its path. */
export const makeFile = (name: string, bytes: Uint8Array | string): string => {
	const path = join(temporaryFolder(), name);
	writeFileSync(path, bytes);
	return path;
};
