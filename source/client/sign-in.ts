/** Making an account, and logging in on this computer with name and password. */
import {hostname} from 'node:os';
import {limits} from '../protocol/limits.ts';
import {openAccount, saveLogIn} from './accounts.ts';
import type {Client} from './client-api.ts';
import type {ClientOptions} from './client-options.ts';
import {dial, requireAddress} from './dial.ts';
import {sayHello} from './greeting.ts';

export type LogInOptions = ClientOptions & {
	readonly dataDir: string;
	/** `HOST`, `HOST:PORT`, `[IPv6]:PORT` or `wss://HOST/ws` */
	readonly server: string;
	readonly name: string;
	/** Sent to the server and kept nowhere. */
	readonly password: string;
	/** What the account's other devices call this one. @default the host's name */
	readonly device?: string;
};

export type RegisterOptions = LogInOptions & {
	/** Invitation code, where the server asks for one. */
	readonly code?: string;
};

const signIn = async (
	command: 'register' | 'log-in',
	options: RegisterOptions,
): Promise<Client> => {
	const {dataDir, name, password, code, device = hostname()} = options;
	const server = requireAddress(options.server).text;
	const connection = await dial({dataDir, server, options});
	try {
		await sayHello(connection);
		const session = await connection.request(command, {
			name,
			password,
			device: device.slice(0, limits.deviceNameLengthMax),
			...(code === undefined ? {} : {code}),
		});
		return openAccount(dataDir, saveLogIn(dataDir, server, session), options);
	} finally {
		connection.close(new Error('Signing in is over.'));
	}
};

/**
 * Makes an account and logs in. The client is not started.
 *
 * @throws {ProtocolError} `name-taken`, `password-weak`, `registration-closed`, `code-invalid` …
 * @throws {CertificateError} when the server's certificate is not trusted: nothing was sent to it
 * @throws {ClientError} when the server cannot be reached
 */
export const register = (options: RegisterOptions): Promise<Client> => signIn('register', options);

/**
 * Logs in to an account. What this computer has of it already stays. The client is not started.
 *
 * @throws {ProtocolError} `wrong-credentials`, `rate-limited` …
 * @throws {CertificateError} when the server's certificate is not trusted: nothing was sent to it
 * @throws {ClientError} when the server cannot be reached
 */
export const logIn = (options: LogInOptions): Promise<Client> => signIn('log-in', options);
