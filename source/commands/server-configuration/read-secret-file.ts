/** A file with a secret in it: nobody else may read it, and it is short. */
import {readFileSync, statSync} from 'node:fs';
import {CommandFailure} from '../command-failure.ts';

const fileBytesMax = 4_096;
const othersMayRead = 0o077;

/** @returns its text; empty for what is no file, or too long. @throws {CommandFailure} when it cannot be read, or others can read it */
export const readSecretFile = (file: string, what: string): string => {
	try {
		const stats = statSync(file);
		if ((stats.mode & othersMayRead) !== 0) {
			throw new CommandFailure(`Others can read ${file}: chmod 600 it.`);
		}

		// A pipe or a device could keep the start waiting for ever.
		return !stats.isFile() || stats.size > fileBytesMax ? '' : readFileSync(file, 'utf8');
	} catch (error) {
		if (error instanceof CommandFailure) {
			throw error;
		}

		const {code} = error as NodeJS.ErrnoException;
		throw new CommandFailure(`The ${what} ${file} cannot be read: ${code ?? error}.`, {
			cause: error,
		});
	}
};
