/** Plays a sound by a program of the person's own choice. */
import {spawn} from 'node:child_process';

/**
 * Starts the program named first in `command`, with the other words as its arguments; no shell reads
 * them, and what it prints is dropped. `onFailure` hears in words why it could not run or how it ended.
 */
export const runBellCommand = (command: string, onFailure: (reason: string) => void): void => {
	const [program, ...parameters] = command.split(' ').filter(word => word !== '');
	if (program === undefined) {
		return;
	}

	const child = spawn(program, parameters, {stdio: 'ignore', windowsHide: true});
	child.once('error', error => onFailure(error.message));
	child.once('exit', code => {
		if (code !== null && code !== 0) {
			onFailure(`${program} ended with ${code}`);
		}
	});
	child.unref();
};
