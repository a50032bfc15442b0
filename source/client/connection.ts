/** One connection to a server: requests and their replies, events, heartbeat. It ends once and for ever. */
import type {Duplex} from 'node:stream';
import {decodeBytesReply, decodeEvent, decodeReply, encodeRequest} from '../protocol/codec.ts';
import type {CommandName, CommandReply, CommandRequest} from '../protocol/commands.ts';
import type {ServerEvent} from '../protocol/events.ts';
import {type Encoding, type Frame, FrameDecoder} from '../protocol/frame.ts';
import {limits} from '../protocol/limits.ts';
import {ClientError, messageOf} from './client-error.ts';
import {openSocket, type SocketOptions, socketFailure} from './open-socket.ts';
import {plainError} from './plain-line.ts';

export type ConnectionOptions = SocketOptions & {
	readonly encoding: Encoding;
	readonly requestTimeoutMs: number;
	/** After this long without a word from the server the connection is given up. */
	readonly silenceMsMax: number;
};

/** WebSocket is loaded for who connects by it. */
const openStream = async (options: SocketOptions): Promise<Duplex> =>
	options.address.webSocket === undefined
		? openSocket(options)
		: (await import('./open-web-socket.ts')).openWebSocket(options);

/** @throws {ClientError | CertificateError} */
export const openConnection = async (options: ConnectionOptions): Promise<Connection> =>
	new Connection(await openStream(options), options);

type Pending = {
	readonly command: CommandName;
	readonly timer: NodeJS.Timeout;
	resolve(reply: unknown): void;
	reject(error: unknown): void;
};

const requestIdMax = 0xffff_ffff;

export class Connection {
	/** Resolves with the reason when the connection has ended; never rejects. */
	readonly closed: Promise<Error>;
	/** Called with each event in the order of arrival. */
	onEvent: (event: ServerEvent) => void = () => undefined;

	#socket: Duplex;
	#options: ConnectionOptions;
	#decoder = new FrameDecoder({payloadBytesMax: limits.framePayloadBytesMax});
	#pending = new Map<number, Pending>();
	#requestId = 0;
	#sentAt = Date.now();
	#heardAt = Date.now();
	#heartbeat: NodeJS.Timeout | undefined;
	#endReason: Error | undefined;
	#isCorked = false;

	constructor(socket: Duplex, options: ConnectionOptions) {
		this.#socket = socket;
		this.#options = options;
		this.closed = new Promise(resolve => {
			socket.once('close', () => resolve(this.#end(this.#lost())));
		});
		socket.on('error', error => this.close(socketFailure(error, options.address)));
		socket.on('data', (chunk: Buffer) => this.#take(chunk));
	}

	/**
	 * @throws {ProtocolError} what the server refused with
	 * @throws {ClientError} `offline` when the connection ends first, `timeout` when no reply comes
	 */
	request<Name extends CommandName>(
		command: Name,
		body: CommandRequest<Name>,
	): Promise<CommandReply<Name>> {
		return new Promise((resolve, reject) => {
			if (this.#endReason !== undefined) {
				reject(this.#lost());
				return;
			}

			this.#requestId = (this.#requestId % requestIdMax) + 1;
			const id = this.#requestId;
			const frame = encodeRequest(this.#options.encoding, id, command, body);
			// A server that does not answer one request will hardly answer the next: start over.
			const timer = setTimeout(() => {
				const {text} = this.#options.address;
				this.close(new ClientError('timeout', `${text} did not answer "${command}" in time.`));
			}, this.#options.requestTimeoutMs);
			this.#pending.set(id, {
				command,
				timer,
				resolve: reply => resolve(reply as CommandReply<Name>),
				reject,
			});
			this.#write(frame);
		});
	}

	/** Sends a `ping` whenever nothing else was sent for `heartbeatMs`, and watches for silence. */
	startHeartbeat(heartbeatMs: number): void {
		const beat = (): void => {
			// By the clock, which runs while a computer sleeps; where it was set back, the times begin anew.
			const now = Date.now();
			this.#heardAt = Math.min(this.#heardAt, now);
			this.#sentAt = Math.min(this.#sentAt, now);
			const silentMs = now - this.#heardAt;
			if (silentMs >= this.#options.silenceMsMax) {
				this.close(new ClientError('timeout', `${this.#options.address.text} fell silent.`));
				return;
			}

			if (now - this.#sentAt >= heartbeatMs) {
				// Its failure is the connection's end, which everybody hears of.
				this.request('ping', {}).catch(() => undefined);
			}

			const nextMs = Math.min(
				heartbeatMs - (Date.now() - this.#sentAt),
				this.#options.silenceMsMax - silentMs,
			);
			this.#heartbeat = setTimeout(beat, Math.max(1, nextMs));
		};

		beat();
	}

	/** Ends the connection now; requests under way fail. `reason` is what `closed` resolves with. */
	close(reason: Error): void {
		this.#end(reason);
		this.#socket.destroy();
	}

	/** What requests fail with that never got their reply. */
	#lost(): ClientError {
		const reason = this.#endReason;
		if (reason instanceof ClientError) {
			return reason;
		}

		return reason === undefined
			? new ClientError('offline', `The connection to ${this.#options.address.text} was lost.`)
			: new ClientError('offline', reason.message, {cause: reason});
	}

	/** The first reason stands. */
	#end(reason: Error): Error {
		if (this.#endReason !== undefined) {
			return this.#endReason;
		}

		this.#endReason = reason;
		clearTimeout(this.#heartbeat);
		for (const {timer, reject} of this.#pending.values()) {
			clearTimeout(timer);
			reject(this.#lost());
		}

		this.#pending.clear();
		return reason;
	}

	/** What is written in one turn leaves in one piece. */
	#write(frame: Buffer): void {
		this.#sentAt = Date.now();
		if (!this.#isCorked) {
			this.#isCorked = true;
			this.#socket.cork();
			process.nextTick(() => {
				this.#isCorked = false;
				this.#socket.uncork();
			});
		}

		this.#socket.write(frame);
	}

	#take(chunk: Buffer): void {
		this.#heardAt = Date.now();
		try {
			this.#decoder.push(chunk, frame => this.#handle(frame));
		} catch (error) {
			const {text} = this.#options.address;
			const isHttp = chunk.subarray(0, 5).toString('latin1') === 'HTTP/';
			const reason = isHttp
				? `${text} is a web server: a chat behind it is at wss://${text}/ws.`
				: `${text} sent nonsense: ${messageOf(error)}`;
			this.close(new ClientError('offline', reason, {cause: error}));
		}
	}

	#handle(frame: Frame): void {
		if (this.#endReason !== undefined) {
			return;
		}

		if (frame.kind === 'event') {
			const event = decodeEvent(frame.encoding, frame.payload);
			if (event !== undefined) {
				this.onEvent(event);
			}
		} else if (frame.kind === 'reply' || frame.kind === 'bytes') {
			this.#settle(frame);
		}
	}

	#settle({kind, requestId, encoding, payload}: Frame): void {
		const pending = this.#pending.get(requestId);
		this.#pending.delete(requestId);
		clearTimeout(pending?.timer);
		try {
			const command = pending?.command ?? 'ping';
			const reply =
				kind === 'bytes'
					? decodeBytesReply(command, payload)
					: decodeReply(command, encoding, payload);
			pending?.resolve(reply);
		} catch (failure) {
			const error = plainError(failure);
			pending?.reject(error);
			if (requestId === 0 && error instanceof Error) {
				// The server refuses the connection itself.
				this.close(error);
			}
		}
	}
}
