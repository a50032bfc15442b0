/** Writes the one file of a backup: a tar archive (POSIX.1-1988 ustar), the manifest first. */
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {type Pack, pack as startPack} from 'tar-stream';
import {storedFilePath} from '../files/disk-files.ts';
import {type BackupManifest, manifestName} from './backup-manifest.ts';
import {whenBothEnd} from './both-ends.ts';
import {writeSynced} from './write-synced.ts';

type ArchiveSource = {
	readonly manifest: BackupManifest;
	/** Where the members are: `server.db`, `identity.pem`, `files/`. */
	readonly work: string;
	readonly fileIds: Iterable<string>;
	readonly signal: AbortSignal | undefined;
};

const readBytes = 1_048_576;

const addMembers = async (
	pack: Pack,
	{manifest, work, fileIds, signal}: ArchiveSource,
): Promise<void> => {
	const mtime = new Date(manifest.createdAt);
	const add = async (name: string, path: string): Promise<void> => {
		const {size} = await stat(path);
		const source = createReadStream(path, {highWaterMark: readBytes});
		await pipeline(source, pack.entry({name, size, mtime, mode: 0o600}), {signal});
	};

	pack.entry({name: manifestName, mtime, mode: 0o600}, JSON.stringify(manifest, null, '\t'));
	await add('server.db', join(work, 'server.db'));
	await add('identity.pem', join(work, 'identity.pem'));
	for (const id of fileIds) {
		await add(`files/${id}`, storedFilePath(join(work, 'files'), id));
	}

	pack.finalize();
};

/** Resolves when `target`, which must not be there, is on the disk. */
export const packArchive = async (target: string, source: ArchiveSource): Promise<void> => {
	const pack = startPack();
	const adding = addMembers(pack, source).catch((error: unknown) => {
		pack.destroy(error instanceof Error ? error : new Error(String(error)));
		throw error;
	});
	await whenBothEnd(adding, writeSynced(target, pack as AsyncIterable<Uint8Array>));
};
