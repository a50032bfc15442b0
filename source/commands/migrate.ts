/** `chat-tui migrate`: moves a stopped server from SQLite to PostgreSQL, where several nodes can be one server. */
import {pino} from 'pino';
import {formatBytes} from '../protocol/byte-sizes.ts';
import {type Migration, migrateServer} from '../server/migrate/migrate-server.ts';
import {StartFailure} from '../server/start-failure.ts';
import {MigrateFailure} from '../server/store/migrate-store/migrate-failure.ts';
import {actAsOwner} from './act-as-owner.ts';
import {CommandFailure, UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {printLine, printObject} from './print.ts';
import {readFilesPlace} from './server-configuration/read-files-place.ts';
import {readSettings} from './server-configuration/read-settings.ts';

const usage =
	'Usage: chat-tui migrate --from DIR --to-postgres URL (--files-folder DIR | --s3-endpoint URL --s3-bucket NAME) [--json]';

/** Rows or files after which it is said how far it has come. */
const sayEach = 100_000;

const createTeller = (): ((what: string, count: number) => void) => {
	let saidAt = 0;
	let saidOf = '';
	return (what, count) => {
		saidAt = what === saidOf ? saidAt : 0;
		saidOf = what;
		if (count - saidAt >= (what === 'files' ? sayEach / 100 : sayEach)) {
			saidAt = count;
			process.stderr.write(`${what}: ${count}\n`);
		}
	};
};

const printReport = async ({tables, files}: Migration): Promise<void> => {
	for (const {table, rows, digest} of tables) {
		await printLine(
			`${table.padEnd(16)} ${String(rows).padStart(10)} rows  sha256 ${digest.slice(0, 16)}`,
		);
	}

	await printLine(
		`${'files'.padEnd(16)} ${String(files.count).padStart(10)}       ${formatBytes(files.bytes)}`,
	);
	await printLine('Moved and verified: both sides have the same rows and the same files.');
	if (files.missing.length > 0) {
		await printLine(`Not moved, because the server itself has lost them: ${files.missing.length}`);
	}
};

export const migrateCommand = async (
	words: readonly string[],
	flags: CommandFlags,
): Promise<number> => {
	const {from} = flags;
	const {values} = readSettings(flags);
	const postgres = flags.toPostgres ?? values.postgres;
	const files = readFilesPlace(values);
	if (words.length > 0 || from === undefined || postgres === undefined || files === undefined) {
		throw new UsageError(usage);
	}

	try {
		actAsOwner(from);
		const logger = pino({level: 'silent'});
		const migration = await migrateServer({
			from,
			postgres,
			files,
			logger,
			onProgress: createTeller(),
		});
		await (flags.json ? printObject(migration) : printReport(migration));
		return 0;
	} catch (error) {
		throw error instanceof MigrateFailure || error instanceof StartFailure
			? new CommandFailure(error.message, {cause: error})
			: error;
	}
};
