/** Where files go on this computer. */
import {mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {downloadsFolder, parseUserDirs} from '../../../source/client/files/downloads-folder.ts';
import {placeFile} from '../../../source/client/files/place-file.ts';
import {makeFile} from '../../helpers/files.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

test.each([
	['XDG_DOWNLOAD_DIR="$HOME/Geladenes"', '/home/ada/Geladenes'],
	['# a comment\n  XDG_DOWNLOAD_DIR="/mnt/big disk"', '/mnt/big disk'],
	['XDG_DOWNLOAD_DIR="$HOME"', '/home/ada'],
	['XDG_DOWNLOAD_DIR="relative/path"', undefined],
	['XDG_MUSIC_DIR="$HOME/Music"', undefined],
])('user-dirs.dirs: %j', (text, wanted) => {
	expect(parseUserDirs(text, '/home/ada')).toBe(wanted);
});

test('the downloads folder is the one that the desktop names, else Downloads', () => {
	const configuration = temporaryFolder();
	const environment = {XDG_CONFIG_HOME: configuration};
	expect(downloadsFolder(environment)).toBe(join(homedir(), 'Downloads/'));
	writeFileSync(join(configuration, 'user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="/srv/down"\n');
	expect(downloadsFolder(environment)).toBe('/srv/down/');
	expect(downloadsFolder({...environment, XDG_DOWNLOAD_DIR: '/tmp/own'})).toBe('/tmp/own/');
});

test('a downloads folder that is not there yet is made, and the file keeps its name in it', async () => {
	const downloads = downloadsFolder({XDG_DOWNLOAD_DIR: join(temporaryFolder(), 'Downloads')});
	const target = {target: downloads, name: 'a.txt', isKept: true};
	const path = await placeFile(makeFile('part', 'content'), target);
	expect(path).toBe(join(downloads, 'a.txt'));
	expect(readFileSync(path, 'utf8')).toBe('content');
});

test('a file is put into a folder, made if it is missing, or at a path, and never over another', async () => {
	const source = makeFile('part', 'content');
	const folder = join(temporaryFolder(), 'new');
	mkdirSync(folder);
	expect(await placeFile(source, {target: folder, name: 'a.txt', isKept: false})).toBe(
		join(folder, 'a.txt'),
	);
	expect(await placeFile(source, {target: folder, name: 'a.txt', isKept: false})).toBe(
		join(folder, 'a (2).txt'),
	);
	const path = join(folder, 'deep', 'b.txt');
	expect(await placeFile(source, {target: path, name: 'a.txt', isKept: false})).toBe(path);
	expect(readFileSync(path, 'utf8')).toBe('content');
	expect(statSync(source).isFile()).toBe(true);
	const copy = await placeFile(source, {target: folder, name: 'c.txt', isKept: true});
	writeFileSync(copy, 'changed');
	expect(readFileSync(source, 'utf8')).toBe('content');
	const inFile = join(path, 'c.txt');
	await expect(
		placeFile(source, {target: inFile, name: 'a.txt', isKept: false}),
	).rejects.toMatchObject({
		code: 'local-file',
	});
});
