/** One port for everything: the first byte of a connection decides what it speaks. */
import type {Server as HttpServer} from 'node:http';
import {createServer as createNetServer, type Server as NetServer, type Socket} from 'node:net';
import {createServer as createTlsServer, type TLSSocket} from 'node:tls';
import {encodeError} from '../protocol/codec.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {frameMagic} from '../protocol/frame.ts';
import type {AddressRanges} from './address-ranges.ts';
import type {ConnectionGate} from './connection-gate.ts';
import type {HandshakeQueue} from './handshake-queue.ts';
import {isLoopback} from './loopback.ts';
import {addressOf, inheritAddress, peerOf} from './peer-address.ts';
import {readProxyHeader} from './read-proxy-header.ts';
import type {TlsIdentity} from './tls-identity.ts';

/** The first byte of a TLS record that opens a handshake (RFC 8446, section 5.1). */
const tlsHandshake = 0x16;
const capitalA = 0x41;
const capitalZ = 0x5a;

export type ListenerOptions = {
	readonly identity: TlsIdentity;
	/** Takes frames without TLS from other machines too. */
	readonly isInsecure: boolean;
	readonly gate: ConnectionGate;
	readonly handshakes: HandshakeQueue;
	readonly http: HttpServer;
	/** Who says of whom they speak for, and is believed. */
	readonly proxies: AddressRanges;
	/** How long a first byte, a handshake or the reading of a refusal may take. */
	readonly patienceMs: number;
	isBanned(address: string): boolean;
	/** A connection that speaks frames; its first bytes are still to be read. */
	onConnection(socket: Socket): void;
	/** A proxy that is trusted makes no sense. */
	onBadProxy(address: string, reason: string): void;
};

/** Calls `decide` with the first byte, which stays to be read. Who sends none is dropped in time. */
const readFirstByte = (
	socket: Socket,
	patienceMs: number,
	decide: (byte: number) => void,
): void => {
	const giveUp = (): void => {
		socket.destroy();
	};

	socket.setTimeout(patienceMs, giveUp);
	socket.once('error', giveUp);
	socket.once('readable', () => {
		const chunk: Buffer | null = socket.read();
		socket.setTimeout(0);
		socket.off('timeout', giveUp);
		socket.off('error', giveUp);
		const [byte] = chunk ?? [];
		if (chunk === null || byte === undefined) {
			socket.destroy();
			return;
		}

		socket.unshift(chunk);
		decide(byte);
	});
};

/** Says a last thing, and gives the peer a moment to read it. */
const dismiss = (socket: Socket, patienceMs: number, answer: Buffer): void => {
	const giveUp = (): void => {
		socket.destroy();
	};

	const timer = setTimeout(giveUp, patienceMs);
	socket.on('close', () => clearTimeout(timer));
	socket.on('error', giveUp);
	// Bytes left unread would make the system reset the connection, and the answer would be lost.
	socket.resume();
	socket.end(answer);
};

export const createListener = ({
	identity,
	isInsecure,
	gate,
	handshakes,
	http,
	proxies,
	patienceMs,
	isBanned,
	onConnection,
	onBadProxy,
}: ListenerOptions): NetServer => {
	const refuse = (socket: Socket, error: ProtocolError): void =>
		dismiss(socket, patienceMs, encodeError('json', 0, error));

	const takeFrames = (socket: Socket, byte: number, isAllowed: boolean): void => {
		const isHttp = byte >= capitalA && byte <= capitalZ;
		if (!isHttp && byte !== frameMagic) {
			refuse(socket, new ProtocolError('bad-frame', 'This is no chat-tui frame.'));
		} else if (isHttp) {
			http.emit('connection', socket);
		} else if (isBanned(addressOf(socket))) {
			refuse(socket, new ProtocolError('banned', 'This address may not use the server.'));
		} else if (isAllowed) {
			onConnection(socket);
		} else {
			refuse(socket, new ProtocolError('forbidden', 'This server takes TLS only.'));
		}
	};

	const tls = createTlsServer({
		key: identity.key,
		cert: identity.certificate,
		minVersion: 'TLSv1.3',
		handshakeTimeout: patienceMs,
	});
	/** By the name of its peer, the socket under a TLS socket. */
	const underTls = new Map<string, Socket>();
	tls.on('secureConnection', (socket: TLSSocket) => {
		const under = underTls.get(peerOf(socket));
		if (under !== undefined) {
			inheritAddress(socket, under);
			handshakes.leave(under);
		}

		readFirstByte(socket, patienceMs, byte => takeFrames(socket, byte, true));
	});
	tls.on('tlsClientError', (_error, socket) => socket.destroy());

	const shakeHands = (socket: Socket): void => {
		const peer = peerOf(socket);
		underTls.set(peer, socket);
		socket.once('close', () => {
			if (underTls.get(peer) === socket) {
				underTls.delete(peer);
			}
		});
		tls.emit('connection', socket);
	};

	const serve = (socket: Socket): void => {
		gate.meet(socket);
		readFirstByte(socket, patienceMs, byte => {
			if (byte === tlsHandshake) {
				shakeHands(socket);
			} else {
				handshakes.leave(socket);
				takeFrames(socket, byte, isInsecure || isLoopback(addressOf(socket)));
			}
		});
	};

	// Who waits for its turn is not read from.
	return createNetServer({noDelay: true, pauseOnConnect: true}, socket => {
		const last = gate.isFull ? handshakes.takeFromLongest() : undefined;
		if (last !== undefined) {
			gate.drop(last);
		}

		if (!gate.admit(socket)) {
			return;
		}

		const enter = (): void => handshakes.enter(socket, () => serve(socket));
		const {remoteAddress: peer = ''} = socket;
		if (!proxies.holds(peer)) {
			enter();
			return;
		}

		readProxyHeader(socket, {
			patienceMs,
			onHeader: enter,
			// No handshake is to come.
			onHttp: () => serve(socket),
			onMalformed: reason => onBadProxy(peer, reason),
		});
	});
};
