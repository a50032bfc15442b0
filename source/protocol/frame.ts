/** Frames: a 12-byte header that says what follows and how long it is, and the payload. No payload is parsed here. */
import {ProtocolError} from './errors.ts';

export const frameMagic = 0xc7;
export const frameVersion = 1;
export const frameHeaderBytes = 12;

export const encodings = ['json', 'msgpack'] as const;
export type Encoding = (typeof encodings)[number];

export const frameKinds = ['request', 'reply', 'event', 'bytes'] as const;
export type FrameKind = (typeof frameKinds)[number];

export type Frame = {
	readonly encoding: Encoding;
	readonly kind: FrameKind;
	/** Chosen by the requester, repeated in the reply; 0 in events. */
	readonly requestId: number;
	readonly payload: Uint8Array;
};

const encodingByte = {json: 0, msgpack: 1} as const;
const kindByte = {request: 0, reply: 1, event: 2, bytes: 3} as const;

/** Writes the header for a payload of `length` bytes into the first 12 bytes of `target`. */
const writeHeader = (target: Buffer, header: Omit<Frame, 'payload'>, length: number): void => {
	target[0] = frameMagic;
	target[1] = frameVersion;
	target[2] = encodingByte[header.encoding];
	target[3] = kindByte[header.kind];
	target.writeUInt32BE(header.requestId, 4);
	target.writeUInt32BE(length, 8);
};

export const encodeFrame = (frame: Frame): Buffer => {
	const bytes = Buffer.allocUnsafe(frameHeaderBytes + frame.payload.length);
	writeHeader(bytes, frame, frame.payload.length);
	bytes.set(frame.payload, frameHeaderBytes);
	return bytes;
};

const endOfFrame = (buffer: Buffer, offset: number): number =>
	offset + frameHeaderBytes + buffer.readUInt32BE(offset + 8);

/** The frame between two borders; its header is right. The payload shares memory with the buffer. */
const frameBetween = (buffer: Buffer, offset: number, end: number): Frame => ({
	encoding: encodings[buffer[offset + 2] as 0 | 1],
	kind: frameKinds[buffer[offset + 3] as 0 | 1 | 2 | 3],
	requestId: buffer.readUInt32BE(offset + 4),
	payload: buffer.subarray(offset + frameHeaderBytes, end),
});

/** Takes apart what `encodeFrame` made: whole frames one behind another, each as its bytes and as what it says. */
export function* splitFrames(buffer: Buffer): Generator<{bytes: Buffer; frame: Frame}> {
	let offset = 0;
	while (offset < buffer.length) {
		const end = endOfFrame(buffer, offset);
		yield {bytes: buffer.subarray(offset, end), frame: frameBetween(buffer, offset, end)};
		offset = end;
	}
}

/**
 * Turns a stream of chunks, however split or merged, into frames.
 *
 * Invariant: holds at most one unfinished frame, whose length was checked before any of its payload
 * was kept. After a thrown error the stream has no frame border left: close the connection.
 */
export class FrameDecoder {
	#chunks: Buffer[] = [];
	#bytes = 0;
	/** Total bytes that must be there before anything can be decoded. */
	#bytesNeeded = frameHeaderBytes;
	#payloadBytesMax: number;

	constructor(options: {payloadBytesMax: number}) {
		this.#payloadBytesMax = options.payloadBytesMax;
	}

	/** Raises or lowers the limit for frames whose header has not been read yet. */
	set payloadBytesMax(bytes: number) {
		this.#payloadBytesMax = bytes;
	}

	/** Whether a frame has begun and not ended. */
	get isMidFrame(): boolean {
		return this.#bytes > 0;
	}

	/**
	 * Takes the next chunk and hands every frame that it completes to `onFrame`, in order.
	 * Payloads may share memory with the chunk.
	 *
	 * @throws {ProtocolError} `bad-frame`, `unsupported-version` or `payload-too-large`
	 */
	push(chunk: Buffer, onFrame: (frame: Frame) => void): void {
		let buffer = chunk;
		if (this.#bytes > 0) {
			this.#chunks.push(chunk);
			this.#bytes += chunk.length;
			// Of an unfinished header each byte is looked at as it comes.
			if (this.#bytes < this.#bytesNeeded && this.#bytesNeeded > frameHeaderBytes) {
				return;
			}

			buffer = Buffer.concat(this.#chunks, this.#bytes);
			this.#chunks = [];
			this.#bytes = 0;
		}

		let offset = 0;
		this.#bytesNeeded = frameHeaderBytes;
		while (buffer.length - offset >= frameHeaderBytes) {
			const length = this.#checkHeader(buffer, offset);
			const end = offset + frameHeaderBytes + length;
			if (end > buffer.length) {
				this.#bytesNeeded = end - offset;
				break;
			}

			onFrame(frameBetween(buffer, offset, end));
			offset = end;
		}

		this.#keep(buffer, offset);
	}

	#keep(buffer: Buffer, offset: number): void {
		if (offset < buffer.length) {
			this.#checkStart(buffer, offset);
			this.#chunks = [buffer.subarray(offset)];
			this.#bytes = buffer.length - offset;
		}
	}

	/** Checks the bytes of an unfinished header as far as they are there, so that garbage is noticed at once. */
	#checkStart(buffer: Buffer, offset: number): void {
		if (buffer[offset] !== frameMagic) {
			throw new ProtocolError('bad-frame', 'This is no chat-tui frame.');
		}

		const version = buffer[offset + 1];
		if (version !== undefined && version !== frameVersion) {
			throw new ProtocolError(
				'unsupported-version',
				`Frame version ${version} is not spoken here.`,
			);
		}
	}

	/** Returns the payload's length. */
	#checkHeader(buffer: Buffer, offset: number): number {
		this.#checkStart(buffer, offset);
		const encoding = buffer[offset + 2] ?? 0;
		const kind = buffer[offset + 3] ?? 0;
		if (encoding >= encodings.length || kind >= frameKinds.length) {
			throw new ProtocolError('bad-frame', 'The frame has an unknown encoding or kind.');
		}

		const length = buffer.readUInt32BE(offset + 8);
		if (length > this.#payloadBytesMax) {
			throw new ProtocolError(
				'payload-too-large',
				`The payload of ${length} bytes is over the limit of ${this.#payloadBytesMax}.`,
			);
		}

		return length;
	}
}
