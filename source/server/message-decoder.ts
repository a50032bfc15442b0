/** Frames out of the messages of a WebSocket: each message holds whole ones, or is the text of one. */
import {ProtocolError} from '../protocol/errors.ts';
import {type Frame, FrameDecoder, frameHeaderBytes} from '../protocol/frame.ts';
import {limits} from '../protocol/limits.ts';
import {decodeTextMessage} from '../protocol/text-message.ts';
import type {PeerStream} from './peer-address.ts';
import {TextMessage, WebSocketStream} from './web-socket-stream.ts';

type OnFrame = (frame: Frame) => void;

class MessageDecoder extends FrameDecoder {
	readonly #stream: WebSocketStream;
	#messageBytesMax: number;

	constructor(stream: WebSocketStream, options: {payloadBytesMax: number}) {
		super(options);
		this.#stream = stream;
		this.#messageBytesMax = options.payloadBytesMax + frameHeaderBytes;
	}

	override set payloadBytesMax(bytes: number) {
		super.payloadBytesMax = bytes;
		this.#messageBytesMax = bytes + frameHeaderBytes;
	}

	override get isMidFrame(): boolean {
		return this.#stream.unfinishedBytes > 0;
	}

	/** @throws {ProtocolError} as the decoder of a stream, and for a message that ends within a frame */
	override push(message: Buffer | TextMessage, onFrame: OnFrame): void {
		if (message instanceof TextMessage) {
			this.#checkSize(message.bytes.length);
			onFrame(decodeTextMessage(message.bytes));
			return;
		}

		this.#checkSize(this.#stream.unfinishedBytes);
		super.push(message, onFrame);
		if (super.isMidFrame) {
			throw new ProtocolError('bad-frame', 'The message ends within a frame.');
		}
	}

	#checkSize(bytes: number): void {
		if (bytes > this.#messageBytesMax) {
			throw new ProtocolError(
				'payload-too-large',
				`The message is over the limit of ${this.#messageBytesMax} bytes.`,
			);
		}
	}
}

/** For a connection that has not logged in. */
export const createDecoder = (stream: PeerStream): FrameDecoder => {
	const options = {payloadBytesMax: limits.framePayloadBeforeLoginBytesMax};
	return stream instanceof WebSocketStream
		? new MessageDecoder(stream, options)
		: new FrameDecoder(options);
};
