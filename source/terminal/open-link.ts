/** Opens an address in the program that the person's desktop has for it. */
import {linkAddress} from './hyperlink.ts';
import {type ProgramCall, runProgram} from './run-program.ts';

/** What is run for an address, without a shell; `undefined` for all but `http`, `https` and `mailto`. */
export const openCommand = (
	address: string,
	platform: NodeJS.Platform,
): ProgramCall | undefined => {
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
export const openLink = async (address: string): Promise<void> => {
	const call = openCommand(address, process.platform);
	if (call === undefined) {
		throw new Error('Only links to the web and to mail addresses are opened.');
	}

	try {
		await runProgram(call);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`The link was not opened: ${reason}`, {cause: error});
	}
};
