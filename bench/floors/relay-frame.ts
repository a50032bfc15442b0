/** The floor's frame: the header of chat-tui's wire, then whom it is for (uint32 BE), then the body. */
import {encodeFrame, frameHeaderBytes} from '../../source/protocol/frame.ts';

/** Addresses every connection of the relay. */
export const everybody = 0xffff_ffff;

/** Where the receiver's number stands in a frame. */
export const receiverOffset = frameHeaderBytes;
/** Where the request id and the payload's length stand in the header. */
export const requestIdOffset = 4;
export const lengthOffset = 8;

export const relayFrame = (options: {
	requestId: number;
	receiver: number;
	body: Uint8Array;
}): Buffer => {
	const payload = Buffer.alloc(4 + options.body.length);
	payload.writeUInt32BE(options.receiver, 0);
	payload.set(options.body, 4);
	return encodeFrame({encoding: 'msgpack', kind: 'event', requestId: options.requestId, payload});
};
