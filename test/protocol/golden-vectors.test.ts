/** The bytes on the wire, fixed: whoever writes another client can hold theirs against the same file. */
import {expect, test} from 'vitest';
import {
	decodePayload,
	encodeError,
	encodeEvent,
	encodeReply,
	encodeRequest,
} from '../../source/protocol/codec.ts';
import {type ErrorCode, ProtocolError} from '../../source/protocol/errors.ts';
import {type Encoding, encodings, type Frame, FrameDecoder} from '../../source/protocol/frame.ts';
import {limits} from '../../source/protocol/limits.ts';
import vectors from './golden-vectors.json' with {type: 'json'};

type Vector = {
	name: string;
	kind: string;
	requestId: number;
	payload: {
		command?: string;
		event?: string;
		body?: unknown;
		error?: {code: string; message: string; retryAfterMs?: number};
	};
	json: string;
	msgpack: string;
};

const cases = encodings.flatMap(encoding =>
	(vectors as Vector[]).map(vector => ({encoding, vector, name: vector.name})),
);

const encode = (encoding: Encoding, {requestId, payload}: Vector): Buffer => {
	const {command, event, error, body} = payload;
	if (command !== undefined) {
		return encodeRequest(encoding, requestId, command as never, body as never);
	}

	if (event !== undefined) {
		return encodeEvent(encoding, event as never, body as never);
	}

	if (error !== undefined) {
		const {code, message, ...options} = error;
		return encodeError(encoding, requestId, new ProtocolError(code as ErrorCode, message, options));
	}

	return encodeReply(encoding, requestId, body as never);
};

test.each(cases)('encodes $name in $encoding to the golden bytes', ({encoding, vector}) => {
	expect(encode(encoding, vector).toString('hex')).toBe(vector[encoding]);
});

test.each(cases)('decodes the golden bytes of $name in $encoding', ({encoding, vector}) => {
	const frames: Frame[] = [];
	const decoder = new FrameDecoder({payloadBytesMax: limits.framePayloadBytesMax});
	decoder.push(Buffer.from(vector[encoding], 'hex'), frame => frames.push(frame));
	expect(frames).toHaveLength(1);
	const [{payload, ...header} = {payload: Buffer.alloc(0)}] = frames;
	expect(header).toEqual({encoding, kind: vector.kind, requestId: vector.requestId});
	expect(decodePayload(encoding, payload)).toEqual(vector.payload);
});
