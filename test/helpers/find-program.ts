/** Whether a server that some tests need is installed; where it is not, they skip, and say so once for each run of a file. */
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';

const isExecutable = (path: string): boolean => {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
};

/** @returns the program's path, looked for on PATH and then in `folders`; `undefined`, and a loud word, where there is none */
export const findProgram = (name: string, folders: readonly string[] = []): string | undefined => {
	const onPath = (process.env.PATH ?? '').split(delimiter);
	const found = [...onPath, '/usr/sbin', ...folders]
		.map(folder => join(folder, name))
		.find(isExecutable);
	if (found === undefined) {
		process.stderr.write(`\n*** SKIPPED: tests that need ${name}, which is not installed.\n\n`);
	}

	return found;
};
