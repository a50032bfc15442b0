/** What the sessions and commands of a server share, put together at its start. */
import {hostname} from 'node:os';
import type {Logger} from 'pino';
import {ConnectionGate, defaultConnectionLimits} from './connection-gate.ts';
import type {ServerContext} from './context.ts';
import {Uploads} from './files/uploads.ts';
import type {Data} from './open-data.ts';
import {Passwords} from './passwords.ts';
import {defaultPatience} from './patience.ts';
import {PresenceBoard} from './presence.ts';
import type {ServerOptions} from './server-options.ts';
import type {Session} from './session.ts';
import {SessionRegistry} from './session-registry.ts';
import {Shutdown} from './shutdown.ts';
import {createThrottles} from './throttles.ts';

export const createContext = (
	{hub, metrics, store, files, bus, addressBans}: Data,
	options: ServerOptions & {readonly logger: Logger; readonly nodeName: string},
	onSessionClosed: (session: Session) => void,
): ServerContext => {
	const {hasRateLimits = true, logger, nodeName} = options;
	const presence = new PresenceBoard({
		hub,
		store,
		peers: bus.peers,
		offlineDelayMs: options.offlineDelayMs ?? 3_000,
		onFailure: error => logger.error({err: error}, 'presence could not be stored or told'),
	});
	return {
		store,
		files,
		uploads: new Uploads({store, files, logger}),
		hub,
		metrics,
		presence,
		sessions: new SessionRegistry(),
		addressBans,
		shutdown: new Shutdown(hub),
		startedAt: Date.now(),
		gate: new ConnectionGate(options.connectionLimits ?? defaultConnectionLimits),
		patience: {...defaultPatience, ...options.patience},
		passwords: new Passwords(options.passwordCost),
		throttles: createThrottles(hasRateLimits, bus.share),
		hasRateLimits,
		registration: options.registration ?? 'open',
		serverName: options.serverName ?? hostname(),
		nodeName,
		peers: bus.peers,
		logger,
		onSessionClosed,
	};
};

export const watchGauges = (
	{metrics, gate, sessions, passwords, files}: ServerContext,
	open: ReadonlySet<Session>,
): void =>
	metrics.watch({
		connections: () => gate.size,
		onlineAccounts: () => sessions.size,
		queuedBytes: () => [...open].reduce((bytes, session) => bytes + session.queuedBytes, 0),
		waitingPasswords: () => passwords.waiting,
		freeBytes: () => files.freeBytes(),
	});
