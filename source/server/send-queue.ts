/**
 * What waits to be written to one connection: bounded, and all of one event-loop turn in one write.
 *
 * A reader that falls behind loses signals first, then pushed entries; once it has caught up it is
 * told to sync. Replies always go out: who reads no replies has no further requests read.
 *
 * A reply that tells how things stand was read at one moment: what came to be after that goes out behind it, or else the
 * reply would take it back at the peer.
 */
import {limits} from '../protocol/limits.ts';
import {AtMost} from '../turns/at-most.ts';
import type {PeerStream} from './peer-address.ts';

export class SendQueue {
	readonly #socket: PeerStream;
	readonly #onMissed: () => Buffer;
	readonly #onRoom: () => void;
	#frames: Buffer[] = [];
	#bytes = 0;
	#hasMissed = false;
	/** When the queue was last seen not full, or moving. */
	#movedAt = performance.now();
	#bytesSent = 0;
	readonly #reading = new AtMost(1);
	/** What was pushed while a reply is read; `undefined` while none is. */
	#held: Buffer[] | undefined;
	#heldBytes = 0;

	/** `onMissed` makes the frame that tells the peer to sync; `onRoom` is told of an emptied queue. */
	constructor(socket: PeerStream, options: {onMissed: () => Buffer; onRoom: () => void}) {
		this.#socket = socket;
		this.#onMissed = options.onMissed;
		this.#onRoom = options.onRoom;
		socket.on('drain', this.#onDrain);
	}

	get bytesWaiting(): number {
		return this.#bytes + this.#heldBytes + this.#socket.writableLength;
	}

	get isFull(): boolean {
		return this.bytesWaiting > limits.sendQueueBytesMax;
	}

	push(frame: Buffer): void {
		if (this.#frames.length === 0) {
			process.nextTick(this.flush);
		}

		this.#frames.push(frame);
		this.#bytes += frame.length;
	}

	pushEntries(frames: Buffer): void {
		if (frames.length === 0) {
			return;
		}

		if (this.#hasMissed || this.isFull) {
			this.#hasMissed = true;
			return;
		}

		this.#pushInTurn(frames);
	}

	/** Entries were missed before they came here. */
	pushSync(): void {
		if (this.isFull) {
			this.#hasMissed = true;
		} else {
			this.push(this.#onMissed());
		}
	}

	pushSignal(frame: Buffer): void {
		if (this.bytesWaiting <= limits.sendQueueSignalBytesMax) {
			this.#pushInTurn(frame);
		}
	}

	/**
	 * Runs `pushReply`, which reads a reply and pushes it: what is pushed meanwhile goes out after it. Replies are read
	 * one after the other, so that none is older than one before it.
	 */
	pushBehind(pushReply: () => Promise<void>): Promise<void> {
		return this.#reading.run(() => this.#holdWhile(pushReply));
	}

	async #holdWhile(pushReply: () => Promise<void>): Promise<void> {
		this.#held = [];
		try {
			await pushReply();
		} finally {
			const held = this.#held;
			this.#held = undefined;
			this.#heldBytes = 0;
			for (const frames of held) {
				this.push(frames);
			}
		}
	}

	#pushInTurn(frames: Buffer): void {
		if (this.#held === undefined) {
			this.push(frames);
		} else {
			this.#held.push(frames);
			this.#heldBytes += frames.length;
		}
	}

	flush = (): void => {
		const frames = this.#frames;
		const bytes = this.#bytes;
		const wasFull = this.#hasMissed || this.isFull;
		const [first] = frames;
		this.#frames = [];
		this.#bytes = 0;
		if (first !== undefined && this.#socket.writable) {
			const isRoomLeft = this.#socket.write(
				frames.length === 1 ? first : Buffer.concat(frames, bytes),
			);
			if (isRoomLeft && wasFull) {
				// The system took all of it at once: no `drain` will come.
				process.nextTick(this.#onDrain);
			}
		}
	};

	/** Whether the peer has read nothing of a full queue for longer than `patienceMs`. `now` is of the monotonic clock. */
	isStalled(now: number, patienceMs: number): boolean {
		const {writableLength, bytesWritten} = this.#socket;
		const bytesSent = bytesWritten - writableLength;
		if (writableLength <= limits.sendQueueSignalBytesMax || bytesSent !== this.#bytesSent) {
			this.#bytesSent = bytesSent;
			this.#movedAt = now;
		}

		return now - this.#movedAt > patienceMs;
	}

	#onDrain = (): void => {
		if (this.#hasMissed) {
			this.#hasMissed = false;
			this.push(this.#onMissed());
		}

		this.#onRoom();
	};
}
