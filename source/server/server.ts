/** A server from start to stop: opens the store, listens, sweeps, and closes everything in order. */
import {once} from 'node:events';
import {hostname} from 'node:os';
import {type Logger, pino} from 'pino';
import {makeAdminCode} from './admin-code.ts';
import {BackupSchedule, type BackupTimes} from './backup/backup-schedule.ts';
import {createLocalBus} from './bus/local-bus.ts';
import {carryOut} from './carry-out.ts';
import {ConnectionGate, type ConnectionLimits, defaultConnectionLimits} from './connection-gate.ts';
import type {Registration, ServerContext} from './context.ts';
import {FileCare} from './files/file-care.ts';
import {Uploads} from './files/uploads.ts';
import {defaultHandshakeLimits, type HandshakeLimits, HandshakeQueue} from './handshake-queue.ts';
import {Health} from './health.ts';
import {createHttp} from './http-endpoints.ts';
import {createListener} from './listener.ts';
import {type Data, openData, toStartFailure} from './open-data.ts';
import {type PasswordCost, Passwords} from './passwords.ts';
import {defaultPatience, type Patience} from './patience.ts';
import {PresenceBoard} from './presence.ts';
import {RetentionCare} from './retention-care.ts';
import {Session} from './session.ts';
import {SessionRegistry} from './session-registry.ts';
import {Shutdown} from './shutdown.ts';
import {StartFailure} from './start-failure.ts';
import {createThrottles} from './throttles.ts';

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
	readonly patience?: Partial<Patience>;
	readonly connectionLimits?: ConnectionLimits;
	readonly handshakeLimits?: HandshakeLimits;
	/** Lets other machines read `/metrics`. */
	readonly metricsToken?: string;
	/** @default no backups */
	readonly backups?: BackupTimes | undefined;
};

export type Server = {
	readonly host: string;
	readonly port: number;
	readonly fingerprint: string;
	/** Only on the first start: shown once, kept as a hash. */
	readonly adminCode: string | undefined;
	/** Resolves, with the reason, when an administrator wants the server to stop: then `close` it. */
	readonly shutdownDue: Promise<string | undefined>;
	/** Stops accepting, stores what was taken, tells the clients when to come back, and closes. */
	close(reason?: string): Promise<void>;
};

const comeBackMs = 2_000;

const listenFailures: Readonly<Record<string, string>> = {
	EADDRINUSE: 'another program is listening there',
	EADDRNOTAVAIL: 'this machine does not have that address',
	EACCES: 'this user may not (ports below 1024 are for root, or for CAP_NET_BIND_SERVICE)',
	ENOTFOUND: 'nobody knows that name',
};

const listen = async (
	listener: ReturnType<typeof createListener>,
	{host, port}: ServerOptions,
): Promise<number> => {
	listener.listen(host === undefined ? {port} : {port, host});
	try {
		await once(listener, 'listening');
	} catch (error) {
		const {code = ''} = error as NodeJS.ErrnoException;
		const place = host === undefined ? `port ${port}` : `${host}, port ${port}`;
		const reason = listenFailures[code] ?? (code || error);
		throw new StartFailure(`The server cannot listen on ${place}: ${reason}.`, {cause: error});
	}

	const address = listener.address();
	return typeof address === 'object' && address !== null ? address.port : port;
};

const createContext = (
	{hub, metrics, store, files, addressBans}: Data,
	options: ServerOptions,
	onSessionClosed: (session: Session) => void,
): ServerContext => {
	const {hasRateLimits = true, logger = pino({level: 'silent'})} = options;
	const presence = new PresenceBoard({
		hub,
		store,
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
		throttles: createThrottles(hasRateLimits),
		hasRateLimits,
		registration: options.registration ?? 'open',
		serverName: options.serverName ?? hostname(),
		nodeName: hostname(),
		logger,
		onSessionClosed,
	};
};

const watchGauges = (
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

/** @throws {StartFailure} in words for the person who starts it */
export const createServer = async (options: ServerOptions): Promise<Server> => {
	const data = await openData(options.dataDir);
	const {identity} = data;
	const open = new Set<Session>();
	const context = createContext(data, options, session => open.delete(session));
	const {store, presence, gate, patience, logger} = context;
	const bus = createLocalBus(data.hub, order => carryOut(context, order));
	data.connect(bus);
	const isInsecure = options.isInsecure ?? false;
	const http = createHttp({
		metrics: context.metrics,
		health: new Health(data),
		token: options.metricsToken,
		isInsecure,
		patienceMs: patience.frameMs,
	});
	const handshakes = new HandshakeQueue(options.handshakeLimits ?? defaultHandshakeLimits);
	let lastConnection = 0;
	const listener = createListener({
		identity,
		isInsecure,
		gate,
		handshakes,
		http,
		patienceMs: patience.frameMs,
		isBanned: address => data.addressBans.isBanned(address),
		onConnection(socket, address) {
			lastConnection += 1;
			open.add(new Session({id: lastConnection, socket, address, context}));
		},
	});
	watchGauges(context, open);
	const fileCare = new FileCare(context);
	const {backups: times, dataDir: folder} = options;
	const backups = times && new BackupSchedule({...times, folder, logger});
	const retentionCare = new RetentionCare(context);
	const sweep = setInterval(() => {
		const now = performance.now();
		fileCare.run(now);
		retentionCare.run(now);
		handshakes.sweep(now);
		// Backups are dated: the time of day counts, across restarts.
		backups?.run(Date.now());
		for (const session of open) {
			session.sweep(now);
		}
	}, patience.sweepMs);
	const close = async (reason?: string): Promise<void> => {
		clearInterval(sweep);
		const isClosed = listener.listening ? once(listener, 'close') : undefined;
		listener.close();
		handshakes.close();
		gate.destroyStrangers();
		for (const session of open) {
			session.announceStop(comeBackMs, reason);
		}

		const timer = setTimeout(() => gate.destroyAll(), patience.closeMs);
		await isClosed;
		clearTimeout(timer);
		await presence.close();
		await retentionCare.close();
		await fileCare.close();
		await backups?.close();
		await bus.close();
		await store.close();
	};

	try {
		const port = await listen(listener, options);
		// Such as too many open files: who is connected stays connected.
		listener.on('error', error => logger.error({err: error}, 'a connection was not accepted'));
		return {
			host: options.host ?? '',
			port,
			fingerprint: identity.fingerprint,
			// A start that fails shows nobody the code, and must not use it up.
			adminCode: await makeAdminCode(store).catch((error: unknown) => {
				throw toStartFailure(error, folder);
			}),
			shutdownDue: context.shutdown.due,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
};
