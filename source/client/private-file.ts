/** Small text files that only this user may read. */
import {closeSync, openSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {makePrivateFolder} from '../data-folder.ts';

/** Returns `undefined` when there is no such file. */
export const readTextFile = (file: string): string | undefined => {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
};

/** Replaces the file as a whole: a reader sees the old text or the new one, never a part. */
export const replacePrivateFile = (file: string, text: string): void => {
	makePrivateFolder(dirname(file));
	const temporary = `${file}.${process.pid}`;
	writeFileSync(temporary, text, {mode: 0o600, flush: true});
	renameSync(temporary, file);
};

/** Makes the file if it is missing, so that whoever opens it next finds it closed to others. */
export const touchPrivateFile = (file: string): void => {
	makePrivateFolder(dirname(file));
	closeSync(openSync(file, 'a', 0o600));
};
