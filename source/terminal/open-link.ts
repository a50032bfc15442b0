/** Opens an address in the program that the person's desktop has for it. */
import {spawn} from 'node:child_process';
import {linkAddress} from './hyperlink.ts';

export type OpenCommand = {readonly program: string; readonly parameters: readonly string[]};

/** What is run for an address, without a shell; `undefined` for all but `http`, `https` and `mailto`. */
export const openCommand = (
	address: string,
	platform: NodeJS.Platform,
): OpenCommand | undefined => {
	const written = linkAddress(address);
	if (written === undefined) {
		return undefined;
	}

	switch (platform) {
		case 'darwin':
			return {program: 'open', parameters: [written]};
		case 'win32':
			// The `start` of cmd.exe would read the address as a command line.
			return {program: 'rundll32', parameters: ['url.dll,FileProtocolHandler', written]};
		default:
			return {program: 'xdg-open', parameters: [written]};
	}
};

/** Resolves when the program has ended well. @throws {Error} whose message is for people */
export const openLink = (address: string): Promise<void> =>
	new Promise((resolve, reject) => {
		const command = openCommand(address, process.platform);
		if (command === undefined) {
			reject(new Error('Only links to the web and to mail addresses are opened.'));
			return;
		}

		const {program, parameters} = command;
		const child = spawn(program, parameters, {stdio: 'ignore', windowsHide: true});
		child.once('error', error => reject(new Error(`The link was not opened: ${error.message}`)));
		child.once('exit', code => {
			if (code === 0) {
				resolve();
			} else {
				reject(new Error(`The link was not opened: ${program} ended with ${code}`));
			}
		});
		child.unref();
	});
