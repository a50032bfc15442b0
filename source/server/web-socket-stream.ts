/**
 * A WebSocket as the stream that a session reads from and writes to.
 *
 * Each message comes as one chunk: of a binary one its bytes, of a text one a `TextMessage`. Each frame that is
 * written goes out as a message of its own; from the first text message of the peer on, those in JSON as text.
 */
import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';
import type {WebSocket} from 'ws';
import {splitFrames} from '../protocol/frame.ts';
import {encodeTextMessage} from '../protocol/text-message.ts';
import {inheritAddress} from './peer-address.ts';

/** UTF-8, still to be parsed. */
export class TextMessage {
	readonly bytes: Buffer;

	constructor(bytes: Buffer) {
		this.bytes = bytes;
	}
}

/** A sign of life: no message, or part of one. */
const nothing = Buffer.alloc(0);
/** Header and mask of a control frame from a client (RFC 6455, section 5.2). */
const controlHeaderBytes = 6;

export class WebSocketStream extends Duplex {
	readonly remoteAddress: string | undefined;
	readonly remotePort: number | undefined;
	/** Bytes that came of a message which has not ended. */
	unfinishedBytes = 0;
	readonly #ws: WebSocket;
	readonly #socket: Socket;
	#hasEnded = false;
	#isText = false;
	#sentBytes = 0;

	constructor(ws: WebSocket, socket: Socket) {
		super({readableObjectMode: true, readableHighWaterMark: 1});
		this.remoteAddress = socket.remoteAddress;
		this.remotePort = socket.remotePort;
		inheritAddress(this, socket);
		this.#ws = ws;
		this.#socket = socket;
		ws.on('message', (data: Buffer, isBinary) => {
			this.#hasEnded = true;
			this.#isText ||= !isBinary;
			this.#take(isBinary ? data : new TextMessage(data));
		});
		ws.on('ping', this.#onControl);
		ws.on('pong', this.#onControl);
		// After its listener of the WebSocket, which has taken the messages out.
		socket.on('data', this.#onBytes);
		let failure: Error | undefined;
		ws.on('error', error => {
			// It says why to the peer, and closes by itself.
			failure = error;
		});
		ws.once('close', () => this.destroy(failure));
	}

	/** As a socket counts: with what still waits. */
	get bytesWritten(): number {
		return this.#sentBytes + this.writableLength;
	}

	override _read(): void {
		this.#ws.resume();
	}

	/** `bytes` are whole frames: a session writes nothing else. */
	override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
		let left = bytes.length;
		const onSent = (error?: Error | null): void => {
			this.#sentBytes += bytes.length;
			done(error);
		};

		// All of it in one write to the system.
		this.#socket.cork();
		for (const {bytes: binary, frame} of splitFrames(bytes)) {
			left -= binary.length;
			const text = this.#isText ? encodeTextMessage(frame) : undefined;
			const options = {binary: text === undefined};
			if (left === 0) {
				this.#ws.send(text ?? binary, options, onSent);
			} else {
				this.#ws.send(text ?? binary, options);
			}
		}

		this.#socket.uncork();
	}

	override _final(done: () => void): void {
		this.#ws.close(1_000);
		done();
	}

	override _destroy(error: Error | null, done: (error: Error | null) => void): void {
		this.#ws.terminate();
		done(error);
	}

	#take(chunk: Buffer | TextMessage): void {
		if (!this.destroyed && !this.push(chunk)) {
			this.#ws.pause();
		}
	}

	#onControl = (data: Buffer): void => {
		this.unfinishedBytes -= controlHeaderBytes + data.length;
		this.#take(nothing);
	};

	#onBytes = (chunk: Buffer): void => {
		if (this.#hasEnded) {
			this.#hasEnded = false;
			this.unfinishedBytes = 0;
			return;
		}

		this.unfinishedBytes = Math.max(0, this.unfinishedBytes + chunk.length);
		if (this.unfinishedBytes > 0) {
			this.#take(nothing);
		}
	};
}
