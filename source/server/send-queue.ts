/**
 * What waits to be written to one connection: bounded, and all of one event-loop turn in one write.
 *
 * A reader that falls behind loses signals first, then pushed entries; once it has caught up it is
 * told to sync. Replies always go out: their number is bounded by the requests in flight.
 */
import type {Socket} from 'node:net';
import {limits} from '../protocol/limits.ts';

export class SendQueue {
	readonly #socket: Socket;
	readonly #onMissed: () => Buffer;
	#frames: Buffer[] = [];
	#bytes = 0;
	#hasMissed = false;
	/** When the queue was first seen too full, or 0. */
	#stalledSince = 0;

	/** `onMissed` makes the frame that tells the peer to sync. */
	constructor(socket: Socket, onMissed: () => Buffer) {
		this.#socket = socket;
		this.#onMissed = onMissed;
		socket.on('drain', this.#onDrain);
	}

	get bytesWaiting(): number {
		return this.#bytes + this.#socket.writableLength;
	}

	push(frame: Buffer): void {
		if (this.#frames.length === 0) {
			process.nextTick(this.flush);
		}

		this.#frames.push(frame);
		this.#bytes += frame.length;
	}

	pushEntries(frames: Buffer): void {
		if (this.#hasMissed || this.bytesWaiting > limits.sendQueueBytesMax) {
			this.#hasMissed = true;
			return;
		}

		this.push(frames);
	}

	pushSignal(frame: Buffer): void {
		if (this.bytesWaiting <= limits.sendQueueSignalBytesMax) {
			this.push(frame);
		}
	}

	flush = (): void => {
		const [first, ...others] = this.#frames;
		if (first === undefined || this.#socket.destroyed) {
			return;
		}

		const bytes = others.length === 0 ? first : Buffer.concat(this.#frames, this.#bytes);
		this.#frames = [];
		this.#bytes = 0;
		this.#socket.write(bytes);
	};

	/** Whether the peer has left a full queue unread for too long. */
	isStalled(now: number): boolean {
		if (this.#socket.writableLength <= limits.sendQueueSignalBytesMax) {
			this.#stalledSince = 0;
			return false;
		}

		this.#stalledSince ||= now;
		return now - this.#stalledSince > limits.sendQueueStalledMsMax;
	}

	#onDrain = (): void => {
		this.#stalledSince = 0;
		if (this.#hasMissed) {
			this.#hasMissed = false;
			this.push(this.#onMissed());
		}
	};
}
