/** One connection: decodes its frames, guards, dispatches to the commands, and keeps its send queue. */
import {encodeError, encodeEvent, encodeReply} from '../protocol/codec.ts';
import type {CommandName} from '../protocol/commands.ts';
import type {Presence, Profile} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import type {Encoding, Frame, FrameDecoder} from '../protocol/frame.ts';
import {limits} from '../protocol/limits.ts';
import {commandTable, weights} from './command-table.ts';
import type {ServerContext} from './context.ts';
import type {Follower} from './hub.ts';
import {createDecoder} from './message-decoder.ts';
import {addressOf, type PeerStream} from './peer-address.ts';
import {readRequest} from './read-request.ts';
import {RequestRates} from './request-rates.ts';
import {SendQueue} from './send-queue.ts';
import {
	recordAnswered,
	recordClosed,
	recordDropped,
	recordOpened,
	recordRefused,
} from './session-record.ts';
import {SessionWatch} from './session-watch.ts';
import type {LogHead} from './store/rows.ts';

type LogIn = {device: number; presence: Presence; logs: readonly LogHead[]};

export class Session implements Follower {
	/** Names the connection in logs. */
	readonly id: number;
	readonly context: ServerContext;
	/** For throttles and logs. */
	readonly address: string;
	/** That of `hello`; events travel in it. */
	encoding: Encoding = 'json';
	/** Set once by `register`, `log-in` or `resume`. */
	account: Profile | undefined;
	device = 0;
	/** Whether a command that logs in is under way. */
	isLoggingIn = false;
	readonly #socket: PeerStream;
	readonly queue: SendQueue;
	readonly #decoder: FrameDecoder;
	readonly #watch: SessionWatch;
	/** Weighed: see `weights`. */
	#inFlight = 0;
	/** Frames that wait until less is in flight; meanwhile nothing is read. */
	#backlog: Frame[] = [];
	#rates: RequestRates | undefined;
	#isClosing = false;
	#hasLeft = false;

	constructor({id, socket, context}: {id: number; socket: PeerStream; context: ServerContext}) {
		this.id = id;
		this.context = context;
		this.address = addressOf(socket);
		this.#socket = socket;
		this.#decoder = createDecoder(socket);
		this.queue = new SendQueue(socket, {
			onMissed: () => {
				this.context.metrics.syncsNeeded.inc();
				return encodeEvent(this.encoding, 'sync-needed', {});
			},
			onRoom: () => this.#work(),
		});
		this.#watch = new SessionWatch({socket, queue: this.queue, patience: context.patience});
		socket.on('data', this.#onData);
		socket.on('close', this.#onClose);
		socket.on('error', err => context.logger.debug({err, connection: id}, 'connection failed'));
		recordOpened(this);
	}

	/** Bytes that wait to be sent. */
	get queuedBytes(): number {
		return this.queue.bytesWaiting;
	}

	/** Binds the connection to an account: from now on it follows the account's logs. */
	logIn(account: Profile, {device, presence: chosen, logs}: LogIn): void {
		if (this.#isClosing || this.#socket.destroyed) {
			// It went while its log-in was under way.
			return;
		}

		this.account = account;
		this.device = device;
		this.#decoder.payloadBytesMax = limits.framePayloadBytesMax;
		const {gate, hub, presence, sessions} = this.context;
		gate.trust(this.#socket);
		const isFirst = !hub.isOnline(account.id);
		hub.attach(account.id, this, logs);
		sessions.add(account.id, this);
		if (isFirst) {
			presence.arrived(account.id, chosen);
		}
	}

	/** The account that is logged in. The command table lets nobody else come here. */
	requireAccount(): Profile {
		if (this.account === undefined) {
			throw new ProtocolError('not-logged-in');
		}

		return this.account;
	}

	/** Tells the peer that its device is logged out, and closes. */
	end(reason: string): void {
		this.queue.push(encodeEvent(this.encoding, 'session-ended', {reason}));
		this.close();
	}

	/** Tells the peer that an admin ended the connection, and closes; the device may come back. */
	kick(reason: string): void {
		this.queue.push(encodeEvent(this.encoding, 'session-kicked', {reason}));
		this.close();
	}

	announceStop(comeBackMs: number, reason: string | undefined): void {
		const body = {comeBackMs, ...(reason === undefined ? {} : {reason})};
		this.queue.push(encodeEvent(this.encoding, 'server-stopping', body));
		this.close();
	}

	/** Follows nothing any more, answers what was taken, then closes. */
	close(): void {
		if (this.#isClosing) {
			return;
		}

		this.#isClosing = true;
		this.#watch.closes();
		this.#backlog = [];
		this.#socket.resume();
		this.#leave();
		this.#endWhenIdle();
	}

	/** Closes a peer that is silent, slow or stuck; called now and then. */
	sweep(now: number): void {
		const fault = this.#watch.findFault(now, this.account !== undefined);
		if (fault !== undefined) {
			recordDropped(this, fault);
			this.#socket.destroy();
		}
	}

	#onData = (chunk: Buffer): void => {
		this.#watch.heard();
		if (this.#isClosing) {
			return;
		}

		try {
			this.#decoder.push(chunk, this.#onFrame);
		} catch (error) {
			this.#refuse('json', 0, error);
			this.close();
			return;
		}

		this.#watch.noteFrame(this.#decoder.isMidFrame);
	};

	#onFrame = (frame: Frame): void => {
		this.#watch.noteFrame(false);
		if (!this.#isClosing) {
			this.#backlog.push(frame);
			this.#work();
		}
	};

	/** Takes frames while not too much is in flight or unread; else stops reading until then. */
	#work(): void {
		if (this.#isClosing) {
			return;
		}

		while (!this.#isBusy()) {
			const frame = this.#backlog.shift();
			if (frame === undefined) {
				this.#readOn();
				return;
			}

			this.#take(frame);
		}

		this.#socket.pause();
	}

	#isBusy(): boolean {
		return this.#inFlight >= limits.requestsInFlightMax || this.queue.isFull;
	}

	#readOn(): void {
		if (this.#socket.isPaused()) {
			this.#watch.readsOn(this.#decoder.isMidFrame);
			this.#socket.resume();
		}
	}

	#take(frame: Frame): void {
		const {encoding, requestId} = frame;
		try {
			const {command, body} = readRequest(frame);
			this.context.metrics.requests.inc({command});
			this.#guard(command);
			if (command === 'hello') {
				this.encoding = encoding;
			}

			void this.#answer(frame, command, async () =>
				commandTable[command].handle(this, body as never),
			);
		} catch (error) {
			this.#refuse(encoding, requestId, error);
		}
	}

	async #answer(
		{encoding, requestId}: Frame,
		command: CommandName,
		handle: () => Promise<unknown>,
	): Promise<void> {
		const {rate, tellsState} = commandTable[command];
		const reply = async (): Promise<void> =>
			this.queue.push(encodeReply(encoding, requestId, (await handle()) as never));
		this.#inFlight += weights[rate];
		try {
			await (tellsState ? this.queue.pushBehind(reply) : reply());
			recordAnswered(this, command);
		} catch (error) {
			this.#refuse(encoding, requestId, error, command);
		} finally {
			this.#inFlight -= weights[rate];
			this.#work();
			this.#endWhenIdle();
		}
	}

	#endWhenIdle(): void {
		if (this.#isClosing && this.#inFlight === 0) {
			// A reply to the request that caused this may be written in the same turn.
			setImmediate(() => {
				this.queue.flush();
				this.#socket.end();
			});
		}
	}

	/** @throws {ProtocolError} */
	#guard(command: CommandName): void {
		const {needsLogIn, rate} = commandTable[command];
		if (needsLogIn && this.account === undefined) {
			throw new ProtocolError('not-logged-in');
		}

		if (this.context.hasRateLimits) {
			this.#rates ??= new RequestRates(this.context.throttles.account);
			this.#rates.count(rate, this.account?.id);
		}
	}

	#refuse(encoding: Encoding, requestId: number, error: unknown, command?: CommandName): void {
		this.queue.push(encodeError(encoding, requestId, recordRefused(this, error, command)));
	}

	#onClose = (): void => {
		this.#isClosing = true;
		this.#backlog = [];
		this.context.onSessionClosed(this);
		recordClosed(this);
		this.#leave();
	};

	#leave(): void {
		const {hub, presence, sessions} = this.context;
		if (this.account === undefined || this.#hasLeft) {
			return;
		}

		this.#hasLeft = true;
		const {id} = this.account;
		hub.detach(id, this);
		sessions.remove(id, this);
		if (!hub.isOnline(id)) {
			presence.left(id);
		}
	}
}
