/** A server from start to stop: opens the store, listens, sweeps, and closes everything in order. */
import {once} from 'node:events';
import {mkdirSync} from 'node:fs';
import {hostname} from 'node:os';
import {type Logger, pino} from 'pino';
import {makeAdminCode} from './admin-code.ts';
import type {Registration, ServerContext} from './context.ts';
import {ensureEveryone} from './everyone.ts';
import {Hub} from './hub.ts';
import {createListener} from './listener.ts';
import {type PasswordCost, Passwords} from './passwords.ts';
import {PresenceBoard} from './presence.ts';
import {Session} from './session.ts';
import {SessionRegistry} from './session-registry.ts';
import {StartFailure} from './start-failure.ts';
import {openSqliteStore} from './store/sqlite/sqlite-store.ts';
import {Throttle} from './throttle.ts';
import {loadTlsIdentity} from './tls-identity.ts';

export type ServerOptions = {
	readonly dataDir: string;
	/** @default all addresses */
	readonly host?: string;
	/** 0 takes a free one. */
	readonly port: number;
	readonly registration?: Registration;
	readonly isInsecure?: boolean;
	/** @default the host's name */
	readonly serverName?: string;
	readonly logger?: Logger;
	/** @default true */
	readonly hasRateLimits?: boolean;
	readonly passwordCost?: PasswordCost;
	/** How long after the last connection an account counts as offline. @default 3_000 */
	readonly offlineDelayMs?: number;
};

export type Server = {
	readonly host: string;
	readonly port: number;
	readonly fingerprint: string;
	/** Only on the first start: shown once, kept as a hash. */
	readonly adminCode: string | undefined;
	/** Stops accepting, stores what was taken, tells the clients when to come back, and closes. */
	close(): Promise<void>;
};

const sweepMs = 2_000;
const comeBackMs = 2_000;
const closeMsMax = 3_000;

const createThrottles = () => ({
	logInName: new Throttle({burst: 10, perSecond: 1 / 10}, 'failed log-ins'),
	logInAddress: new Throttle({burst: 30, perSecond: 1 / 2}, 'failed log-ins'),
	register: new Throttle({burst: 50, perSecond: 1 / 2}, 'registrations'),
});

const withoutLimits = () => {
	const rate = {burst: Number.MAX_SAFE_INTEGER, perSecond: Number.MAX_SAFE_INTEGER};
	const none = new Throttle(rate, 'requests');
	return {logInName: none, logInAddress: none, register: none};
};

const listen = async (
	listener: ReturnType<typeof createListener>,
	{host, port}: ServerOptions,
): Promise<number> => {
	listener.listen(host === undefined ? {port} : {port, host});
	try {
		await once(listener, 'listening');
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		const reason = code === 'EADDRINUSE' ? 'another program is listening there' : (code ?? error);
		throw new StartFailure(`The server cannot listen on port ${port}: ${reason}.`, {cause: error});
	}

	const address = listener.address();
	return typeof address === 'object' && address !== null ? address.port : port;
};

const makeFolder = (folder: string): void => {
	try {
		mkdirSync(folder, {recursive: true, mode: 0o700});
	} catch (error) {
		throw new StartFailure(`The data folder ${folder} cannot be made.`, {cause: error});
	}
};

/** @throws {StartFailure} in words for the person who starts it */
export const createServer = async (options: ServerOptions): Promise<Server> => {
	const {dataDir, hasRateLimits = true, logger = pino({level: 'silent'})} = options;
	makeFolder(dataDir);
	const hub = new Hub();
	const store = await openSqliteStore({
		folder: dataDir,
		onCommitted: effects => hub.apply(effects),
	});
	const open = new Set<Session>();
	const presence = new PresenceBoard({
		hub,
		store,
		offlineDelayMs: options.offlineDelayMs ?? 3_000,
		onFailure: error => logger.error({err: error}, 'presence could not be told'),
	});
	const context: ServerContext = {
		store,
		hub,
		presence,
		sessions: new SessionRegistry(),
		passwords: new Passwords(options.passwordCost),
		throttles: hasRateLimits ? createThrottles() : withoutLimits(),
		hasRateLimits,
		registration: options.registration ?? 'open',
		serverName: options.serverName ?? hostname(),
		logger,
		onSessionClosed: session => open.delete(session),
	};

	const identity = await loadTlsIdentity(dataDir);
	await ensureEveryone(store);
	const adminCode = await makeAdminCode(store);
	const listener = createListener({
		identity,
		isInsecure: options.isInsecure ?? false,
		onConnection: (socket, address) => open.add(new Session({socket, address, context})),
	});
	const close = async (): Promise<void> => {
		clearInterval(sweep);
		presence.close();
		const isClosed = listener.listening ? once(listener, 'close') : undefined;
		listener.close();
		for (const session of open) {
			session.announceStop(comeBackMs);
		}

		const timer = setTimeout(() => {
			for (const session of open) {
				session.destroy();
			}
		}, closeMsMax);
		await isClosed;
		clearTimeout(timer);
		await store.close();
	};

	const sweep = setInterval(() => {
		const now = Date.now();
		for (const session of open) {
			session.sweep(now);
		}
	}, sweepMs);
	try {
		const port = await listen(listener, options);
		return {host: options.host ?? '', port, fingerprint: identity.fingerprint, adminCode, close};
	} catch (error) {
		await close();
		throw error;
	}
};
