/** Stands between a client and a server that speak plain TCP, and loses some of the server's pushes. */
import {connect, createServer} from 'node:net';
import {onTestFinished} from 'vitest';
import {decodeEvent} from '../../source/protocol/codec.ts';
import type {ServerEvent} from '../../source/protocol/events.ts';
import {encodeFrame, type Frame, FrameDecoder} from '../../source/protocol/frame.ts';
import {limits} from '../../source/protocol/limits.ts';
import {listenOnLoopback} from './listen-on-loopback.ts';

/** Returns the address for the client. `isLost` is asked about each event. Ends with the test. */
export const startLossyProxy = async (
	target: {readonly host: string; readonly port: number},
	isLost: (event: ServerEvent) => boolean,
): Promise<string> => {
	const passes = ({kind, encoding, payload}: Frame): boolean => {
		const event = kind === 'event' ? decodeEvent(encoding, payload) : undefined;
		return event === undefined || !isLost(event);
	};

	const server = createServer(client => {
		const upstream = connect(target);
		const decoder = new FrameDecoder({payloadBytesMax: limits.framePayloadBytesMax});
		client.pipe(upstream);
		upstream.on('data', (chunk: Buffer) => {
			decoder.push(chunk, frame => {
				if (passes(frame)) {
					client.write(encodeFrame(frame));
				}
			});
		});
		const end = (): void => {
			client.destroy();
			upstream.destroy();
		};

		client.on('error', end).on('close', end);
		upstream.on('error', end).on('close', end);
		onTestFinished(end);
	});
	const port = await listenOnLoopback(server);
	onTestFinished(() => {
		server.close();
	});
	return `127.0.0.1:${port}`;
};
