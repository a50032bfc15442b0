/** Makes backups while a server runs: when the newest is old enough, in a process of its own; old ones are removed. */
import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {rm} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import type {Logger} from 'pino';
import {lockBackups} from '../store/sqlite/lock-folder.ts';
import {BackupFailure} from './backup-failure.ts';
import {listBackups, removeLeftovers} from './backup-places.ts';

export type BackupTimes = {
	/** From one backup to the next, across restarts. */
	readonly everyMs: number;
	/** Older ones are removed, except the newest. */
	readonly keepMs: number;
	/** The first one waits so long after the start, which has enough to do. @default a minute */
	readonly startMs?: number;
};

/** What the process tells of its end. */
export type BackupReport =
	| {readonly kind: 'made'; readonly file: string; readonly bytes: number}
	| {readonly kind: 'failed'; readonly reason: string};

export type BackupScheduleOptions = BackupTimes & {
	readonly folder: string;
	readonly logger: Logger;
};

const startMsDefault = 60_000;
/** After a failure, unless backups are made more often. */
const retryMsMax = 600_000;
const processEntry = new URL(
	import.meta.url.endsWith('.ts') ? './backup-process.ts' : './backup-process.js',
	import.meta.url,
);
/** For the process to take back what it has begun. */
const endMs = 5_000;

/** A newest backup from the future (a clock that was wrong) does not count. */
const nextDue = (backups: readonly {at: number}[], now: number, everyMs: number): number => {
	const newest = backups.find(({at}) => at <= now);
	return newest === undefined ? 0 : newest.at + everyMs;
};

export class BackupSchedule {
	readonly #options: BackupScheduleOptions;
	#dueAt: number;
	#child: ChildProcess | undefined;
	#work: Promise<void> | undefined;
	#isClosed = false;

	/** Begins by removing what a sudden end has left. */
	constructor(options: BackupScheduleOptions) {
		const {startMs = startMsDefault} = options;
		this.#options = options;
		this.#dueAt = Date.now() + startMs;
		this.#tidy();
	}

	/** Called every now and then, with milliseconds since 1970; does what is due. */
	run(now: number): void {
		if (now < this.#dueAt || this.#work !== undefined || this.#isClosed) {
			return;
		}

		this.#work = this.#try(now).finally(() => {
			this.#work = undefined;
		});
	}

	/** Gives up the backup under way. */
	async close(): Promise<void> {
		this.#isClosed = true;
		const child = this.#child;
		if (child?.connected) {
			child.disconnect();
		}

		const timer = setTimeout(() => child?.kill('SIGKILL'), endMs);
		await this.#work;
		clearTimeout(timer);
		this.#tidy();
	}

	async #try(now: number): Promise<void> {
		const {folder, everyMs, logger} = this.#options;
		try {
			await this.#removeOld(now);
			const dueAt = nextDue(listBackups(folder), now, everyMs);
			if (now < dueAt) {
				this.#dueAt = dueAt;
				return;
			}

			const {file, bytes} = await this.#make();
			logger.info({file, bytes, durationMs: Date.now() - now}, 'backup made');
			this.#dueAt = nextDue(listBackups(folder), Date.now(), everyMs);
			await this.#removeOld(Date.now());
		} catch (error) {
			this.#dueAt = Date.now() + Math.min(everyMs, retryMsMax);
			if (!this.#isClosed) {
				logger.error({err: error}, 'backup failed');
			}
		}
	}

	/** @throws {BackupFailure} */
	async #make(): Promise<Extract<BackupReport, {kind: 'made'}>> {
		const {folder} = this.#options;
		const child = fork(fileURLToPath(processEntry), [folder], {stdio: 'ignore', execArgv: []});
		this.#child = child;
		let report: BackupReport | undefined;
		child.on('message', message => {
			report = message as BackupReport;
		});
		const [code, signal] = await once(child, 'exit').finally(() => {
			this.#child = undefined;
		});
		if (report?.kind !== 'made') {
			throw new BackupFailure(
				report?.reason ?? `The backup's process ended by itself (${signal ?? code}).`,
			);
		}

		return report;
	}

	/** Keeps the newest, however old it is. */
	async #removeOld(now: number): Promise<void> {
		const {folder, keepMs, logger} = this.#options;
		const [, ...older] = listBackups(folder);
		for (const {file} of older.filter(({at}) => at < now - keepMs)) {
			await rm(file, {force: true});
			logger.info({file}, 'old backup removed');
		}
	}

	#tidy(): void {
		const {folder, logger} = this.#options;
		try {
			const unlock = lockBackups(folder);
			if (unlock !== undefined) {
				removeLeftovers(folder);
				unlock();
			}
		} catch (error) {
			logger.error({err: error}, 'what a backup left could not be removed');
		}
	}
}
