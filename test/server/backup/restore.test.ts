/** Restoring: what is refused, what is kept, and that a sudden end leaves the old server or the new one. */
import {execFileSync, spawnSync} from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import Database from 'better-sqlite3';
import {expect, test} from 'vitest';
import {listBackups} from '../../../source/server/backup/backup-places.ts';
import {restoreBackup} from '../../../source/server/backup/restore-backup.ts';
import {type Backup, writeBackup} from '../../../source/server/backup/write-backup.ts';
import {createServer} from '../../../source/server/server.ts';
import {contentOf, type LivedInServer, startLivedInServer} from '../../helpers/backed-up-server.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

/** A stopped server with more in it than its one backup has. */
const startBackedUp = async (): Promise<LivedInServer & {backup: Backup; folder: string}> => {
	const lived = await startLivedInServer();
	const backup = await writeBackup({folder: lived.server.dataDir});
	await lived.send('after the backup');
	await lived.sendFile(50_000, 2);
	await lived.server.stop();
	return {...lived, backup, folder: lived.server.dataDir};
};

const replace = (file: string, folder: string) => restoreBackup({file, folder, isReplacing: true});

test('a server is replaced only when it was said, and kept whole', async () => {
	const {folder, backup} = await startBackedUp();
	const before = contentOf(folder);
	await expect(restoreBackup({file: backup.file, folder, isReplacing: false})).rejects.toThrow(
		'is not empty',
	);
	expect(contentOf(folder)).toEqual(before);
	const {replaced = ''} = await replace(backup.file, folder);
	expect(contentOf(folder).texts).toEqual(['hello', '']);
	expect(contentOf(replaced)).toEqual(before);
	expect(listBackups(folder), 'backups stay').toHaveLength(1);
	const second = await replace(backup.file, folder);
	expect(second.replaced).not.toBe(replaced);
	expect(contentOf(replaced)).toEqual(before);
});

test('a running server is not touched', async () => {
	const {server} = await startLivedInServer();
	const {file} = await writeBackup({folder: server.dataDir});
	await expect(replace(file, server.dataDir)).rejects.toThrow('A server runs on');
});

test('what killed writers left of the replaced database never meets the restored one', async () => {
	const {folder, backup} = await startBackedUp();
	// A log that belongs to the old database, as a killed server leaves it.
	const old = new Database(join(folder, 'server.db'));
	old.exec("UPDATE entry SET content = json_object('text', 'from the old log')");
	cpSync(join(folder, 'server.db-wal'), join(folder, 'kept-wal'));
	old.close();
	cpSync(join(folder, 'kept-wal'), join(folder, 'server.db-wal'));
	await replace(backup.file, folder);
	expect(contentOf(folder).texts).toEqual(['hello', '']);
});

test('numbers that the lost time may have given are not given again', async () => {
	const {folder, backup} = await startBackedUp();
	await replace(backup.file, folder);
	const database = new Database(join(folder, 'server.db'));
	const rows = database.prepare('SELECT name, seq FROM sqlite_sequence').all() as {
		name: string;
		seq: number;
	}[];
	database.close();
	const given = new Map(rows.map(({name, seq}) => [name, seq]));
	for (const name of ['account', 'device', 'log']) {
		expect(given.get(name)).toBeGreaterThan(1_700_000_000);
	}
});

const restoringProcess = fileURLToPath(
	new URL('../../helpers/restoring-process.ts', import.meta.url),
);

test('killed at any step, the folder holds the old server or the new one, and the next start finishes it', async () => {
	const {folder, backup} = await startBackedUp();
	const old = contentOf(folder);
	const copy = (): string => {
		const target = join(temporaryFolder(), 'server');
		cpSync(folder, target, {recursive: true});
		return target;
	};
	const args = (target: string, ...how: string[]) => [
		restoringProcess,
		backup.file,
		target,
		...how,
	];
	const whole = copy();
	const renames = Number(execFileSync(process.execPath, args(whole)).toString());
	expect(renames).toBeGreaterThan(4);
	const fresh = {...contentOf(whole), epoch: expect.any(String)};
	expect(fresh.texts).toEqual(['hello', '']);
	const outcomes: string[] = [];
	for (let nth = 1; nth <= renames; nth += 1) {
		for (const when of ['before', 'after']) {
			const target = copy();
			const {signal} = spawnSync(process.execPath, args(target, String(nth), when));
			expect(signal).toBe('SIGKILL');
			const server = await createServer({dataDir: target, port: 0, host: '127.0.0.1'});
			await server.close();
			const content = contentOf(target);
			const isOld = content.epoch === old.epoch;
			expect(content, `${when} rename ${nth}`).toEqual(isOld ? old : fresh);
			if (!isOld) {
				const [replaced = ''] = readdirSync(target).filter(name => name.startsWith('replaced-'));
				expect(contentOf(join(target, replaced))).toEqual(old);
			}

			outcomes.push(isOld ? 'old' : 'new');
			expect(readdirSync(target).filter(name => name.startsWith('restored-'))).toEqual([]);
		}
	}

	// The first rename decides.
	expect(outcomes.slice(0, 2)).toEqual(['old', 'new']);
	expect(new Set(outcomes.slice(1))).toEqual(new Set(['new']));
}, 120_000);

test('a backup that is not whole is refused wherever it is cut or changed, and nothing is put in place', async () => {
	const {backup} = await startBackedUp();
	const bytes = readFileSync(backup.file);
	const folder = temporaryFolder();
	const file = join(folder, 'damaged.tar');
	const target = join(folder, 'target');
	const damage: [string, () => void][] = [];
	const cut = (at: number): void => {
		damage.push([`cut at ${at}`, () => truncateSync(file, at)]);
	};
	const change = (at: number): void => {
		damage.push([
			`changed at ${at}`,
			() => {
				const changed = Buffer.from(bytes);
				changed.writeUInt8(changed.readUInt8(at) ^ 0x10, at);
				writeFileSync(file, changed);
			},
		]);
	};
	const manifestAt = bytes.indexOf('{');
	const databaseAt = bytes.indexOf('SQLite format 3');
	const identityAt = bytes.indexOf('-----BEGIN PRIVATE KEY');
	const fileAt = bytes.indexOf('files/') + 512;
	for (const at of [manifestAt, manifestAt + 20, identityAt, identityAt + 100, fileAt - 500]) {
		change(at);
	}

	for (let part = 0; part < 10; part += 1) {
		change(databaseAt + part * 16_384 + 7);
		change(fileAt + part * 19_999);
		cut(Math.floor((bytes.length * (part + 0.5)) / 10));
	}

	for (const at of [0, databaseAt - 512, identityAt - 512, fileAt - 512]) {
		cut(at);
	}

	const twice = [bytes.subarray(0, identityAt - 512), bytes.subarray(databaseAt - 512)];
	damage.push(['a member twice', () => writeFileSync(file, Buffer.concat(twice))]);
	for (const [what, spoil] of damage) {
		writeFileSync(file, bytes);
		spoil();
		await expect(restoreBackup({file, folder: target, isReplacing: false}), what).rejects.toThrow(
			/is damaged|is no backup/,
		);
		expect(existsSync(join(target, 'server.db'))).toBe(false);
		expect(readdirSync(target).filter(name => name.startsWith('restored-'))).toEqual([]);
	}

	writeFileSync(file, bytes);
	await restoreBackup({file, folder: target, isReplacing: false});
	expect(contentOf(target).damage).toBe('ok');
});

test.each([
	['not a tar file', Buffer.from('hello'.repeat(1_000))],
	['an empty file', Buffer.alloc(0)],
])('%s is no backup', async (_, content) => {
	const folder = temporaryFolder();
	const file = join(folder, 'file');
	writeFileSync(file, content);
	await expect(
		restoreBackup({file, folder: join(folder, 'target'), isReplacing: false}),
	).rejects.toThrow(/is no backup|is damaged/);
});

test('a backup of a newer program is refused in words', async () => {
	const {server} = await startLivedInServer();
	await server.stop();
	const database = new Database(join(server.dataDir, 'server.db'));
	database.pragma('user_version = 1000');
	database.close();
	const folder = temporaryFolder();
	await expect(
		writeBackup({folder: server.dataDir, output: join(folder, 'b.tar')}),
	).rejects.toThrow('newer chat-tui');
});

test('a folder with other things in it is left alone', async () => {
	const {backup} = await startBackedUp();
	const folder = temporaryFolder();
	mkdirSync(join(folder, 'holiday'));
	await expect(restoreBackup({file: backup.file, folder, isReplacing: false})).rejects.toThrow(
		'is not empty (holiday)',
	);
	await replace(backup.file, folder);
	expect(readdirSync(folder)).toContain('holiday');
	await expect(
		restoreBackup({file: join(folder, 'none.tar'), folder, isReplacing: true}),
	).rejects.toThrow('cannot be read');
});
