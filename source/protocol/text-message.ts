/** Frames as text, for WebSocket: the JSON of the payload, with the request id as a field `id` of it. */
import {decodePayload} from './codec.ts';
import {ProtocolError} from './errors.ts';
import type {Frame} from './frame.ts';

const requestIdMax = 0xffff_ffff;

const isRequestId = (id: unknown): id is number =>
	Number.isInteger(id) && (id as number) >= 0 && (id as number) <= requestIdMax;

/** What does not parse asks nothing by any id: whoever reads the payload refuses it. */
const readId = (payload: Uint8Array): unknown => {
	try {
		const value = decodePayload('json', payload);
		return typeof value === 'object' && value !== null && 'id' in value ? value.id : 0;
	} catch (error) {
		if (error instanceof ProtocolError) {
			return 0;
		}

		throw error;
	}
};

/** A text message (UTF-8) as the request that it is; without an `id` it has 0. @throws {ProtocolError} `bad-frame` */
export const decodeTextMessage = (payload: Uint8Array): Frame => {
	const requestId = readId(payload);
	if (!isRequestId(requestId)) {
		throw new ProtocolError('bad-frame', `"id" is a whole number from 0 to ${requestIdMax}.`);
	}

	return {encoding: 'json', kind: 'request', requestId, payload};
};

/** A frame as a text message (UTF-8), or `undefined` for one that holds no JSON: that stays binary. */
export const encodeTextMessage = ({
	encoding,
	kind,
	requestId,
	payload,
}: Frame): Buffer | undefined => {
	if (encoding !== 'json' || kind === 'bytes') {
		return undefined;
	}

	// A payload is an object with at least one field.
	const id = kind === 'event' ? '{' : `{"id":${requestId},`;
	return Buffer.concat([Buffer.from(id), payload.subarray(1)]);
};
