/** A real server on a loopback port and real clients of it, over TLS sockets; all of it ends with the test. */
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {openAccount} from '../../source/client/accounts.ts';
import type {Client} from '../../source/client/client-api.ts';
import type {ClientOptions} from '../../source/client/client-options.ts';
import {logIn, register} from '../../source/client/sign-in.ts';
import type {Entry} from '../../source/protocol/entries.ts';
import {createServer, type Server} from '../../source/server/server.ts';
import type {ServerOptions} from '../../source/server/server-options.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {testCluster} from './test-store.ts';
import {waitFor} from './wait-for.ts';

export const password = 'correct horse battery';

export type ChatServer = {
	/** `HOST:PORT`, the same after a restart. */
	readonly address: string;
	readonly host: string;
	readonly port: number;
	readonly fingerprint: string;
	readonly dataDir: string;
	readonly adminCode: string | undefined;
	/** Who is connected is told the reason. */
	stop(reason?: string): Promise<void>;
	/** Starts again on the same port. */
	start(): Promise<void>;
};

const host = '127.0.0.1';

export const startChatServer = async (
	options: Partial<ServerOptions> = {},
): Promise<ChatServer> => {
	const dataDir = options.dataDir ?? temporaryFolder();
	const cluster = options.cluster ?? (await testCluster(dataDir));
	const open = (port: number): Promise<Server> =>
		createServer({
			host,
			// Real hashes, but cheap ones.
			passwordCost: {memoryCost: 64, timeCost: 1},
			hasRateLimits: false,
			offlineDelayMs: 50,
			...options,
			cluster,
			port,
			dataDir,
		});
	let server: Server | undefined = await open(options.port ?? 0);
	const {port, fingerprint, adminCode} = server;
	const stop = async (reason?: string): Promise<void> => {
		const running = server;
		server = undefined;
		await running?.close(reason);
	};

	onTestFinished(() => stop());
	return {
		address: `${host}:${port}`,
		host,
		port,
		fingerprint,
		dataDir,
		adminCode,
		stop,
		async start() {
			server = await open(port);
		},
	};
};

/** Retries soon, so that no test waits for politeness. */
export const quickly: ClientOptions = {
	timing: {retryDelayMsBase: 20, retryDelayMsMax: 100, stableMs: 0},
};

export type AccountOptions = ClientOptions & {
	readonly dataDir?: string;
	/** Where the client connects to, if not to the server itself. */
	readonly address?: string;
	/** Invitation code. */
	readonly code?: string;
};

/** Stopped with the test, if not before. */
export const stopLater = (client: Client): Client => {
	onTestFinished(() => client.stop());
	return client;
};

/** A new account, not started. */
export const registerAccount = async (
	server: Pick<ChatServer, 'address' | 'fingerprint'>,
	name: string,
	{dataDir = temporaryFolder(), address = server.address, ...options}: AccountOptions = {},
): Promise<Client> =>
	stopLater(
		await register({
			...quickly,
			...options,
			dataDir,
			server: address,
			name,
			password,
			acceptFingerprint: server.fingerprint,
		}),
	);

/** A new account, started and up to date. */
export const joinServer = async (
	server: Pick<ChatServer, 'address' | 'fingerprint'>,
	name: string,
	options: AccountOptions = {},
): Promise<Client> => {
	const client = await registerAccount(server, name, options);
	client.start();
	await client.whenSynced(10_000);
	return client;
};

/** Another device of an account: a data folder of its own. Started and up to date. */
export const addDevice = async (
	server: ChatServer,
	name: string,
	dataDir = temporaryFolder(),
): Promise<Client> => {
	const client = stopLater(
		await logIn({
			...quickly,
			dataDir,
			server: server.address,
			name,
			password,
			acceptFingerprint: server.fingerprint,
		}),
	);
	client.start();
	await client.whenSynced(10_000);
	return client;
};

/** Opens again what `registerAccount` has made in `dataDir`. Not started. */
export const reopenAccount = (
	dataDir: string,
	name: string,
	address: string,
	options: ClientOptions = {},
): Client => stopLater(openAccount(dataDir, {name, server: address}, {...quickly, ...options}));

export const databaseFile = (dataDir: string, name: string, address: string): string =>
	join(dataDir, 'accounts', `${name}@${address.replace(':', '_')}`, 'chat.db');

/** All texts of a conversation, oldest first, from the client's own copy and the server. */
export const textsOf = async (client: Client, conversation: number): Promise<unknown[]> =>
	(await entriesOf(client, conversation))
		.filter(({kind}) => kind === 'message-sent')
		.map(({content}) => content.text);

export const entriesOf = (client: Client, conversation: number): Promise<readonly Entry[]> =>
	client.readEntries(conversation, {limit: 100_000});

/** Waits until the timeline of a conversation shows the text. */
export const waitForText = async (
	client: Client,
	conversation: number,
	text: string,
): Promise<void> => {
	const timeline = client.openTimeline(conversation);
	try {
		await waitFor(
			() =>
				timeline
					.getState()
					.items.some(({body}) => body.kind === 'message-sent' && body.text === text),
			`"${text}" to reach ${client.getState().account.name}`,
		);
	} finally {
		timeline.close();
	}
};

/** Waits until all that was written here is acknowledged. */
export const waitUntilSent = (client: Client): Promise<void> =>
	waitFor(
		() => client.getState().queued === 0,
		() => `${client.getState().queued} queued messages to be sent`,
		25_000,
	);
