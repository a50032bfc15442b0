/**
 * The library: a chat client without a screen, for bots and scripts.
 *
 * ```ts
 * import {connect} from 'chat-tui';
 *
 * const client = await connect({server: 'chat.example.org:7800', name: 'bot', password: '…'});
 * const team = await client.resolveTarget('#team');
 * await client.whenSent(client.sendMessage(team, 'Hello!'));
 * await client.stop();
 * ```
 */
import {defaultDataFolder} from '../data-folder.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {openAccount} from './accounts.ts';
import type {Client} from './client-api.ts';
import {ClientError} from './client-error.ts';
import type {ClientOptions} from './client-options.ts';
import {requireAddress} from './dial.ts';
import {
	type LogInOptions,
	logIn as logInTo,
	type RegisterOptions,
	register as registerAt,
} from './sign-in.ts';

export type {
	CommandName,
	CommandReply,
	CommandRequest,
} from '../protocol/commands.ts';
export type {Device, Member} from '../protocol/entities.ts';
export type {Entry, EntryContent, EntryKind} from '../protocol/entries.ts';
export {type ErrorCode, ProtocolError} from '../protocol/errors.ts';
export type {KnownAccount} from './account-folders.ts';
export {listAccounts} from './account-folders.ts';
export type {Client, MessagePlace, SendOptions, Timeline, Unsubscribe} from './client-api.ts';
export {CertificateError, ClientError, type ClientErrorCode} from './client-error.ts';
export type {ClientOptions, ClientTiming} from './client-options.ts';
export {fetchFingerprint} from './dial.ts';
export {readMessage} from './entry-content.ts';
export type {
	ClientState,
	ConnectionState,
	ConversationState,
	Delivery,
	Friendship,
	GroupSettings,
	MessageBody,
	NoticeBody,
	Notifications,
	Person,
	Preferences,
	Presence,
	Profile,
	Reaction,
	Restriction,
	Role,
	StopReason,
	TimelineItem,
	TimelineState,
} from './state.ts';

/** Where the library keeps accounts; that of the user's programs unless another one is named. */
type WithDefaultFolder<Options extends {readonly dataDir: string}> = Omit<Options, 'dataDir'> & {
	/** @default the user's data folder, shared with the program */
	readonly dataDir?: string;
};

export type ConnectOptions = ClientOptions & {
	/** @default the user's data folder, shared with the program */
	readonly dataDir?: string;
	/** `HOST`, `HOST:PORT`, `[IPv6]:PORT` or `wss://HOST/ws` */
	readonly server: string;
	readonly name: string;
	/** Needed the first time on this computer; a device token is kept from then on. */
	readonly password?: string;
	/** What the account's other devices call this one. @default the host's name */
	readonly device?: string;
	/** Called with the client before it starts: who listens from here on misses nothing. */
	readonly onOpen?: (client: Client) => void;
	/** How long to wait for the server. @default 30_000 */
	readonly timeoutMs?: number;
};

const defaultTimeoutMs = 30_000;

/** Stops the client again when it cannot be brought up to date. */
const startSynced = async (client: Client, options: ConnectOptions): Promise<Client> => {
	options.onOpen?.(client);
	client.start();
	try {
		await client.whenSynced(options.timeoutMs ?? defaultTimeoutMs);
		return client;
	} catch (error) {
		await client.stop();
		throw error;
	}
};

/**
 * Opens the account, logging in where this computer has no valid token, starts the client and
 * resolves once its local copy is up to date. From then on it reconnects by itself until `stop`.
 *
 * @throws {ProtocolError} what the server refuses with
 * @throws {CertificateError} when the server's certificate is not trusted: pass `acceptFingerprint`
 * @throws {ClientError} when the server cannot be reached in time, or there is no account and no password
 */
export const connect = async (options: ConnectOptions): Promise<Client> => {
	const {dataDir = defaultDataFolder(), name, password} = options;
	const server = requireAddress(options.server).text;
	try {
		const client = openAccount(dataDir, {name, server}, options);
		return await startSynced(client, options);
	} catch (error) {
		const isLogInNeeded =
			(error instanceof ClientError && error.code === 'no-account') ||
			(error instanceof ProtocolError && error.code === 'token-invalid');
		if (!isLogInNeeded || password === undefined) {
			throw error;
		}

		const client = await logInTo({...options, dataDir, server, password});
		return startSynced(client, options);
	}
};

/** Makes an account and logs in on this computer. The client is not started. Throws as `logIn`, and `name-taken`. */
export const register = (options: WithDefaultFolder<RegisterOptions>): Promise<Client> =>
	registerAt({...options, dataDir: options.dataDir ?? defaultDataFolder()});

/** Logs in on this computer. The client is not started. */
export const logIn = (options: WithDefaultFolder<LogInOptions>): Promise<Client> =>
	logInTo({...options, dataDir: options.dataDir ?? defaultDataFolder()});
