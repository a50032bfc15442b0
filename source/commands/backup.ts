/** `chat-tui backup`: one backup of a server, which may go on running. */
import {existsSync, statSync} from 'node:fs';
import {constants, setPriority} from 'node:os';
import {join} from 'node:path';
import {formatBytes} from '../protocol/byte-sizes.ts';
import {BackupFailure, explainFullDisk} from '../server/backup/backup-failure.ts';
import {type Backup, writeBackup} from '../server/backup/write-backup.ts';
import {actAsOwner} from './act-as-owner.ts';
import {CommandFailure, UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {printLine, printObject} from './print.ts';
import {readSettings} from './server-configuration/read-settings.ts';

/** What the operating system or the database has to say needs no stack to be understood. */
const isExpected = (error: unknown): error is Error & {code?: unknown} =>
	error instanceof BackupFailure ||
	(error instanceof Error &&
		('syscall' in error || ('code' in error && String(error.code).startsWith('SQLITE_'))));

const damageCodes: ReadonlySet<unknown> = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB']);

const isForbidden = (error: unknown): boolean =>
	error instanceof Error &&
	(('code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) ||
		isForbidden(error.cause));

/** Gives `work` a signal that Ctrl-C aborts, and turns what people can help into a sentence. */
export const runBackupWork = async <Result>(
	folder: string,
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
	const interrupting = new AbortController();
	const interrupt = (): void => interrupting.abort();
	process.once('SIGINT', interrupt);
	process.once('SIGTERM', interrupt);
	let owner: number | undefined;
	try {
		owner = actAsOwner(folder);
		if (owner !== undefined) {
			// A folder on the way may be closed to its owner, to whom nothing would seem to be there.
			statSync(folder);
		}

		return await work(interrupting.signal);
	} catch (error) {
		if (interrupting.signal.aborted) {
			throw new CommandFailure('Given up; nothing was left behind.', {cause: error});
		}

		const explained = explainFullDisk(error, folder);
		if (!isExpected(explained)) {
			throw explained;
		}

		const hints = [
			...(damageCodes.has(explained.code)
				? [`The database in ${folder} is damaged: restore an earlier backup with --replace.`]
				: []),
			...(owner !== undefined && isForbidden(explained)
				? [
						`Root works as the owner of ${folder} (user ${owner}) here, who needs the right to it too.`,
					]
				: []),
		];
		throw new CommandFailure([explained.message.replace(/\.?$/, '.'), ...hints].join(' '), {
			cause: explained,
		});
	} finally {
		process.off('SIGINT', interrupt);
		process.off('SIGTERM', interrupt);
	}
};

const countOf = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `12 accounts, 3456 entries, 7 files` */
export const describeContent = ({rows, files}: Backup['manifest']): string =>
	[
		countOf(rows.account ?? 0, 'account'),
		`${rows.entry ?? 0} ${rows.entry === 1 ? 'entry' : 'entries'}`,
		countOf(files.count, 'file'),
	].join(', ');

export const backupCommand = async (
	words: readonly string[],
	flags: CommandFlags,
): Promise<number> => {
	if (words.length > 0) {
		throw new UsageError('Usage: chat-tui backup [--data DIR] [--output FILE] [--json]');
	}

	const {data: folder, postgres} = readSettings(flags).values;
	if (postgres !== undefined && !existsSync(join(folder, 'server.db'))) {
		throw new CommandFailure(
			'This server is in PostgreSQL: back it up with its own tools, such as pg_dump, and then the place of the files.',
		);
	}

	// A server beside it goes first.
	setPriority(constants.priority.PRIORITY_LOW);
	const {file, bytes, manifest} = await runBackupWork(folder, signal =>
		writeBackup({folder, output: flags.output, signal}),
	);
	const {createdAt, rows, files, missing} = manifest;
	if (flags.json) {
		await printObject({file, bytes, createdAt, rows, files, missing});
		return 0;
	}

	await printLine(file);
	await printLine(`${formatBytes(bytes)}, verified: ${describeContent(manifest)}`);
	if (missing.length > 0) {
		await printLine(
			`Not in it, because the server itself has lost them: ${countOf(missing.length, 'file')}`,
		);
	}

	return 0;
};
