/** `chat-tui restore FILE`: puts a backup where a server is to be, or in the place of one. */
import {restoreBackup} from '../server/backup/restore-backup.ts';
import {describeContent, runBackupWork} from './backup.ts';
import {CommandFailure, UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {printLine, printObject} from './print.ts';
import {readSettings} from './server-configuration/read-settings.ts';

export const restoreCommand = async (
	words: readonly string[],
	flags: CommandFlags,
): Promise<number> => {
	const [file, ...others] = words;
	if (file === undefined || others.length > 0) {
		throw new UsageError('Usage: chat-tui restore FILE [--data DIR] [--replace] [--json]');
	}

	const {data: folder, postgres} = readSettings(flags).values;
	if (postgres !== undefined && flags.data === undefined) {
		throw new CommandFailure(
			'The settings name PostgreSQL, which no backup goes into: restore it with --data into a new folder, and move that with chat-tui migrate.',
		);
	}

	const {manifest, replaced} = await runBackupWork(folder, signal =>
		restoreBackup({file, folder, isReplacing: flags.replace ?? false, signal}),
	);
	const {createdAt, rows, files, missing} = manifest;
	if (flags.json) {
		await printObject({folder, replaced, createdAt, rows, files, missing});
		return 0;
	}

	await printLine(
		`Restored into ${folder}, as it was at ${createdAt}: ${describeContent(manifest)}`,
	);
	if (replaced !== undefined) {
		await printLine(`What was there before is kept in ${replaced}`);
	}

	return 0;
};
