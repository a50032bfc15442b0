/** Reads a backup from end to end, and believes nothing of it that does not agree with its hash. */
import {createHash, type Hash} from 'node:crypto';
import {createReadStream, mkdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {buffer} from 'node:stream/consumers';
import {pipeline} from 'node:stream/promises';
import {type Extract, extract as startExtract} from 'tar-stream';
import {storedFilePath} from '../files/disk-files.ts';
import {BackupFailure} from './backup-failure.ts';
import {
	type BackupManifest,
	manifestBytesMax,
	manifestName,
	parseManifest,
} from './backup-manifest.ts';
import {whenBothEnd} from './both-ends.ts';
import {writeSynced} from './write-synced.ts';

export type UnpackOptions = {
	/** Where `server.db` and `identity.pem` are put; it must be there. */
	readonly target: string;
	/** Whether the stored files are put there too, or only read. */
	readonly keepsFiles: boolean;
	readonly signal?: AbortSignal | undefined;
};

export type Unpacked = {
	readonly manifest: BackupManifest;
	/** Ids of the stored files that are in it, whole. */
	readonly fileIds: ReadonlySet<string>;
};

type Entry = Extract extends AsyncIterable<infer Source> ? Source : never;

const readBytes = 1_048_576;
const fileNamePattern = /^files\/([\w-]{43})$/;

const damaged = (file: string, what: string): BackupFailure =>
	new BackupFailure(`The backup ${file} is damaged: ${what}.`);

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
	for await (const chunk of chunks) {
		hash.update(chunk);
		yield chunk;
	}
}

/** Writes the member to `path`, or only reads it. */
const takeMember = async (entry: Entry, path: string | undefined): Promise<Hash> => {
	const hash = createHash('sha256');
	const chunks = hashed(entry as AsyncIterable<Uint8Array>, hash);
	if (path === undefined) {
		for await (const _chunk of chunks) {
			// What counts is the hash.
		}
	} else {
		await writeSynced(path, chunks);
	}

	return hash;
};

const takeManifest = async (entry: Entry, file: string): Promise<BackupManifest> => {
	const {name, size = 0} = entry.header;
	if (name !== manifestName || size > manifestBytesMax) {
		throw new BackupFailure(`${file} is no backup of a chat-tui server.`);
	}

	return parseManifest((await buffer(entry)).toString(), file);
};

const takeMembers = async (
	extract: Extract,
	file: string,
	{target, keepsFiles}: UnpackOptions,
): Promise<Unpacked> => {
	let manifest: BackupManifest | undefined;
	const fileIds = new Set<string>();
	const members = new Set<string>();
	for await (const entry of extract) {
		const {name} = entry.header;
		const [, id] = fileNamePattern.exec(name) ?? [];
		if (manifest === undefined) {
			manifest = await takeManifest(entry, file);
		} else if (members.has(name) || (id !== undefined && fileIds.has(id))) {
			throw damaged(file, `${name} is in it twice`);
		} else if (id !== undefined) {
			const path = keepsFiles ? storedFilePath(join(target, 'files'), id) : undefined;
			if (path !== undefined) {
				mkdirSync(dirname(path), {recursive: true, mode: 0o700});
			}

			if ((await takeMember(entry, path)).digest('base64url') !== id) {
				throw damaged(file, `the content of the stored file ${id} is not what its name says`);
			}

			fileIds.add(id);
		} else if (name === 'server.db' || name === 'identity.pem') {
			if (
				(await takeMember(entry, join(target, name))).digest('hex') !==
				manifest.members[name].sha256
			) {
				throw damaged(file, `${name} is not what was backed up`);
			}

			members.add(name);
		} else {
			throw damaged(file, 'it holds what no backup holds');
		}
	}

	if (manifest === undefined || members.size < 2 || fileIds.size !== manifest.files.count) {
		throw damaged(file, 'its end is missing');
	}

	return {manifest, fileIds};
};

/** @throws {BackupFailure} when it is no backup, or not whole */
export const unpackArchive = async (file: string, options: UnpackOptions): Promise<Unpacked> => {
	const extract = startExtract();
	const source = createReadStream(file, {highWaterMark: readBytes});
	const reading = pipeline(source, extract, {signal: options.signal});
	try {
		return await whenBothEnd(takeMembers(extract, file, options), reading);
	} catch (error) {
		options.signal?.throwIfAborted();
		if (error instanceof BackupFailure || (error instanceof Error && 'syscall' in error)) {
			throw error;
		}

		throw new BackupFailure(`The backup ${file} is damaged: it cannot be read to its end.`, {
			cause: error,
		});
	}
};
