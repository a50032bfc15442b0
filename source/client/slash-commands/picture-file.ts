/** Reads the small picture of a person or a group from a file. */
import {readFile, stat} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {limits} from '../../protocol/limits.ts';
import {SlashUsageError} from './slash-command.ts';

const whyUnreadable = (error: unknown): string => {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	return code === 'ENOENT' ? 'there is no such file' : String(code ?? error);
};

/** `~/face.png` is in the person's home. @returns base64 @throws {SlashUsageError} */
export const readPictureFile = async (path: string): Promise<string> => {
	const file = path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
	const bytes = await stat(file)
		.then(async found => {
			if (!found.isFile()) {
				throw new Error('it is no file');
			}

			return found.size > limits.pictureBytesMax ? undefined : readFile(file);
		})
		.catch((error: unknown) => {
			throw new SlashUsageError(`"${path}" cannot be read: ${whyUnreadable(error)}.`, {
				cause: error,
			});
		});
	if (bytes === undefined || bytes.length > limits.pictureBytesMax) {
		const kibibytes = limits.pictureBytesMax / 1_024;
		throw new SlashUsageError(`The picture is too large: at most ${kibibytes} KiB.`);
	}

	return bytes.toString('base64');
};
