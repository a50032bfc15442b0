/** Files that are handed to programs of this computer: which are, to which, and which never. */
import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {isProgramName, openFile, playerCall} from '../../source/terminal/open-file.ts';
import {callOf, isInstalled, runProgram} from '../../source/terminal/run-program.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';

test.each(['x.exe', 'invoice.pdf.desktop', 'A.SH', 'x.lnk', 'x.Jar', 'x.svg', 'x.terminal'])(
	'%s is never opened: it may run',
	async name => {
		expect(isProgramName(name)).toBe(true);
		await expect(openFile(`/somewhere/${name}`)).rejects.toThrow('may be a program');
	},
);

test.each(['plan.pdf', 'photo.jpg', 'notes', 'notes.txt', 'archive.zip', 'exe'])(
	'%s is no program',
	name => expect(isProgramName(name)).toBe(false),
);

test('the player is the one that was set, else the first that is here', () => {
	const isThere = (program: string) => program === 'vlc' || program === 'aplay';
	expect(playerCall('/a b.wav', {command: 'mpv --no-video {} --loop', isThere})).toEqual({
		program: 'mpv',
		parameters: ['--no-video', '/a b.wav', '--loop'],
	});
	expect(playerCall('/a.wav', {command: '', isThere})?.program).toBe('vlc');
	expect(playerCall('/a.wav', {command: '', isThere: () => false})).toBeUndefined();
});

test('a program gets the file as one word, and its failure is told', async () => {
	const folder = temporaryFolder();
	const program = join(folder, 'note');
	writeFileSync(program, '#!/bin/sh\n[ "$2" = "a b;c" ] || exit 3\n');
	chmodSync(program, 0o755);
	const call = callOf(`${program} -x`, 'a b;c');
	await runProgram(call ?? {program: '', parameters: []});
	const wrong = callOf(program, 'other') ?? {program: '', parameters: []};
	await expect(runProgram(wrong)).rejects.toThrow('ended with 3');
	await expect(runProgram({program: join(folder, 'none'), parameters: []})).rejects.toThrow(
		'ENOENT',
	);
	expect(isInstalled('note', folder)).toBe(true);
	expect(isInstalled('none', folder)).toBe(false);
});
