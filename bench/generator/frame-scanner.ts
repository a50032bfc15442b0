/** Reads the headers of a stream of frames and skips the payloads, so that counting costs next to nothing. */
import {frameHeaderBytes} from '../../source/protocol/frame.ts';

/** As on the wire, byte 3 of a header. */
export const replyKind = 1;
export const eventKind = 2;

export type OnHeader = (kind: number, requestId: number) => void;

/** `scan` takes chunks however split or merged, and may be called with memory that is reused after it. */
export class FrameScanner {
	readonly #header = Buffer.alloc(frameHeaderBytes);
	#headerBytes = 0;
	#payloadBytesLeft = 0;
	readonly #onHeader: OnHeader;

	constructor(onHeader: OnHeader) {
		this.#onHeader = onHeader;
	}

	scan(chunk: Buffer): void {
		let offset = 0;
		while (offset < chunk.length) {
			if (this.#payloadBytesLeft > 0) {
				const skipped = Math.min(this.#payloadBytesLeft, chunk.length - offset);
				this.#payloadBytesLeft -= skipped;
				offset += skipped;
			} else if (this.#headerBytes === 0 && chunk.length - offset >= frameHeaderBytes) {
				this.#read(chunk, offset);
				offset += frameHeaderBytes;
			} else {
				offset += this.#collect(chunk, offset);
			}
		}
	}

	/** Gathers a header that lies across chunks; returns how many bytes it took. */
	#collect(chunk: Buffer, offset: number): number {
		const taken = chunk.copy(this.#header, this.#headerBytes, offset);
		this.#headerBytes += taken;
		if (this.#headerBytes === frameHeaderBytes) {
			this.#headerBytes = 0;
			this.#read(this.#header, 0);
		}

		return taken;
	}

	#read(bytes: Buffer, offset: number): void {
		this.#payloadBytesLeft = bytes.readUInt32BE(offset + 8);
		this.#onHeader(bytes[offset + 3] ?? 0, bytes.readUInt32BE(offset + 4));
	}
}
