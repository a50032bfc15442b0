/** What every file store keeps to, whatever is behind it. */
import {pino} from 'pino';
import {describe, expect, onTestFinished, test} from 'vitest';
import {openContentFolder, openDiskFiles} from '../../../source/server/files/disk-files.ts';
import {type FileStore, MissingFile} from '../../../source/server/files/file-store.ts';
import {openS3Files} from '../../../source/server/files/s3/s3-files.ts';
import {openSharedFiles} from '../../../source/server/files/shared-files.ts';
import {tidyFiles} from '../../../source/server/files/tidy-files.ts';
import {listIds, openFileNodes, readWhole, sendTo, sendWhole} from '../../helpers/file-nodes.ts';
import {startS3Server} from '../../helpers/s3-server.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {idOf, makeBytes} from '../../helpers/wire-files.ts';

const openShared = (): FileStore =>
	openSharedFiles(openContentFolder(temporaryFolder(), {isShared: true}), temporaryFolder());

const openBucket = async (): Promise<FileStore> => {
	const {settings} = await startS3Server();
	const files = await openS3Files(settings, pino({level: 'silent'}));
	onTestFinished(() => files.close());
	return openSharedFiles(files, temporaryFolder());
};

const stores: readonly (readonly [string, () => Promise<FileStore>])[] = [
	['a folder of its own', async () => openDiskFiles(temporaryFolder())],
	['a shared folder', async () => openShared()],
	['a bucket', () => openBucket()],
];

const storePart = async (files: FileStore, bytes: Buffer): Promise<string> => {
	const part = await files.openPart('1-part');
	await part.write(0, bytes);
	await part.sync();
	await part.close();
	await files.keepPart('1-part', idOf(bytes));
	await files.removePart('1-part');
	return idOf(bytes);
};

describe.each(stores)('%s', (_, open) => {
	test('gives back what was stored, whole and in ranges', async () => {
		const files = await open();
		for (const length of [0, 1, 65_536, 3_000_001]) {
			const bytes = makeBytes(length, length);
			const id = await storePart(files, bytes);
			expect((await readWhole(files, id)).equals(bytes)).toBe(true);
			const range = {offset: length - 1_000, length: 65_536};
			if (length > 1_000) {
				expect(Buffer.from(await files.read(id, range))).toEqual(bytes.subarray(length - 1_000));
			}

			expect(await files.read(id, {offset: length + 5, length: 10})).toHaveLength(0);
		}
	});

	test('keeps what has come of a part when it is opened again', async () => {
		const files = await open();
		const bytes = makeBytes(100_000);
		const first = await files.openPart('1-part');
		await first.write(0, bytes.subarray(0, 40_000));
		await first.close();
		await first.close();
		expect(await files.listParts()).toEqual([{key: '1-part', bytes: 40_000}]);
		const second = await files.openPart('1-part');
		expect(second.bytes).toBe(40_000);
		const read: Buffer[] = [];
		for await (const piece of second.read()) {
			read.push(Buffer.from(piece));
		}

		expect(Buffer.concat(read)).toEqual(bytes.subarray(0, 40_000));
		await second.write(40_000, bytes.subarray(40_000));
		await second.close();
		await files.keepPart('1-part', idOf(bytes));
		expect((await readWhole(files, idOf(bytes))).equals(bytes)).toBe(true);
	});

	test('stores a content again over the same one, lists it once, and removes it for good', async () => {
		const files = await open();
		const started = Date.now();
		const ids = [makeBytes(10, 1), makeBytes(10, 1), makeBytes(10, 2)].map(bytes => bytes);
		for (const bytes of ids) {
			await storePart(files, bytes);
		}

		const expected = [...new Set(ids.map(idOf))].sort();
		expect(await listIds(files)).toEqual(expected);
		for await (const {storedAt} of files.list()) {
			expect(Math.abs(storedAt - started)).toBeLessThan(60_000);
		}

		const [gone = ''] = expected;
		expect(await files.has(gone)).toBe(true);
		await files.remove(gone);
		await files.remove(gone);
		expect(await files.has(gone)).toBe(false);
		expect(await listIds(files)).toEqual(expected.slice(1));
		await expect(files.read(gone, {offset: 0, length: 1})).rejects.toThrow(MissingFile);
	});

	test('holds uploads of several senders, and nothing of what was given up', async () => {
		const files = await open();
		const {store, account, start} = await openFileNodes();
		const uploads = start(files);
		const sent = [1, 2, 3].map(seed => makeBytes(200_000, seed));
		await Promise.all(sent.map(bytes => sendWhole(uploads, account, bytes)));
		expect(await listIds(files)).toEqual(sent.map(idOf).sort());
		expect(await files.listParts()).toEqual([]);

		const wrong = makeBytes(1_000, 4);
		const {upload} = await uploads.start({account, file: idOf(makeBytes(9)), size: 1_000});
		await uploads.write(account, {upload, offset: 0, data: wrong});
		await expect(uploads.finish(account, upload)).rejects.toThrow('not the one announced');
		await sendTo(uploads, account, {bytes: makeBytes(1_000, 5)});
		await uploads.cancel({account, file: idOf(makeBytes(1_000, 5))});
		expect(await files.listParts()).toEqual([]);
		expect(await listIds(files)).toEqual(sent.map(idOf).sort());

		const [first] = sent;
		await uploads.cancel({account, file: idOf(first ?? wrong)});
		expect(await listIds(files)).toEqual(sent.slice(1).map(idOf).sort());
		await tidyFiles(store, files, uploads);
		expect(await listIds(files)).toEqual(sent.slice(1).map(idOf).sort());
	});

	test('is asked twice to end an upload, and ends it once', async () => {
		const files = await open();
		const {account, start} = await openFileNodes();
		const uploads = start(files);
		const bytes = makeBytes(100_000);
		const {upload} = await sendTo(uploads, account, {bytes});
		await Promise.all([uploads.finish(account, upload), uploads.finish(account, upload)]);
		expect((await readWhole(files, idOf(bytes))).equals(bytes)).toBe(true);
		expect(await uploads.start({account, file: idOf(bytes), size: bytes.length})).toEqual({
			upload: 0,
			offset: bytes.length,
		});
	});
});
