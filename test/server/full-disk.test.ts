/** A server whose disk is full or fails while a file comes: it says so, and nothing of the file stays. */
import {existsSync, symlinkSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {checkDisk} from '../../source/server/files/file-quota.ts';
import {idOf, makeBytes, sendBytes, startPair, upload} from '../helpers/wire-files.ts';

test.runIf(existsSync('/dev/full'))(
	'a file that fills the disk is refused, and can be sent again',
	async () => {
		const {server, ada, parts, stored} = await startPair();
		const bytes = makeBytes(100_000);
		const part = join(server.dataDir, 'files', 'parts', `${ada.session.account.id}-${idOf(bytes)}`);
		// Every write to it fails as on a full disk.
		symlinkSync('/dev/full', part);
		const goal = {file: idOf(bytes), size: bytes.length};
		const {upload: number, offset} = await ada.request('start-upload', goal);
		const data = bytes.subarray(0, 1_000);
		expect(await ada.codeOf('write-chunk', {upload: number, offset, data})).toBe('storage-full');
		expect([...parts(), ...stored()]).toEqual([]);
		expect(await ada.codeOf('finish-upload', {upload: number})).toBe('not-found');
		await upload(ada, bytes);
		expect(stored()).toHaveLength(1);
	},
);

/** The next file that any code opens fails to reach the disk. */
const failNextSync = async (folder: string): Promise<void> => {
	const handle = await open(folder, 'r');
	await handle.close();
	vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'datasync').mockRejectedValueOnce(
		Object.assign(new Error('EIO: i/o error, fdatasync'), {code: 'EIO'}),
	);
};

test('a disk that loses what it took is told as such, and the file can be sent again', async () => {
	const {server, ada, parts, stored} = await startPair();
	const bytes = makeBytes(1_000);
	const {upload: number} = await sendBytes(ada, bytes);
	await failNextSync(server.dataDir);
	expect(await ada.codeOf('finish-upload', {upload: number})).toBe('storage-full');
	expect([...parts(), ...stored()], 'what came is not trusted any more').toEqual([]);
	await upload(ada, bytes);
	expect(stored()).toHaveLength(1);
});

test('room is left for messages: files never take the last of the disk', () => {
	const gibibyte = 1_073_741_824;
	expect(() => checkDisk(gibibyte - 67_108_864, gibibyte)).not.toThrow();
	expect(() => checkDisk(gibibyte - 1_000_000, gibibyte)).toThrow('no room');
	expect(() => checkDisk(900_000, 1_000_000)).toThrow('no room');
	expect(() => checkDisk(700_000, 1_000_000)).not.toThrow();
	expect(() => checkDisk(gibibyte, undefined)).not.toThrow();
});
