/** Fetched files that were looked at or played: kept by their id while there is room, the oldest go first. */
import {readdir, rename, rm, stat, utimes} from 'node:fs/promises';
import {join} from 'node:path';
import {makePrivateFolder} from '../../data-folder.ts';
import type {FileDescription} from '../../protocol/entities.ts';
import {extensionOf, toFileName} from './file-name.ts';

const cacheBytesMax = 536_870_912;

/** Programs tell the kind by the extension. */
const nameOf = ({id, name}: FileDescription): string => `${id}${extensionOf(toFileName(name))}`;

export class FileCache {
	readonly #folder: string;

	constructor(folder: string) {
		this.#folder = folder;
	}

	/** The file's path, if it is here. */
	async find(file: FileDescription): Promise<string | undefined> {
		const path = join(this.#folder, nameOf(file));
		try {
			if ((await stat(path)).size !== file.size) {
				return undefined;
			}

			const now = new Date();
			await utimes(path, now, now);
			return path;
		} catch {
			// It is not here.
			return undefined;
		}
	}

	/** Takes the whole file at `part` in; returns its new path. */
	async keep(part: string, file: FileDescription): Promise<string> {
		makePrivateFolder(this.#folder);
		const path = join(this.#folder, nameOf(file));
		await rename(part, path);
		await this.#trim(path);
		return path;
	}

	/** One that another message still carries is fetched again; one that another program has open goes when there is no room. */
	remove(files: readonly FileDescription[]): void {
		for (const file of files) {
			void rm(join(this.#folder, nameOf(file)), {force: true}).catch(() => undefined);
		}
	}

	async #trim(newest: string): Promise<void> {
		const names = await readdir(this.#folder);
		const files = await Promise.all(
			names.map(async name => {
				const path = join(this.#folder, name);
				const {size, mtimeMs} = await stat(path);
				return {path, size, mtimeMs};
			}),
		);
		let bytes = files.reduce((sum, {size}) => sum + size, 0);
		for (const {path, size} of files.sort((one, other) => one.mtimeMs - other.mtimeMs)) {
			if (bytes <= cacheBytesMax) {
				return;
			}

			if (path !== newest) {
				await rm(path, {force: true});
				bytes -= size;
			}
		}
	}
}
