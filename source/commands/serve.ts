/** `chat-tui --serve`: runs a server until it is told to stop, and prints what people need to join it. */
import {hostname, networkInterfaces} from 'node:os';
import type {Logger} from 'pino';
import type {FilesPlace} from '../server/files/open-files.ts';
import type {ClusterOptions} from '../server/open-data.ts';
import {createServer, type Server} from '../server/server.ts';
import {StartFailure} from '../server/start-failure.ts';
import {CommandFailure, UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';
import {readMetricsToken} from './read-metrics-token.ts';
import {readFilesPlace} from './server-configuration/read-files-place.ts';
import {printSettings, readSettings} from './server-configuration/read-settings.ts';
import {holdsPassword, type Settings, showSetting} from './server-configuration/settings.ts';
import {createServerLog} from './server-log.ts';

/** A store that is gone is waited for 10 s. */
const closeMsMax = 25_000;

/** `HOST:PORT` of every way to reach the server, this machine's own first. */
const listAddresses = (host: string, port: number): string[] => {
	const bracket = (address: string) => (address.includes(':') ? `[${address}]` : address);
	if (host !== '' && host !== '0.0.0.0' && host !== '::') {
		return [`${bracket(host)}:${port}`];
	}

	const others = Object.values(networkInterfaces())
		.flatMap(addresses => addresses ?? [])
		// Link-local addresses need a scope that only this machine understands.
		.filter(({internal, address}) => !internal && !address.startsWith('fe80:'))
		.map(({address}) => `${bracket(address)}:${port}`);
	return [`localhost:${port}`, ...others];
};

/** What a node of several stands on, without passwords. */
const describeNode = ({postgres, 'node-name': name = hostname()}: Settings): readonly string[] =>
	postgres === undefined
		? []
		: [`  Node         ${name}`, `  Database     ${showSetting('postgres', postgres)}`];

const printWelcome = (server: Server, addresses: readonly string[], chosen: Settings): void => {
	const lines = [
		`chat-tui server on port ${server.port}`,
		'',
		'  Join with one of',
		...addresses.map(address => `    npx chat-tui connect ${address}`),
		'',
		`  Fingerprint  ${server.fingerprint}`,
		...describeNode(chosen),
		`  Data         ${chosen.data}`,
		...(server.adminCode === undefined
			? []
			: [
					`  Admin code   ${server.adminCode}`,
					'               (shown only now: whoever types /admin CODE runs this server)',
				]),
		'',
	];
	process.stdout.write(`${lines.join('\n')}\n`);
};

/** Resolves when somebody wants the server to stop: by signal, or by the end of the program that started it. */
const untilStopped = (): Promise<undefined> =>
	new Promise(resolve => {
		process.once('SIGTERM', () => resolve(undefined));
		process.once('SIGINT', () => resolve(undefined));
		process.once('disconnect', () => resolve(undefined));
	});

/** After a failure that nobody foresaw nothing here can be relied on: what was acknowledged is on the disk. */
const exitOnFailure = (logger: Logger): void => {
	process.once('uncaughtException', error => {
		logger.fatal({err: error}, 'the server failed');
		process.exit(1);
	});
};

/** @throws {UsageError} */
const readCluster = ({postgres, redis}: Settings): ClusterOptions | undefined => {
	if ((postgres === undefined) !== (redis === undefined)) {
		throw new UsageError('--postgres and --redis go together: several nodes need both.');
	}

	return postgres === undefined || redis === undefined ? undefined : {postgres, redis};
};

/** @throws {UsageError} */
const readFiles = (chosen: Settings, logger: Logger): FilesPlace | undefined => {
	const place = readFilesPlace(chosen);
	if (place !== undefined && chosen.postgres === undefined) {
		throw new UsageError(
			'--files-folder and --s3-bucket go with --postgres: a server alone has its files in its data folder, where its backups find them.',
		);
	}

	if (place === undefined && chosen.postgres !== undefined) {
		logger.warn(
			'files are kept in the data folder, where other nodes do not find them: give all nodes one --files-folder, or --s3-endpoint and --s3-bucket',
		);
	}

	return place;
};

const start = async (chosen: Settings, folder: string, logger: Logger): Promise<Server> => {
	const {host, 'server-name': serverName, 'metrics-token-file': tokenFile} = chosen;
	const {'backup-every': everyMs, 'backup-keep': keepMs} = chosen;
	const cluster = readCluster(chosen);
	const metricsToken = tokenFile === undefined ? undefined : readMetricsToken(tokenFile);
	try {
		return await createServer({
			dataDir: folder,
			port: chosen.port,
			registration: chosen.registration,
			isInsecure: chosen.insecure,
			proxyFrom: chosen['proxy-from'],
			webOrigins: chosen['web-origins'],
			hasRateLimits: chosen['rate-limits'],
			logger,
			cluster,
			files: readFiles(chosen, logger),
			nodeName: chosen['node-name'],
			// PostgreSQL has its own ways to be backed up.
			backups: everyMs === undefined || cluster ? undefined : {everyMs, keepMs},
			...(host === undefined ? {} : {host}),
			...(serverName === undefined ? {} : {serverName}),
			...(metricsToken === undefined ? {} : {metricsToken}),
		});
	} catch (error) {
		throw error instanceof StartFailure ? new CommandFailure(error.message, {cause: error}) : error;
	}
};

/** Whatever a database or a disk that does not answer keeps waiting, the process ends. */
const closeInTime = async (
	server: Server,
	reason: string | undefined,
	logger: Logger,
): Promise<void> => {
	const timer = setTimeout(() => {
		logger.fatal('the server could not finish: it ends now, with all that was acknowledged stored');
		process.exit(1);
	}, closeMsMax);
	await server.close(reason);
	clearTimeout(timer);
};

export const serveCommand = async (flags: CommandFlags): Promise<number> => {
	const read = readSettings(flags);
	if (flags.printConfig) {
		process.stdout.write(printSettings(read));
		return 0;
	}

	const {values} = read;
	const folder = values.data;
	const logger = await createServerLog(values);
	if ([flags.postgres, flags.redis].some(holdsPassword)) {
		logger.warn(
			'a password in a flag can be read in the list of processes: use a variable or the file',
		);
	}

	const server = await start(values, folder, logger);
	exitOnFailure(logger);
	const addresses = listAddresses(server.host, server.port);
	// Who reads the first lines only, as `head` does, wants the server to run all the same.
	process.stdout.once('error', error => {
		logger.warn({err: error}, 'nobody reads the standard output');
	});
	printWelcome(server, addresses, values);
	const {port, fingerprint, adminCode} = server;
	process.send?.({port, addresses, fingerprint, adminCode});
	logger.info({port, folder}, 'the server takes connections');
	const reason = await Promise.race([untilStopped(), server.shutdownDue]);
	logger.info({reason}, 'the server stops');
	await closeInTime(server, reason, logger);
	logger.info('the server has stopped');
	if (process.connected) {
		// An open channel to the parent would keep this process alive.
		process.disconnect();
	}

	return 0;
};
