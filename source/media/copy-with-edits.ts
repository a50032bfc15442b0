/** Copies a file with some of its bytes replaced, without ever holding the whole of it. */
import {type FileHandle, open, rm} from 'node:fs/promises';
import {pipeline} from 'node:stream/promises';
import type {Edit} from './byte-source.ts';

/** From `start` to before `end`. */
async function* bytesOf(input: FileHandle, start: number, end = Number.MAX_SAFE_INTEGER) {
	if (start < end) {
		yield* input.createReadStream({start, end: end - 1, autoClose: false});
	}
}

async function* editedBytes(input: FileHandle, edits: readonly Edit[]) {
	let position = 0;
	for (const {start, end, bytes} of edits) {
		yield* bytesOf(input, position, start);
		yield bytes;
		position = end;
	}

	yield* bytesOf(input, position);
}

/**
 * Writes `path` with its `edits`, which are in order, to `target`, which only this user may read.
 * After a failure there is no target.
 *
 * @throws {Error} also when `target` exists, which then stays as it is
 */
export const copyWithEdits = async (
	path: string,
	target: string,
	edits: readonly Edit[],
): Promise<void> => {
	const input = await open(path, 'r');
	try {
		const output = await open(target, 'wx', 0o600);
		try {
			await pipeline(editedBytes(input, edits), output.createWriteStream());
		} catch (error) {
			await rm(target, {force: true});
			throw error;
		}
	} finally {
		await input.close();
	}
};
