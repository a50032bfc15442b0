/** A disk that fills while a backup is made or restored, whichever write is the last that fits. */
import fs, {existsSync, readdirSync} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import {syncBuiltinESMExports} from 'node:module';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {workName} from '../../../source/server/backup/backup-places.ts';
import {restoreBackup} from '../../../source/server/backup/restore-backup.ts';
import {writeBackup} from '../../../source/server/backup/write-backup.ts';
import {contentOf, startLivedInServer} from '../../helpers/backed-up-server.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

/** Lets so many writes succeed; returns how many were asked for so far. */
const fillDiskAfter = (writes: number): (() => number) => {
	let count = 0;
	const {open} = fs.promises;
	const spy = vi.spyOn(fs.promises, 'open').mockImplementation(async (...args) => {
		const handle: FileHandle = await open(...args);
		const {writeFile} = handle;
		handle.writeFile = async (...data) => {
			count += 1;
			if (count > writes) {
				throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
					code: 'ENOSPC',
					syscall: 'write',
				});
			}

			return writeFile.apply(handle, data);
		};
		return handle;
	});
	syncBuiltinESMExports();
	const restore = (): void => {
		spy.mockRestore();
		syncBuiltinESMExports();
	};
	onTestFinished(restore);
	return () => {
		restore();
		return count;
	};
};

test('a backup that fills the disk says so and leaves nothing', async () => {
	const {server} = await startLivedInServer();
	const {dataDir: folder} = server;
	const output = join(temporaryFolder(), 'whole.tar');
	const endCount = fillDiskAfter(Number.POSITIVE_INFINITY);
	await writeBackup({folder, output});
	const writes = endCount();
	expect(writes).toBeGreaterThan(5);
	for (let room = 0; room < writes; room += 1) {
		const end = fillDiskAfter(room);
		await expect(writeBackup({folder}), `room for ${room}`).rejects.toThrow('the disk is full');
		end();
		expect(existsSync(join(folder, workName))).toBe(false);
		expect(readdirSync(join(folder, 'backups'))).toEqual([]);
	}

	await writeBackup({folder});
});

test('restoring that fills the disk says so and touches nothing', async () => {
	const {server, send} = await startLivedInServer();
	const {dataDir: folder} = server;
	const {file} = await writeBackup({folder});
	await send('after the backup');
	await server.stop();
	const before = contentOf(folder);
	const names = readdirSync(folder).sort();
	for (let room = 0; room < 3; room += 1) {
		const end = fillDiskAfter(room);
		const restoring = restoreBackup({file, folder, isReplacing: true});
		await expect(restoring, `room for ${room}`).rejects.toThrow('the disk is full');
		end();
		expect(readdirSync(folder).sort()).toEqual(names);
		expect(contentOf(folder)).toEqual(before);
	}
});
