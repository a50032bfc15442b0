/** Backups by themselves: when they are due, what stays of them, and what a failure does. */
import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {pino} from 'pino';
import {expect, onTestFinished, test} from 'vitest';
import {
	backupName,
	backupsFolder,
	listBackups,
	workName,
} from '../../../source/server/backup/backup-places.ts';
import {BackupSchedule, type BackupTimes} from '../../../source/server/backup/backup-schedule.ts';
import {startLivedInServer} from '../../helpers/backed-up-server.ts';
import {startTestServer} from '../../helpers/test-server.ts';
import {waitFor} from '../../helpers/wait-for.ts';

const hour = 3_600_000;
const daily: BackupTimes = {everyMs: 24 * hour, keepMs: 7 * 24 * hour};

const start = (folder: string, times = daily) => {
	const logged: {msg: string; err?: {message: string}}[] = [];
	const logger = pino({base: null}, {write: line => void logged.push(JSON.parse(line))});
	const schedule = new BackupSchedule({startMs: 0, ...times, folder, logger});
	onTestFinished(() => schedule.close());
	return {
		schedule,
		logged,
		/** Runs until it has been told that something was done. */
		async runUntil(message: string): Promise<void> {
			await waitFor(
				() => {
					schedule.run(Date.now());
					return logged.some(({msg}) => msg === message);
				},
				() => `"${message}"; it said ${JSON.stringify(logged)}`,
				30_000,
			);
		},
	};
};

/** A backup by its name alone; none of these tests reads it. */
const pretendBackup = (folder: string, at: number): string => {
	mkdirSync(backupsFolder(folder), {recursive: true});
	const name = backupName(new Date(at));
	writeFileSync(join(backupsFolder(folder), name), 'old');
	return name;
};

const namesOf = (folder: string): string[] => listBackups(folder).map(({file}) => basename(file));

test('a server without a backup gets one, and the next one only when it is due, across restarts', async () => {
	const {server} = await startLivedInServer();
	const first = start(server.dataDir);
	await first.runUntil('backup made');
	const made = namesOf(server.dataDir);
	expect(made).toHaveLength(1);
	await first.schedule.close();
	const again = start(server.dataDir);
	again.schedule.run(Date.now());
	await again.schedule.close();
	expect(namesOf(server.dataDir)).toEqual(made);
	expect(again.logged).toEqual([]);
	const sooner = start(server.dataDir, {...daily, everyMs: 1});
	await sooner.runUntil('backup made');
});

test('a server makes its backups by itself', async () => {
	const {dataDir} = await startTestServer({
		backups: {...daily, startMs: 0},
		patience: {sweepMs: 20},
	});
	await waitFor(() => namesOf(dataDir).length === 1, 'a backup', 30_000);
});

test('old backups go, the newest stays however old it is', async () => {
	const {server} = await startLivedInServer();
	const now = Date.now();
	const names = [1, 6, 8, 30].map(days =>
		pretendBackup(server.dataDir, now - days * 24 * hour - 1),
	);
	await start(server.dataDir).runUntil('backup made');
	await waitFor(() => namesOf(server.dataDir).length === 3, 'the old ones to be gone');
	expect(namesOf(server.dataDir).slice(1)).toEqual(names.slice(0, 2));
});

test('the newest backup stays as long as no newer one can be made', async () => {
	const {server} = await startLivedInServer();
	const [newest, older] = [90, 91].map(days =>
		pretendBackup(server.dataDir, Date.now() - days * 24 * hour),
	);
	rmSync(join(server.dataDir, 'identity.pem'));
	await start(server.dataDir).runUntil('backup failed');
	expect(namesOf(server.dataDir)).toEqual([newest]);
	expect(older).not.toBe(newest);
});

test('a name from the future holds back no backup', async () => {
	const {server} = await startLivedInServer();
	const future = pretendBackup(server.dataDir, Date.now() + 400 * 24 * hour);
	await start(server.dataDir).runUntil('backup made');
	expect(namesOf(server.dataDir)).toHaveLength(2);
	expect(namesOf(server.dataDir)[0]).toBe(future);
});

test('a failure is logged with its reason, leaves nothing, and is tried again later', async () => {
	const {server} = await startLivedInServer();
	writeFileSync(backupsFolder(server.dataDir), 'in the way');
	const {schedule, logged, runUntil} = start(server.dataDir);
	await runUntil('backup failed');
	expect(logged[0]?.err?.message).toContain('backups');
	expect(readdirSync(server.dataDir)).not.toContain(workName);
	schedule.run(Date.now());
	schedule.run(Date.now() + 11 * 60_000);
	await waitFor(() => logged.length === 2, 'the second try', 30_000);
});

test('a server that stops gives its backup up and leaves nothing of it', async () => {
	const {server} = await startLivedInServer();
	const {schedule, logged} = start(server.dataDir);
	schedule.run(Date.now());
	await waitFor(
		() => readdirSync(server.dataDir).includes(workName) || listBackups(server.dataDir).length > 0,
		'the backup to have begun',
	);
	await schedule.close();
	expect(logged.filter(({msg}) => msg === 'backup failed')).toEqual([]);
	expect(readdirSync(server.dataDir)).not.toContain(workName);
	expect(namesOf(server.dataDir).length).toBeLessThan(2);
});
