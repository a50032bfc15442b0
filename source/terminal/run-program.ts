/** Runs programs of the person's computer for a file or an address: found on PATH, without a shell. */
import {type ChildProcess, spawn} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';

export type ProgramCall = {readonly program: string; readonly parameters: readonly string[]};

/** Words of a command that a person has set; `{}` stands for the file, which comes last where there is none. */
export const callOf = (command: string, file: string): ProgramCall | undefined => {
	const [program, ...words] = command.split(' ').filter(word => word !== '');
	if (program === undefined) {
		return undefined;
	}

	const parameters = words.includes('{}')
		? words.map(word => (word === '{}' ? file : word))
		: [...words, file];
	return {program, parameters};
};

/** Whether the program can be run by its name. */
export const isInstalled = (program: string, path = process.env.PATH ?? ''): boolean => {
	const names = process.platform === 'win32' ? [`${program}.exe`] : [program];
	return path.split(delimiter).some(folder =>
		names.some(name => {
			try {
				accessSync(join(folder, name), constants.X_OK);
				return true;
			} catch {
				// Not in this folder.
				return false;
			}
		}),
	);
};

/** The program lives on when this one ends. */
export const startProgram = ({program, parameters}: ProgramCall): ChildProcess => {
	const child = spawn(program, parameters, {stdio: 'ignore', windowsHide: true});
	child.unref();
	return child;
};

/** Resolves when the program has ended well. @throws {Error} in words for people */
export const runProgram = (call: ProgramCall): Promise<void> =>
	new Promise((resolve, reject) => {
		const child = startProgram(call);
		child.once('error', error => reject(new Error(error.message, {cause: error})));
		child.once('exit', (code, signal) => {
			if (code === 0 || signal !== null) {
				resolve();
			} else {
				reject(new Error(`${call.program} ended with ${code}`));
			}
		});
	});
