/** What a frame asks of the server. */
import {type AnyRequest, decodeBytesRequest, decodeRequest} from '../protocol/codec.ts';
import {ProtocolError} from '../protocol/errors.ts';
import type {Frame} from '../protocol/frame.ts';

/** @throws {ProtocolError} `bad-payload`, `unknown-command` */
export const readRequest = ({kind, encoding, payload}: Frame): AnyRequest => {
	switch (kind) {
		case 'request':
			return decodeRequest(encoding, payload);
		case 'bytes':
			return decodeBytesRequest(payload);
		default:
			throw new ProtocolError('bad-payload', 'Only requests are taken.');
	}
};
