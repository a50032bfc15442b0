/** Opens a file with the program that the system has for it, and plays sound and video. */
import {extname} from 'node:path';
import {callOf, isInstalled, type ProgramCall, runProgram} from './run-program.ts';

/** Players that end by themselves and need no window for sound. */
const players: readonly ProgramCall[] = [
	{program: 'mpv', parameters: ['--really-quiet', '--no-terminal']},
	{program: 'ffplay', parameters: ['-autoexit', '-loglevel', 'quiet']},
	{program: 'vlc', parameters: ['--play-and-exit', '--quiet']},
	{program: 'afplay', parameters: []},
	{program: 'paplay', parameters: []},
	{program: 'play', parameters: ['-q']},
	{program: 'aplay', parameters: ['-q']},
];

/** `open`, `xdg-open` or what Windows has. */
const opener = (path: string, platform: NodeJS.Platform): ProgramCall => {
	switch (platform) {
		case 'darwin':
			return {program: 'open', parameters: [path]};
		case 'win32':
			return {program: 'rundll32', parameters: ['url.dll,FileProtocolHandler', path]};
		default:
			return {program: 'xdg-open', parameters: [path]};
	}
};

/** What a system runs rather than shows, on one platform or another, when somebody opens it. */
const programExtensions: ReadonlySet<string> = new Set(
	(
		'app appimage apk application bat bin chm cmd com command cpl deb desktop dll dmg exe fileloc gadget hta inetloc ' +
		'inf ins iso jar js jse jnlp ksh lnk mobileconfig msc msi msix msp mst pif pkg pl ps1 ps1xml psm1 py pyw rb reg ' +
		'rpm run scf scpt scr settingcontent-ms sct service sh shb shs svg terminal tool url vb vbe vbs webloc workflow ' +
		'ws wsc wsf wsh xll zsh'
	).split(' '),
);

/** Whether opening the file could run what a stranger has written. */
export const isProgramName = (path: string): boolean =>
	programExtensions.has(extname(path).slice(1).toLowerCase());

/** @throws {Error} whose message is for people */
export const openFile = async (path: string): Promise<void> => {
	if (isProgramName(path)) {
		throw new Error('This file may be a program: it is not opened. Save it if you trust it.');
	}

	const call = opener(path, process.platform);
	if (!isInstalled(call.program)) {
		throw new Error(
			`There is no program "${call.program}" here that opens files. It is at ${path}`,
		);
	}

	await runProgram(call);
};

/** What plays the file: what the person has set, else the first that is installed. */
export const playerCall = (
	path: string,
	{command, isThere}: {readonly command: string; isThere(program: string): boolean},
): ProgramCall | undefined => {
	const player = players.find(({program}) => isThere(program));
	return (
		callOf(command, path) ??
		(player && {program: player.program, parameters: [...player.parameters, path]})
	);
};

/** Resolves when it has been played. @throws {Error} whose message is for people */
export const playFile = async (path: string): Promise<void> => {
	const command = process.env.CHAT_TUI_PLAYER ?? '';
	const call = playerCall(path, {command, isThere: isInstalled});
	if (call === undefined) {
		throw new Error('There is no player here: install mpv, or set CHAT_TUI_PLAYER to one.');
	}

	await runProgram(call);
};
