/** A folder that several nodes store files in: nobody removes, or spoils, what another is about to have. */
import {existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {pino} from 'pino';
import {expect, test} from 'vitest';
import {openContentFolder, storedFilePath} from '../../../source/server/files/disk-files.ts';
import {openFiles} from '../../../source/server/files/open-files.ts';
import {openSharedFiles} from '../../../source/server/files/shared-files.ts';
import {tidyFiles} from '../../../source/server/files/tidy-files.ts';
import {listIds, openFileNodes, readWhole, sendTo, sendWhole} from '../../helpers/file-nodes.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {waitFor} from '../../helpers/wait-for.ts';
import {idOf, makeBytes} from '../../helpers/wire-files.ts';

const halfADayMs = 43_200_000;
const twoDaysAgo = new Date(Date.now() - 4 * halfADayMs);

const startTwo = async () => {
	const nodes = await openFileNodes();
	const folder = temporaryFolder();
	const openNode = () => {
		const partsFolder = temporaryFolder();
		const files = openSharedFiles(openContentFolder(folder, {isShared: true}), partsFolder);
		return {files, partsFolder, uploads: nodes.start(files)};
	};
	return {...nodes, folder, first: openNode(), second: openNode()};
};

const leave = (path: string, at?: Date): void => {
	mkdirSync(dirname(path), {recursive: true});
	writeFileSync(path, 'left over');
	if (at !== undefined) {
		utimesSync(path, at, at);
	}
};

test('a place of files that is no folder is named', async () => {
	const folder = join(temporaryFolder(), 'file');
	writeFileSync(folder, '');
	await expect(
		openFiles(temporaryFolder(), {folder}, pino({level: 'silent'})),
	).rejects.toMatchObject({
		name: 'StartFailure',
		message: expect.stringContaining(`The folder of files ${folder} cannot be used`),
	});
});

test('two nodes never receive uploads in one folder', async () => {
	const folder = temporaryFolder();
	const logger = pino({level: 'silent'});
	const shared = {folder: temporaryFolder()};
	const files = await openFiles(folder, undefined, logger);
	await expect(openFiles(folder, undefined, logger)).rejects.toThrow('Another node keeps');
	await expect(openFiles(folder, shared, logger)).rejects.toThrow('a data folder of its own');
	await files.close();
	const second = await openFiles(folder, shared, logger);
	await second.close();
});

test('what one node stores, the other reads', async () => {
	const {account, first, second} = await startTwo();
	const bytes = makeBytes(300_000);
	await sendWhole(first.uploads, account, bytes);
	expect((await readWhole(second.files, idOf(bytes))).equals(bytes)).toBe(true);
	// It is known there too: nothing has to be sent again.
	expect((await sendTo(second.uploads, account, {bytes})).upload).toBe(0);
});

test('a sender who comes back to another node sends the file there, and the old part goes', async () => {
	const {store, account, first, second} = await startTwo();
	const bytes = makeBytes(300_000);
	const cut = await sendTo(first.uploads, account, {bytes, end: 200_000});
	await sendWhole(second.uploads, account, bytes);
	expect((await readWhole(first.files, idOf(bytes))).equals(bytes)).toBe(true);
	await first.uploads.closeIdle(Number.POSITIVE_INFINITY);
	await expect(first.uploads.finish(account, cut.upload)).rejects.toThrow('start it again');
	expect(readdirSync(first.partsFolder)).toHaveLength(1);
	await tidyFiles(store, first.files, first.uploads);
	expect(readdirSync(first.partsFolder)).toEqual([]);
	expect(await listIds(first.files)).toEqual([idOf(bytes)]);
});

test('other bytes that come for the same upload at another node spoil nothing', async () => {
	const {account, first, second} = await startTwo();
	const bytes = makeBytes(200_000);
	const goal = {account, file: idOf(bytes), size: bytes.length};
	const {upload} = await sendTo(first.uploads, account, {bytes});
	const spoiled = await second.uploads.start(goal);
	await second.uploads.write(account, {
		upload: spoiled.upload,
		offset: 0,
		data: makeBytes(200_000, 2),
	});
	await first.uploads.finish(account, upload);
	await expect(second.uploads.finish(account, spoiled.upload)).rejects.toThrow(
		'not the one announced',
	);
});

test('a part that the disk gives back wrong is not stored', async () => {
	const {account, first} = await startTwo();
	const bytes = makeBytes(200_000);
	const {upload} = await sendTo(first.uploads, account, {bytes});
	writeFileSync(join(first.partsFolder, `${account}-${idOf(bytes)}`), makeBytes(200_000, 2));
	await expect(first.uploads.finish(account, upload)).rejects.toThrow('not the one announced');
	expect(await listIds(first.files)).toEqual([]);
	await sendWhole(first.uploads, account, bytes);
});

test('what another node removes just before its row is stored, is stored again', async () => {
	const {account, start, first} = await startTwo();
	const bytes = makeBytes(200_000);
	let removals = 0;
	const uploads = start({
		...first.files,
		async keepPart(key, id) {
			await first.files.keepPart(key, id);
			removals += 1;
			if (removals === 1) {
				await first.files.remove(id);
			}
		},
	});
	await sendWhole(uploads, account, bytes);
	expect((await readWhole(first.files, idOf(bytes))).equals(bytes)).toBe(true);
	expect(await first.files.listParts()).toEqual([]);
});

test('what no row knows stays for a day: another node may be storing it', async () => {
	const {store, folder, first} = await startTwo();
	const young = idOf(makeBytes(5, 1));
	const old = idOf(makeBytes(5, 2));
	const copies = ['young', 'old'].map(name => join(folder, 'arriving', name));
	leave(storedFilePath(folder, young));
	leave(storedFilePath(folder, old), twoDaysAgo);
	leave(copies[0] ?? '');
	leave(copies[1] ?? '', twoDaysAgo);
	await tidyFiles(store, first.files, first.uploads);
	expect(await listIds(first.files)).toEqual([young]);
	expect(copies.map(path => existsSync(path))).toEqual([true, false]);
});

test('what one node writes is not forgotten by another', async () => {
	const {store, account, first, second} = await startTwo();
	const bytes = makeBytes(200_000);
	const {upload} = await sendTo(first.uploads, account, {bytes, end: 65_536});
	const readAt = async () =>
		(await store.read(({files}) => files.getUpload(account, idOf(bytes))))?.at ?? 0;
	const begunAt = await readAt();
	await waitFor(() => Date.now() > begunAt + 1);
	await first.uploads.expire(begunAt + halfADayMs + 1);
	expect(await readAt()).toBeGreaterThan(begunAt + 1);
	await second.uploads.expire(begunAt + 2 * halfADayMs + 1);
	expect(await readAt()).toBeGreaterThan(0);
	await first.uploads.write(account, {upload, offset: 65_536, data: bytes.subarray(65_536)});
	await first.uploads.finish(account, upload);
	expect(await listIds(second.files)).toEqual([idOf(bytes)]);
});
