/** Joins the parts of a client and owns their lives: from the first connection attempt to the closed database. */
import {ProtocolError} from '../protocol/errors.ts';
import {CertificateError, ClientError} from './client-error.ts';
import {type ClientOptions, timingOf} from './client-options.ts';
import {CopyTrimmer} from './copy-trimmer.ts';
import type {AccountDatabase} from './database/account-database.ts';
import type {AccountRow} from './database/account-table.ts';
import {DeliveryMarks} from './delivery-marks.ts';
import {dial} from './dial.ts';
import {Drafts} from './drafts.ts';
import {FileService} from './files/file-service.ts';
import {Inbound} from './inbound.ts';
import {pinServer} from './known-servers.ts';
import {Link} from './link.ts';
import type {OnlineSession} from './online-session.ts';
import {Outbox} from './outbox.ts';
import type {Requester} from './patient-request.ts';
import {ReadMarkers} from './read-markers.ts';
import {createReplica, type Replica} from './replica.ts';
import type {ConnectionState, StopReason} from './state.ts';
import {TypingSignals} from './typing-signals.ts';

export type EngineOptions = {
	readonly dataDir: string;
	readonly database: AccountDatabase;
	readonly account: AccountRow;
	readonly options: ClientOptions;
};

const errorOfStop = (reason: StopReason, server: string): Error => {
	switch (reason.code) {
		case 'certificate-unknown':
			return new CertificateError(server, reason.fingerprint);
		case 'certificate-changed':
			return new CertificateError(server, reason.fingerprint, reason.pinned);
		case 'signed-out':
			return new ProtocolError('token-invalid', reason.message);
		case 'unsupported-version':
			return new ProtocolError('unsupported-version', reason.message);
	}
};

export class Engine {
	readonly replica: Replica;
	readonly inbound: Inbound;
	readonly outbox: Outbox;
	readonly readMarkers: ReadMarkers;
	readonly deliveryMarks: DeliveryMarks;
	readonly typing: TypingSignals;
	readonly drafts: Drafts;
	readonly files: FileService;

	#options: EngineOptions;
	#link: Link;
	#copyTrimmer: CopyTrimmer;
	#session: OnlineSession | undefined;
	#acceptFingerprint: string | undefined;
	#stopping: Promise<void> | undefined;

	constructor(options: EngineOptions) {
		const requester = (): Requester | undefined => this.#session?.request;
		this.#options = options;
		this.replica = createReplica(options.database, options.account);
		this.inbound = new Inbound(this.replica);
		this.outbox = new Outbox(this.replica, this.inbound);
		this.readMarkers = new ReadMarkers(this.replica, requester);
		this.deliveryMarks = new DeliveryMarks(this.replica, this.inbound, requester);
		this.typing = new TypingSignals(this.replica, requester);
		this.drafts = new Drafts(this.replica);
		this.files = new FileService({
			replica: this.replica,
			outbox: this.outbox,
			dataDir: options.dataDir,
			request: (command, body) => this.session.request(command, body),
		});
		this.#copyTrimmer = new CopyTrimmer({
			replica: this.replica,
			onFilesGone: files => this.files.forget(files),
		});
		this.#link = this.#makeLink();
	}

	get isOnline(): boolean {
		return this.#session !== undefined;
	}

	/** The present connection's. @throws {ClientError} `offline` */
	get session(): OnlineSession {
		if (this.#session === undefined) {
			const {server} = this.#options.account;
			throw new ClientError('offline', `There is no connection to ${server} now.`);
		}

		return this.#session;
	}

	start(): void {
		this.#copyTrimmer.start();
		this.#link.start();
	}

	reconnect(): void {
		this.#link.reconnect();
	}

	trustCertificate(fingerprint: string): void {
		const {dataDir, account} = this.#options;
		pinServer(dataDir, account.server, fingerprint);
		// What a person says now overrides what was asked for when the client was opened.
		this.#acceptFingerprint = fingerprint;
		this.#link.reconnect();
	}

	/** Voids the device's token, or those of all devices of the account. */
	async logOut(all: boolean): Promise<void> {
		const {account} = this.replica.database;
		const token = account.read()?.token ?? undefined;
		try {
			await this.session.request('log-out', {all});
		} catch (error) {
			// The server may end the session before its reply arrives.
			if (account.read()?.token === token) {
				throw error;
			}
		}

		if (token !== undefined) {
			account.dropToken(token);
		}

		this.#link.drop(new ProtocolError('token-invalid', 'You logged out.'));
	}

	/** @throws {ClientError | ProtocolError | CertificateError} `timeout`, `stopped`, `banned`, or what a person has to decide */
	whenSynced(timeoutMs?: number): Promise<void> {
		const {store} = this.replica;
		return new Promise((resolve, reject) => {
			const timer =
				timeoutMs === undefined ? undefined : setTimeout(() => settle(this.#timeout()), timeoutMs);
			const check = (): void => {
				const {connection} = store.getState();
				if (connection.status === 'online' && !connection.isSyncing) {
					settle(undefined);
				} else if (connection.status === 'stopped') {
					settle(errorOfStop(connection.reason, this.#options.account.server));
				} else if (connection.status === 'offline' && connection.isRefused) {
					settle(new ProtocolError('banned', connection.error));
				} else if (this.#stopping !== undefined) {
					settle(new ClientError('stopped', 'The client was stopped.'));
				}
			};

			const unsubscribe = store.subscribe(check);
			const settle = (error: Error | undefined): void => {
				clearTimeout(timer);
				unsubscribe();
				if (error === undefined) {
					resolve();
				} else {
					reject(error);
				}
			};

			check();
		});
	}

	/** Closes the connection and the database. What is queued stays queued. */
	stop(): Promise<void> {
		this.#stopping ??= this.#stop();
		return this.#stopping;
	}

	async #stop(): Promise<void> {
		const reason = new ClientError('stopped', 'The client was stopped.');
		await this.#link.end(reason);
		this.#copyTrimmer.stop();
		this.outbox.abandon(reason);
		await this.files.stop(reason);
		this.#show({status: 'offline'});
		try {
			this.drafts.write();
		} finally {
			this.replica.database.close();
		}
	}

	#timeout(): ClientError {
		const {connection, server} = this.replica.store.getState();
		const why = connection.status === 'offline' ? connection.error : undefined;
		return new ClientError('timeout', why ?? `${server} did not answer in time.`);
	}

	#show(connection: ConnectionState): void {
		this.replica.show(draft => draft.patch({connection}));
	}

	#makeLink(): Link {
		const {dataDir, account, options} = this.#options;
		const timing = timingOf(options);
		return new Link({
			dial: signal => {
				const acceptFingerprint = this.#acceptFingerprint ?? options.acceptFingerprint;
				const trust = acceptFingerprint === undefined ? {} : {acceptFingerprint};
				return dial({dataDir, server: account.server, options: {...options, ...trust}, signal});
			},
			greet: async connection => {
				const {openSession} = await import('./online-session.ts');
				this.#session = await openSession({
					connection,
					replica: this.replica,
					inbound: this.inbound,
					outbox: this.outbox,
					files: this.files,
					readMarkers: this.readMarkers,
					copyTrimmer: this.#copyTrimmer,
					typing: this.typing,
					heartbeatMs: timing.heartbeatMs,
					onStopping: (comeBackMs, reason) => this.#link.expectAway(comeBackMs, reason),
				});
			},
			onEnd: () => this.#endSession(),
			onState: state => this.#show(state),
			timing,
			random: options.random ?? Math.random,
		});
	}

	/** What came before the end is kept; what is known only by signals is not. */
	#endSession(): void {
		this.#session = undefined;
		this.outbox.pause();
		this.files.pause();
		this.readMarkers.stop();
		this.deliveryMarks.stop();
		this.inbound.handleFollowUps(undefined);
		this.inbound.flush();
		this.typing.clear();
		this.replica.show(draft => {
			draft.forgetPresence();
			draft.patch({shutdown: undefined});
		});
	}
}
