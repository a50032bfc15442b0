/**
 * The floor of every server figure: a bare Node server that parses a length, looks up a socket and
 * writes. It joins the writes of one event-loop turn per socket; on demand it syncs each frame to
 * disk before it delivers.
 */
import {createServer, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer} from 'node:tls';
import {frameHeaderBytes} from '../../source/protocol/frame.ts';
import {answerCalls} from '../processes/calls.ts';
import {type GroupSync, openGroupSync} from './group-sync.ts';
import {everybody, lengthOffset, receiverOffset} from './relay-frame.ts';

/** Both as PEM. */
export type Certificate = {readonly key: string; readonly cert: string};

export type RelayCalls = {
	listen: {
		request: {
			/** File to sync to; without it nothing is stored. */
			storePath?: string;
			/** Without it plain TCP. */
			certificate?: Certificate;
		};
		reply: {port: number};
	};
	collectGarbage: {request: null; reply: null};
};

type Peer = {readonly socket: Socket; outgoing: Buffer[]};

/** Connections by the order in which they came. */
const peers = new Map<number, Peer>();
let written: Peer[] = [];

const flush = (): void => {
	const flushed = written;
	written = [];
	for (const peer of flushed) {
		peer.socket.write(Buffer.concat(peer.outgoing));
		peer.outgoing = [];
	}
};

const write = (peer: Peer, frame: Buffer): void => {
	if (peer.outgoing.length === 0) {
		written.push(peer);
		if (written.length === 1) {
			setImmediate(flush);
		}
	}

	peer.outgoing.push(frame);
};

const deliver = (frame: Buffer): void => {
	const receiver = frame.readUInt32BE(receiverOffset);
	if (receiver === everybody) {
		for (const peer of peers.values()) {
			write(peer, frame);
		}

		return;
	}

	const peer = peers.get(receiver);
	if (peer) {
		write(peer, frame);
	}
};

const nothing = Buffer.alloc(0);

/** Takes chunks however split or merged; `onFrame` gets whole frames, header included. */
const parseFrames = (onFrame: (frame: Buffer) => void) => {
	let rest: Buffer = nothing;
	return (chunk: Buffer): void => {
		const buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		let offset = 0;
		while (buffer.length - offset >= frameHeaderBytes) {
			const end = offset + frameHeaderBytes + buffer.readUInt32BE(offset + lengthOffset);
			if (end > buffer.length) {
				break;
			}

			onFrame(buffer.subarray(offset, end));
			offset = end;
		}

		// An empty view would keep the whole chunk alive.
		rest = offset === buffer.length ? nothing : buffer.subarray(offset);
	};
};

const accept = (socket: Socket, store: GroupSync | undefined): void => {
	const number = peers.size;
	peers.set(number, {socket, outgoing: []});
	socket.setNoDelay(true);
	socket.on('error', () => socket.destroy());
	socket.on(
		'data',
		parseFrames(store ? frame => store.append(frame, () => deliver(frame)) : deliver),
	);
};

const listen = (server: Server): Promise<{port: number}> =>
	new Promise(resolve => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve({port: typeof address === 'object' && address ? address.port : 0});
		});
	});

answerCalls<RelayCalls>({
	listen({storePath, certificate}) {
		const store = storePath === undefined ? undefined : openGroupSync(storePath);
		const onConnection = (socket: Socket): void => accept(socket, store);
		return listen(
			certificate
				? createTlsServer({...certificate, minVersion: 'TLSv1.3'}, onConnection)
				: createServer(onConnection),
		);
	},
	collectGarbage() {
		globalThis.gc?.();
		return null;
	},
});
