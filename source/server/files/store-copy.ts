/** Copies a part into a folder that other machines share: looked at again on its way, and whole before it has its name. */
import {createHash, randomUUID} from 'node:crypto';
import {mkdir, open, readdir, rename, rm, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {syncFolder} from '../../disk/sync-folder.ts';
import {ProtocolError} from '../../protocol/errors.ts';
import {readPieces, writeAll} from './part-folder.ts';

/** Where copies are until they are whole. */
const arrivingOf = (folder: string): string => join(folder, 'arriving');

const copyBytes = async (source: string, target: string, id: string): Promise<void> => {
	await using from = await open(source, 'r');
	await using to = await open(target, 'wx', 0o600);
	const hash = createHash('sha256');
	let offset = 0;
	for await (const bytes of readPieces(from, (await from.stat()).size)) {
		hash.update(bytes);
		await writeAll(to, bytes, offset);
		offset += bytes.length;
	}

	// What came was right; what the disk gives back now need not be.
	if (hash.digest('base64url') !== id) {
		throw new ProtocolError('file-mismatch');
	}

	await to.sync();
};

/**
 * `source` stays.
 *
 * @throws {ProtocolError} `file-mismatch` when its content is not what `id` says
 */
export const storeCopy = async (
	{source, target, folder}: {source: string; target: string; folder: string},
	id: string,
): Promise<void> => {
	const arriving = join(arrivingOf(folder), `${id}.${randomUUID()}`);
	await mkdir(dirname(arriving), {recursive: true, mode: 0o700});
	try {
		await copyBytes(source, arriving, id);
		await mkdir(dirname(target), {recursive: true, mode: 0o700});
		await rename(arriving, target);
	} catch (error) {
		await rm(arriving, {force: true});
		throw error;
	}

	await syncFolder(dirname(target));
};

/** Removes copies that were begun before `time`, in milliseconds since 1970, and never got their name. */
export const removeUnfinishedCopies = async (folder: string, time: number): Promise<void> => {
	const arriving = arrivingOf(folder);
	await mkdir(arriving, {recursive: true, mode: 0o700});
	for (const name of await readdir(arriving)) {
		const path = join(arriving, name);
		// Another node may have ended it just now.
		const mtimeMs = await stat(path).then(
			stats => stats.mtimeMs,
			() => Number.POSITIVE_INFINITY,
		);
		if (mtimeMs < time) {
			await rm(path, {force: true});
		}
	}
};
