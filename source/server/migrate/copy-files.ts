/** Copies the files of a server to where several nodes reach them, and reads each back to compare it with its id. */
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {storedFilePath} from '../files/disk-files.ts';
import {type ContentStore, MissingFile} from '../files/file-store.ts';
import {MigrateFailure} from '../store/migrate-store/migrate-failure.ts';

const readBytes = 1_048_576;

export type FileMove = {
	/** Of the server that is moved. */
	readonly folder: string;
	readonly contents: ContentStore;
	readonly files: readonly {readonly id: string; readonly size: number}[];
	/** Called after each file with how many are done. */
	onProgress(count: number): void;
};

export type MovedFiles = {
	readonly count: number;
	readonly bytes: number;
	/** Ids of files that the server itself has lost. */
	readonly missing: readonly string[];
};

/** @returns whether the file is there, and is what its id says */
const isStored = async (contents: ContentStore, id: string): Promise<boolean> => {
	const hash = createHash('sha256');
	try {
		for (let offset = 0; ; offset += readBytes) {
			const piece = await contents.read(id, {offset, length: readBytes});
			hash.update(piece);
			if (piece.length < readBytes) {
				return hash.digest('base64url') === id;
			}
		}
	} catch (error) {
		if (error instanceof MissingFile) {
			return false;
		}

		throw error;
	}
};

/** Those that are there already, from a migration that was cut short, are not copied again. */
const copyFile = async (contents: ContentStore, path: string, id: string): Promise<void> => {
	if (await isStored(contents, id)) {
		return;
	}

	try {
		await contents.keepCopy(path, id);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new MigrateFailure(`The file ${path} could not be copied: ${reason}`, {cause: error});
	}

	if (!(await isStored(contents, id))) {
		throw new MigrateFailure(`The file ${path} came out different where it was copied to.`);
	}
};

/** @throws {MigrateFailure} */
export const copyFiles = async (move: FileMove): Promise<MovedFiles> => {
	const {folder, contents, files, onProgress} = move;
	const missing: string[] = [];
	let bytes = 0;
	let count = 0;
	for (const {id, size} of files) {
		const path = storedFilePath(folder, id);
		if (existsSync(path)) {
			await copyFile(contents, path, id);
			count += 1;
			bytes += size;
			onProgress(count);
		} else {
			missing.push(id);
		}
	}

	return {count, bytes, missing};
};
