/** Backups of a server that runs: whole, consistent, private, and refused where they would not be. */
import fs, {existsSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {syncBuiltinESMExports} from 'node:module';
import {join} from 'node:path';
import Database from 'better-sqlite3';
import {expect, onTestFinished, test, vi} from 'vitest';
import {
	backupsFolder,
	listBackups,
	timeOfBackup,
	workName,
} from '../../../source/server/backup/backup-places.ts';
import {restoreBackup} from '../../../source/server/backup/restore-backup.ts';
import {type Unpacked, unpackArchive} from '../../../source/server/backup/unpack-archive.ts';
import {checkUnpacked, verifyBackup} from '../../../source/server/backup/verify-backup.ts';
import {writeBackup} from '../../../source/server/backup/write-backup.ts';
import {lockBackups} from '../../../source/server/store/sqlite/lock-folder.ts';
import {contentOf, startLivedInServer} from '../../helpers/backed-up-server.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

const restore = async (file: string) => {
	const folder = join(temporaryFolder(), 'restored');
	await restoreBackup({file, folder, isReplacing: false});
	return contentOf(folder);
};

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('a backup of a running server holds its messages, its files and its identity, for its owner alone', async () => {
	const {server, sendFile} = await startLivedInServer();
	await sendFile(70_000, 2);
	const {file, bytes, manifest} = await writeBackup({folder: server.dataDir});
	expect(listBackups(server.dataDir)).toEqual([{file, at: expect.any(Number)}]);
	expect([modeOf(file), modeOf(backupsFolder(server.dataDir))]).toEqual([0o600, 0o700]);
	expect(bytes).toBe(statSync(file).size);
	expect(manifest.files).toEqual({count: 2, bytes: 270_000});
	const before = contentOf(server.dataDir);
	const after = await restore(file);
	expect(after).toEqual({...before, epoch: after.epoch});
	expect(after.epoch).not.toBe(before.epoch);
	expect(existsSync(join(server.dataDir, workName))).toBe(false);
});

test('backups made while messages and files come and go are each one moment of the server', async () => {
	const {server, alice, conversation, sendFile} = await startLivedInServer();
	let isOn = true;
	const talk = (async () => {
		for (let line = 1; isOn; line += 1) {
			await alice.whenSent(alice.sendMessage(conversation, `line ${line}`));
		}
	})();
	const moveFiles = (async () => {
		for (let fill = 3; isOn; fill += 1) {
			const seq = await sendFile(60_000, fill % 250);
			await alice.recallMessage({conversation, seq});
		}
	})();
	for (let round = 0; round < 5; round += 1) {
		const {file, manifest} = await writeBackup({
			folder: server.dataDir,
			output: join(temporaryFolder(), 'backup.tar'),
		});
		expect(manifest.missing).toEqual([]);
		const {texts, damage, files} = await restore(file);
		expect(damage).toBe('ok');
		expect(files).toHaveLength(manifest.files.count);
		const lines = texts.filter(text => text?.startsWith('line '));
		expect(lines).toEqual(lines.map((_, index) => `line ${index + 1}`));
	}

	isOn = false;
	await Promise.all([talk, moveFiles]);
});

test('a file that is removed after the database was copied is in neither', async () => {
	const {server, sendFile} = await startLivedInServer();
	await sendFile(70_000, 2);
	const [id = ''] = contentOf(server.dataDir).files;
	// As a recall does it, in the worst moment: when the copied database still refers to the file.
	const link = vi.spyOn(fs, 'linkSync').mockImplementationOnce((...paths) => {
		const database = new Database(join(server.dataDir, 'server.db'));
		database.prepare('DELETE FROM file WHERE id = ?').run(id);
		database.close();
		rmSync(join(server.dataDir, 'files', `by-id-${id.slice(0, 2)}`, id));
		fs.linkSync(...paths);
	});
	syncBuiltinESMExports();
	onTestFinished(() => {
		link.mockRestore();
		syncBuiltinESMExports();
	});
	const {file, manifest} = await writeBackup({folder: server.dataDir});
	expect(link).toHaveBeenCalled();
	expect(manifest).toMatchObject({missing: [], files: {count: 1}});
	expect((await restore(file)).files).not.toContain(id);
});

test('where a file system has no links, files are copied', async () => {
	const {server} = await startLivedInServer();
	const refusal = Object.assign(new Error('no links here'), {code: 'EPERM'});
	const link = vi.spyOn(fs, 'linkSync').mockImplementation(() => {
		throw refusal;
	});
	syncBuiltinESMExports();
	onTestFinished(() => {
		link.mockRestore();
		syncBuiltinESMExports();
	});
	const {file} = await writeBackup({folder: server.dataDir});
	expect(link).toHaveBeenCalled();
	expect((await restore(file)).files).toEqual(contentOf(server.dataDir).files);
});

test('what was read back must be what the manifest and the database tell', async () => {
	const {server} = await startLivedInServer();
	const {file, manifest} = await writeBackup({folder: server.dataDir});
	const target = temporaryFolder();
	const unpacked = await unpackArchive(file, {target, keepsFiles: false});
	const check = (changes: Partial<Unpacked>) => () =>
		checkUnpacked(file, target, {...unpacked, ...changes});
	expect(check({})).not.toThrow();
	expect(check({fileIds: new Set(['another'])})).toThrow('is missing');
	const rows = {...manifest.rows, account: 2};
	expect(check({manifest: {...manifest, rows}})).toThrow('1 rows of account are left of 2');
	expect(check({manifest: {...manifest, epoch: 'another'}})).toThrow('another one');
});

test('a file that the server itself has lost is told, and keeps nothing else from being backed up', async () => {
	const {server} = await startLivedInServer();
	const [id = ''] = contentOf(server.dataDir).files;
	rmSync(join(server.dataDir, 'files', `by-id-${id.slice(0, 2)}`, id));
	const {file, manifest} = await writeBackup({folder: server.dataDir});
	expect(manifest.missing).toEqual([id]);
	expect(await restore(file)).toMatchObject({texts: ['hello', ''], files: []});
});

test('a file whose content is not what it was is found, and named', async () => {
	const {server} = await startLivedInServer();
	const [id = ''] = contentOf(server.dataDir).files;
	writeFileSync(
		join(server.dataDir, 'files', `by-id-${id.slice(0, 2)}`, id),
		Buffer.alloc(200_000, 9),
	);
	await expect(writeBackup({folder: server.dataDir})).rejects.toThrow(id);
	expect(readdirSync(backupsFolder(server.dataDir))).toEqual([]);
	expect(existsSync(join(server.dataDir, workName))).toBe(false);
});

test('what an earlier backup left that was killed is removed', async () => {
	const {server} = await startLivedInServer();
	await writeBackup({folder: server.dataDir});
	const [made] = readdirSync(backupsFolder(server.dataDir));
	writeFileSync(join(backupsFolder(server.dataDir), 'chat-tui-2026-01-01T000000Z.tar.part'), 'x');
	const output = join(temporaryFolder(), 'other.tar');
	await writeBackup({folder: server.dataDir, output});
	expect(readdirSync(backupsFolder(server.dataDir))).toEqual([made]);
});

test('a backup is written over no other file', async () => {
	const {server} = await startLivedInServer();
	const output = join(temporaryFolder(), 'precious');
	writeFileSync(output, 'mine');
	await expect(writeBackup({folder: server.dataDir, output})).rejects.toThrow('is there already');
	expect(statSync(output).size).toBe(4);
});

test('only one backup of a server is made at a time', async () => {
	const {server} = await startLivedInServer();
	const unlock = lockBackups(server.dataDir);
	await expect(writeBackup({folder: server.dataDir})).rejects.toThrow('is under way');
	unlock?.();
	const {file} = await writeBackup({folder: server.dataDir});
	await verifyBackup(file, join(temporaryFolder(), 'scratch'));
});

test('a backup that is given up leaves nothing behind', async () => {
	const {server} = await startLivedInServer();
	const ending = new AbortController();
	const making = writeBackup({folder: server.dataDir, signal: ending.signal});
	ending.abort();
	await expect(making).rejects.toThrow('aborted');
	expect(existsSync(join(server.dataDir, workName))).toBe(false);
	expect(readdirSync(backupsFolder(server.dataDir))).toEqual([]);
});

test('a folder without a server is told', async () => {
	const folder = temporaryFolder();
	await expect(writeBackup({folder})).rejects.toThrow(`There is no chat-tui server in ${folder}.`);
	expect(readdirSync(folder)).toEqual([]);
});

test('names tell when a backup was made, and nothing else is one', () => {
	expect(timeOfBackup('chat-tui-2026-11-21T093000Z.tar')).toBe(Date.UTC(2026, 10, 21, 9, 30));
	for (const name of [
		'chat-tui-2026-11-21T093000Z.tar.part',
		'chat-tui-2026-99-21T093000Z.tar',
		'x',
	]) {
		expect(timeOfBackup(name)).toBeUndefined();
	}
});
