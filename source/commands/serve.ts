/** `chat-tui --serve`: runs a server until it is told to stop, and prints what people need to join it. */
import {networkInterfaces} from 'node:os';
import {join} from 'node:path';
import {type Logger, pino} from 'pino';
import {defaultDataFolder} from '../data-folder.ts';
import type {Registration} from '../server/context.ts';
import {createServer, type Server} from '../server/server.ts';
import {StartFailure} from '../server/start-failure.ts';
import {CommandFailure, UsageError} from './command-failure.ts';
import type {CommandFlags} from './command-flags.ts';

const defaultPort = 7800;

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

const printWelcome = (server: Server, addresses: readonly string[], folder: string): void => {
	const lines = [
		`chat-tui server on port ${server.port}`,
		'',
		'  Join with one of',
		...addresses.map(address => `    npx chat-tui connect ${address}`),
		'',
		`  Fingerprint  ${server.fingerprint}`,
		`  Data         ${folder}`,
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

const readPort = ({port = defaultPort}: CommandFlags): number => {
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		throw new UsageError('--port takes a number from 0 to 65535.');
	}

	return port;
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

const start = async (
	flags: CommandFlags,
	{folder, logger}: {folder: string; logger: Logger},
): Promise<Server> => {
	const {host, serverName, registration = 'open', insecure = false, rateLimits = true} = flags;
	try {
		return await createServer({
			dataDir: folder,
			port: readPort(flags),
			registration: registration as Registration,
			isInsecure: insecure,
			hasRateLimits: rateLimits,
			logger,
			...(host === undefined ? {} : {host}),
			...(serverName === undefined ? {} : {serverName}),
		});
	} catch (error) {
		throw error instanceof StartFailure ? new CommandFailure(error.message, {cause: error}) : error;
	}
};

export const serveCommand = async (flags: CommandFlags): Promise<number> => {
	const folder = flags.data ?? join(defaultDataFolder(), 'server');
	const logger = pino({base: null}, pino.destination(2));
	const server = await start(flags, {folder, logger});
	exitOnFailure(logger);
	const addresses = listAddresses(server.host, server.port);
	printWelcome(server, addresses, folder);
	const {port, fingerprint, adminCode} = server;
	process.send?.({port, addresses, fingerprint, adminCode});
	const reason = await Promise.race([untilStopped(), server.shutdownDue]);
	await server.close(reason);
	if (process.connected) {
		// An open channel to the parent would keep this process alive.
		process.disconnect();
	}

	return 0;
};
