/** One connection: decodes its frames, guards, dispatches to the commands, and keeps its send queue. */
import type {Socket} from 'node:net';
import {decodeRequest, encodeError, encodeEvent, encodeReply} from '../protocol/codec.ts';
import type {CommandName} from '../protocol/commands.ts';
import type {Profile} from '../protocol/entities.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {type Encoding, type Frame, FrameDecoder} from '../protocol/frame.ts';
import {limits} from '../protocol/limits.ts';
import {commandTable, type RateClass, rates} from './command-table.ts';
import type {ServerContext} from './context.ts';
import type {Follower} from './hub.ts';
import {SendQueue} from './send-queue.ts';
import {type Bucket, fullBucket, takeToken, waitForToken} from './token-bucket.ts';

export class Session implements Follower {
	readonly context: ServerContext;
	/** The peer's address, for throttles and logs. */
	readonly address: string;
	/** That of `hello`; events travel in it. */
	encoding: Encoding = 'json';
	/** Set once by `register`, `log-in` or `resume`. */
	account: Profile | undefined;
	device = 0;
	readonly #socket: Socket;
	readonly #queue: SendQueue;
	readonly #decoder = new FrameDecoder({payloadBytesMax: limits.framePayloadBeforeLoginBytesMax});
	readonly #openedAt = Date.now();
	#heardAt = this.#openedAt;
	/** When the unfinished frame began, or 0. */
	#frameSince = 0;
	#inFlight = 0;
	#buckets: Partial<Record<RateClass, Bucket>> | undefined;
	#isClosing = false;

	constructor(options: {socket: Socket; address: string; context: ServerContext}) {
		this.context = options.context;
		this.address = options.address;
		this.#socket = options.socket;
		this.#queue = new SendQueue(options.socket, () =>
			encodeEvent(this.encoding, 'sync-needed', {}),
		);
		this.#socket.on('data', this.#onData);
		this.#socket.on('close', this.#onClose);
		this.#socket.on('error', error => {
			this.context.logger.debug({err: error, address: this.address}, 'connection failed');
		});
	}

	pushEntries(frames: Buffer): void {
		this.#queue.pushEntries(frames);
	}

	pushSignal(frame: Buffer): void {
		this.#queue.pushSignal(frame);
	}

	/** Binds the connection to an account: from now on it follows the account's logs. */
	logIn(account: Profile, device: number, logs: readonly number[]): void {
		this.account = account;
		this.device = device;
		this.#decoder.payloadBytesMax = limits.framePayloadBytesMax;
		const {hub, presence, sessions} = this.context;
		const isFirst = !hub.isOnline(account.id);
		hub.attach(account.id, this, logs);
		sessions.add(account.id, this);
		if (isFirst) {
			presence.arrived(account.id);
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
		this.#queue.push(encodeEvent(this.encoding, 'session-ended', {reason}));
		this.close();
	}

	announceStop(comeBackMs: number): void {
		this.#queue.push(encodeEvent(this.encoding, 'server-stopping', {comeBackMs}));
		this.close();
	}

	/** Sends what waits, then closes. */
	close(): void {
		if (this.#isClosing) {
			return;
		}

		this.#isClosing = true;
		// A reply to the request that caused this may be written in the same turn.
		setImmediate(() => {
			this.#queue.flush();
			this.#socket.end();
		});
	}

	destroy(): void {
		this.#socket.destroy();
	}

	/** Closes a peer that is silent, slow or stuck; called now and then. */
	sweep(now: number): void {
		const isSilent = now - this.#heardAt > limits.silenceMsMax;
		const isHalfFrame = this.#frameSince > 0 && now - this.#frameSince > limits.frameDurationMsMax;
		const isStranger =
			this.account === undefined && now - this.#openedAt > limits.loginDurationMsMax;
		if (isSilent || isHalfFrame || isStranger || this.#queue.isStalled(now)) {
			this.#socket.destroy();
		}
	}

	#onData = (chunk: Buffer): void => {
		this.#heardAt = Date.now();
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

		this.#frameSince = this.#decoder.isMidFrame ? this.#frameSince || this.#heardAt : 0;
	};

	#onFrame = (frame: Frame): void => {
		const {encoding, requestId} = frame;
		if (frame.kind !== 'request') {
			this.#refuse(
				encoding,
				requestId,
				new ProtocolError('bad-payload', 'Only requests are taken.'),
			);
			return;
		}

		try {
			const {command, body} = decodeRequest(encoding, frame.payload);
			this.#guard(command);
			if (command === 'hello') {
				this.encoding = encoding;
			}

			this.#begin();
			const reply = commandTable[command].handle(this, body as never);
			void this.#answer(encoding, requestId, command, reply);
		} catch (error) {
			this.#refuse(encoding, requestId, error);
		}
	};

	async #answer(
		encoding: Encoding,
		requestId: number,
		command: CommandName,
		reply: unknown,
	): Promise<void> {
		try {
			const body = (await reply) as never;
			this.#queue.push(encodeReply(encoding, requestId, body));
		} catch (error) {
			this.#refuse(encoding, requestId, error, command);
		} finally {
			this.#finish();
		}
	}

	#begin(): void {
		this.#inFlight += 1;
		if (this.#inFlight === limits.requestsInFlightMax) {
			this.#socket.pause();
		}
	}

	#finish(): void {
		this.#inFlight -= 1;
		if (this.#inFlight === limits.requestsInFlightMax - 1) {
			this.#socket.resume();
		}
	}

	/** @throws {ProtocolError} */
	#guard(command: CommandName): void {
		const {needsLogIn, rate} = commandTable[command];
		if (needsLogIn && this.account === undefined) {
			throw new ProtocolError('not-logged-in');
		}

		if (this.context.hasRateLimits) {
			this.#takeToken(rate);
		}
	}

	#takeToken(rateClass: RateClass): void {
		const now = Date.now();
		const rate = rates[rateClass];
		this.#buckets ??= {};
		this.#buckets[rateClass] ??= fullBucket(rate, now);
		const bucket = this.#buckets[rateClass];
		const retryAfterMs = waitForToken(bucket, rate, now);
		if (retryAfterMs > 0) {
			throw new ProtocolError('rate-limited', undefined, {retryAfterMs});
		}

		takeToken(bucket, rate, now);
	}

	#refuse(encoding: Encoding, requestId: number, error: unknown, command?: CommandName): void {
		let refusal = error;
		if (!(refusal instanceof ProtocolError)) {
			this.context.logger.error({err: error, command}, 'a command failed');
			refusal = new ProtocolError('internal');
		}

		this.#queue.push(encodeError(encoding, requestId, refusal as ProtocolError));
	}

	#onClose = (): void => {
		const {hub, presence, sessions} = this.context;
		this.context.onSessionClosed(this);
		if (this.account) {
			const {id} = this.account;
			hub.detach(id, this);
			sessions.remove(id, this);
			if (!hub.isOnline(id)) {
				presence.left(id);
			}
		}
	};
}
