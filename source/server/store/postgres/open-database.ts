/** Makes sure, before a server starts, that the PostgreSQL it shall use is there, takes writes, and has the newest schema. */
import pg from 'pg';
import {StartFailure} from '../../start-failure.ts';
import {migrate} from './migrate.ts';

const versionMin = 13;
const connectMsMax = 10_000;

/** Numbers of advisory locks that stand for this server in its database. */
export type Locks = {readonly alone: string; readonly migrate: string; readonly named: string};

/** Why PostgreSQL cannot be used, in words for the person who starts the server; never with the URL. */
const explain = (error: unknown): string => {
	const {code, message} = error as {code?: unknown; message?: unknown};
	switch (code) {
		case '28P01':
		case '28000':
			return 'PostgreSQL does not accept the user or the password.';
		case '3D000':
			return 'PostgreSQL has no database of that name: make one first (createdb).';
		case '42501':
			return `The user may not do in PostgreSQL what a server needs: ${message}.`;
		case '53300':
			return 'PostgreSQL has no connection left: too many are open.';
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return 'The host of PostgreSQL is not known.';
		case 'ECONNREFUSED':
		case 'ENOENT':
			return 'No PostgreSQL answers there: is it running, and are host and port right?';
		default:
			return `PostgreSQL cannot be used: ${message}.`;
	}
};

const check = async (client: pg.Client): Promise<Locks> => {
	const {rows} = await client.query<{
		version: number;
		encoding: string;
		schema: string | null;
		is_standby: boolean;
		is_read_only: boolean;
	}>(`SELECT current_setting('server_version_num')::integer / 10000 AS version,
		current_setting('server_encoding') AS encoding,
		current_schema() AS schema,
		pg_is_in_recovery() AS is_standby,
		current_setting('default_transaction_read_only')::boolean AS is_read_only`);
	const facts = rows[0];
	if (facts === undefined || facts.version < versionMin) {
		throw new StartFailure(
			`chat-tui needs PostgreSQL ${versionMin} or newer; this one is ${facts?.version}.`,
		);
	}

	if (facts.is_standby || facts.is_read_only) {
		throw new StartFailure(
			'This PostgreSQL only reads (a standby, or set so): chat-tui needs the one that writes.',
		);
	}

	if (facts.encoding !== 'UTF8') {
		throw new StartFailure(
			`The database holds texts as ${facts.encoding}; chat-tui needs one with UTF8.`,
		);
	}

	if (facts.schema === null) {
		throw new StartFailure('The search_path of the PostgreSQL user names no schema that exists.');
	}

	const locks = await client.query<Locks>(
		`SELECT hashtextextended($1 || ' alone', 0)::text AS alone,
			hashtextextended($1 || ' migrate', 0)::text AS migrate,
			hashtextextended($1 || ' named', 0)::text AS named`,
		[`chat-tui ${facts.schema}`],
	);
	return locks.rows[0] ?? {alone: '1', migrate: '2', named: '3'};
};

/** @throws {StartFailure} when the address is no PostgreSQL URL; it is not repeated, for its password's sake */
const createClient = (url: string): pg.Client => {
	const wrong =
		'The address of PostgreSQL is no URL of the form postgres://USER:PASSWORD@HOST:PORT/DATABASE.';
	if (!/^postgres(?:ql)?:\/\//.test(url)) {
		throw new StartFailure(wrong);
	}

	try {
		return new pg.Client({
			connectionString: url,
			connectionTimeoutMillis: connectMsMax,
			application_name: 'chat-tui',
		});
	} catch {
		// What it throws repeats the URL.
		throw new StartFailure(wrong);
	}
};

/**
 * Gives `work` a connection to a PostgreSQL that a server can use.
 *
 * @throws {StartFailure}
 */
export const withDatabase = async <Result>(
	url: string,
	work: (client: pg.Client, locks: Locks) => Promise<Result>,
): Promise<Result> => {
	const client = createClient(url);
	client.on('error', () => undefined);
	try {
		await client.connect();
		return await work(client, await check(client));
	} catch (error) {
		throw error instanceof StartFailure ? error : new StartFailure(explain(error), {cause: error});
	} finally {
		await client.end();
	}
};

/**
 * Checks the server, and migrates its database.
 *
 * @throws {StartFailure}
 */
export const openDatabase = (url: string): Promise<Locks> =>
	withDatabase(url, async (client, locks) => {
		await migrate(client, locks.migrate);
		return locks;
	});
