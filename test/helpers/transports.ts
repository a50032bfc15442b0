/** The ways to a server. What is said over them is the same, and tests of it run over each. */
import {once} from 'node:events';
import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';
import {createWebSocketStream, WebSocket} from 'ws';
import {decodePayload, encodePayload} from '../../source/protocol/codec.ts';
import {encodeFrame, FrameDecoder} from '../../source/protocol/frame.ts';

export type Transport = {
	readonly name: string;
	readonly isTls: boolean;
	/** Speaks it over a socket that is connected. What comes of it takes and gives frames. */
	speak(socket: Socket): Promise<Duplex>;
};

/** Paused: whoever listens to its messages resumes it. */
export const openWebSocket = async (
	socket: Socket,
	headers: Readonly<Record<string, string>> = {},
): Promise<WebSocket> => {
	const ws = new WebSocket('ws://127.0.0.1/ws', {
		createConnection: () => socket,
		perMessageDeflate: false,
		headers,
	});
	ws.once('open', () => ws.pause());
	await once(ws, 'open');
	ws.on('error', () => ws.terminate());
	return ws;
};

const speakBinary = async (socket: Socket): Promise<Duplex> => {
	const ws = await openWebSocket(socket);
	const stream = createWebSocketStream(ws, {allowHalfOpen: false});
	stream.on('error', () => stream.destroy());
	ws.on('close', () => stream.destroy());
	return stream;
};

/** A text message as a frame. */
const toFrame = (text: string): Buffer => {
	const {id: requestId = 0, ...payload} = JSON.parse(text) as {id?: number; event?: string};
	const kind = payload.event === undefined ? 'reply' : 'event';
	return encodeFrame({encoding: 'json', kind, requestId, payload: encodePayload('json', payload)});
};

/** Requests in JSON go as text, bytes of files as frames; what comes as text is made a frame. */
const speakText = async (socket: Socket): Promise<Duplex> => {
	const ws = await openWebSocket(socket);
	const requests = new FrameDecoder({payloadBytesMax: 16_777_216});
	const stream = new Duplex({
		read: () => ws.resume(),
		write(bytes: Buffer, _encoding, done) {
			requests.push(bytes, frame => {
				const {kind, requestId: id, payload} = frame;
				ws.send(
					kind === 'bytes'
						? encodeFrame(frame)
						: JSON.stringify({id, ...(decodePayload('json', payload) as object)}),
				);
			});
			done();
		},
		destroy(error, done) {
			ws.terminate();
			done(error);
		},
	});
	ws.on('message', (data: Buffer, isBinary) => {
		if (!stream.push(isBinary ? data : toFrame(data.toString()))) {
			ws.pause();
		}
	});
	ws.on('close', () => stream.destroy());
	return stream;
};

const speakPlainly = async (socket: Socket): Promise<Duplex> => socket;

export const tcp: Transport = {name: 'TCP', isTls: false, speak: speakPlainly};
export const webSocket: Transport = {name: 'WebSocket', isTls: false, speak: speakBinary};

/** Those that know no messages: frames may be cut and joined at will. */
export const streamTransports: readonly Transport[] = [
	tcp,
	{name: 'TLS', isTls: true, speak: speakPlainly},
];

/** Those that take whatever bytes make up frames. */
export const byteTransports: readonly Transport[] = [
	...streamTransports,
	webSocket,
	{name: 'WebSocket in TLS', isTls: true, speak: speakBinary},
];

/** Those that take requests: text is in JSON. */
export const transports: readonly Transport[] = [
	...byteTransports,
	{name: 'WebSocket with text', isTls: false, speak: speakText},
];
