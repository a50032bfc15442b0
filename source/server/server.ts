/** A server from start to stop: opens the store, listens, sweeps, and closes everything in order. */
import {once} from 'node:events';
import {hostname} from 'node:os';
import {pino} from 'pino';
import {AddressRanges} from './address-ranges.ts';
import {makeAdminCode} from './admin-code.ts';
import {BackupSchedule} from './backup/backup-schedule.ts';
import {carryOut} from './carry-out.ts';
import {comeBackMs} from './come-back.ts';
import {createContext, watchGauges} from './create-context.ts';
import {FileCare} from './files/file-care.ts';
import {defaultHandshakeLimits, HandshakeQueue} from './handshake-queue.ts';
import {Health} from './health.ts';
import {createHttp} from './http-endpoints.ts';
import {createListener} from './listener.ts';
import {openData, toStartFailure} from './open-data.ts';
import type {PeerStream} from './peer-address.ts';
import {RetentionCare} from './retention-care.ts';
import type {ServerOptions} from './server-options.ts';
import {Session} from './session.ts';
import {StartFailure} from './start-failure.ts';
import {createUpgrade} from './web-socket-endpoint.ts';

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

/** @throws {StartFailure} in words for the person who starts it */
export const createServer = async (options: ServerOptions): Promise<Server> => {
	const {
		logger = pino({level: 'silent'}),
		nodeName = hostname(),
		dataDir: folder,
		cluster,
	} = options;
	const data = await openData({folder, cluster, nodeName, logger, files: options.files});
	const {identity, bus} = data;
	const open = new Set<Session>();
	const context = createContext(data, {...options, logger, nodeName}, session =>
		open.delete(session),
	);
	const {store, presence, gate, patience} = context;
	const isInsecure = options.isInsecure ?? false;
	const handshakes = new HandshakeQueue(options.handshakeLimits ?? defaultHandshakeLimits);
	let lastConnection = 0;
	const meeting = {
		isInsecure,
		patienceMs: patience.frameMs,
		isBanned: (address: string) => data.addressBans.isBanned(address),
		onConnection(socket: PeerStream) {
			lastConnection += 1;
			open.add(new Session({id: lastConnection, socket, context}));
		},
	};
	const http = createHttp({
		...meeting,
		metrics: context.metrics,
		health: new Health(data),
		token: options.metricsToken,
		upgrade: createUpgrade({...meeting, webOrigins: options.webOrigins ?? []}),
	});
	const listener = createListener({
		...meeting,
		identity,
		gate,
		handshakes,
		http,
		proxies: new AddressRanges(options.proxyFrom ?? []),
		onBadProxy: (address, reason) => logger.warn({address, reason}, 'a proxy makes no sense'),
	});
	watchGauges(context, open);
	const fileCare = new FileCare(context);
	const {backups: times} = options;
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
	const sendAway = (reason: string | undefined): void => {
		const crowd = {clients: open.size, hasPeers: context.peers.nodes.length > 0};
		for (const session of open) {
			session.announceStop(comeBackMs(crowd, Math.random), reason);
		}
	};
	const close = async (reason?: string): Promise<void> => {
		clearInterval(sweep);
		context.shutdown.isOver = true;
		const isClosed = listener.listening ? once(listener, 'close') : undefined;
		listener.close();
		handshakes.close();
		gate.destroyStrangers();
		sendAway(reason);
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
		await bus.start({
			carryOut: order => carryOut(context, order),
			connections: () => gate.size,
			onPresenceChosen: (account, seen) => presence.chosen(account, seen),
			onOrdersMissed() {
				// Whoever may not stay does not get in again.
				carryOut(context, {act: 'load-bans'});
				sendAway(undefined);
			},
			onPresenceChanged: (account, seen) => presence.changedElsewhere(account, seen),
		});
		// What was banned before orders were heard of.
		await data.addressBans.load(store);
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
