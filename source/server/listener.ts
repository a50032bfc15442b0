/** One port for everything: the first byte of a connection decides what it speaks. */
import {createServer as createNetServer, type Server as NetServer, type Socket} from 'node:net';
import {createServer as createTlsServer, type TLSSocket} from 'node:tls';
import {encodeError} from '../protocol/codec.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {frameMagic} from '../protocol/frame.ts';
import {limits} from '../protocol/limits.ts';
import type {TlsIdentity} from './tls-identity.ts';

/** The first byte of a TLS record that opens a handshake (RFC 8446, section 5.1). */
const tlsHandshake = 0x16;
const capitalA = 0x41;
const capitalZ = 0x5a;

const httpAnswer =
	'HTTP/1.1 426 Upgrade Required\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n' +
	'This is a chat-tui server. Connect with: npx chat-tui connect HOST:PORT\n';

export type ListenerOptions = {
	readonly identity: TlsIdentity;
	/** Takes frames without TLS from other machines too. */
	readonly isInsecure: boolean;
	/** A connection that speaks frames; its first bytes are still to be read. */
	onConnection(socket: Socket, address: string): void;
};

const isLoopback = (address: string): boolean =>
	address === '::1' || /^(?:::ffff:)?127\./.test(address);

/** Calls `decide` with the first byte, which stays to be read. Who sends none is dropped in time. */
const readFirstByte = (socket: Socket, decide: (byte: number) => void): void => {
	const giveUp = (): void => {
		socket.destroy();
	};

	socket.setTimeout(limits.frameDurationMsMax, giveUp);
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

const refuse = (socket: Socket, error: ProtocolError): void => {
	socket.on('error', () => socket.destroy());
	socket.end(encodeError('json', 0, error));
};

export const createListener = ({
	identity,
	isInsecure,
	onConnection,
}: ListenerOptions): NetServer => {
	const takePlain = (socket: Socket, byte: number, isAllowed: boolean): void => {
		if (byte >= capitalA && byte <= capitalZ) {
			socket.on('error', () => socket.destroy());
			socket.end(httpAnswer);
		} else if (byte !== frameMagic) {
			refuse(socket, new ProtocolError('bad-frame', 'This is no chat-tui frame.'));
		} else if (isAllowed) {
			onConnection(socket, socket.remoteAddress ?? '');
		} else {
			refuse(socket, new ProtocolError('forbidden', 'This server takes TLS only.'));
		}
	};

	const tls = createTlsServer({
		key: identity.key,
		cert: identity.certificate,
		minVersion: 'TLSv1.3',
		handshakeTimeout: limits.frameDurationMsMax,
	});
	tls.on('secureConnection', (socket: TLSSocket) => {
		readFirstByte(socket, byte => takePlain(socket, byte, true));
	});
	tls.on('tlsClientError', (_error, socket) => socket.destroy());

	return createNetServer({noDelay: true}, socket => {
		readFirstByte(socket, byte => {
			if (byte === tlsHandshake) {
				tls.emit('connection', socket);
			} else {
				takePlain(socket, byte, isInsecure || isLoopback(socket.remoteAddress ?? ''));
			}
		});
	});
};
