/** The payload of a `bytes` frame on its way to the server: which upload, where in the file, and the bytes. */
import {ProtocolError} from './errors.ts';

/** The upload in 4 bytes, the offset in 8, both big-endian; the bytes follow. */
export const chunkHeaderBytes = 12;

export type Chunk = {
	readonly upload: number;
	readonly offset: number;
	readonly data: Uint8Array;
};

export const encodeChunk = ({upload, offset, data}: Chunk): Buffer => {
	const payload = Buffer.allocUnsafe(chunkHeaderBytes + data.length);
	payload.writeUInt32BE(upload, 0);
	payload.writeBigUInt64BE(BigInt(offset), 4);
	payload.set(data, chunkHeaderBytes);
	return payload;
};

/** `data` shares memory with the payload. @throws {ProtocolError} `bad-payload` */
export const decodeChunk = (payload: Uint8Array): Chunk => {
	if (payload.length < chunkHeaderBytes) {
		throw new ProtocolError('bad-payload', 'A chunk is shorter than its header.');
	}

	const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
	return {
		upload: view.getUint32(0),
		offset: Number(view.getBigUint64(4)),
		data: payload.subarray(chunkHeaderBytes),
	};
};
