/** The secret that lets other machines read a server's metrics: the first line of a file. */
import {readFileSync, statSync} from 'node:fs';
import {CommandFailure} from './command-failure.ts';

/** A guess a millisecond would need longer than anybody has. */
const lengthMin = 16;
const fileBytesMax = 4_096;
const othersMayRead = 0o077;

/** @throws {CommandFailure} when it cannot be read, others can read it, or it is too short */
export const readMetricsToken = (file: string): string => {
	let line: string;
	try {
		const stats = statSync(file);
		const {mode, size} = stats;
		if ((mode & othersMayRead) !== 0) {
			throw new CommandFailure(`Others can read ${file}: chmod 600 it.`);
		}

		// A pipe or a device could keep the start waiting for ever.
		line =
			!stats.isFile() || size > fileBytesMax
				? ''
				: (readFileSync(file, 'utf8').split(/\r?\n/)[0] ?? '');
	} catch (error) {
		if (error instanceof CommandFailure) {
			throw error;
		}

		const {code} = error as NodeJS.ErrnoException;
		throw new CommandFailure(`The token file ${file} cannot be read: ${code ?? error}.`, {
			cause: error,
		});
	}

	if (line.length < lengthMin || !/^[!-~]+$/.test(line)) {
		throw new CommandFailure(
			`The first line of ${file} must be a token: at least ${lengthMin} ASCII characters without blanks.`,
		);
	}

	return line;
};
