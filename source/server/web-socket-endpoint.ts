/** `/ws`: turns a request over HTTP into a connection that speaks frames by WebSocket (RFC 6455). */
import type {IncomingMessage} from 'node:http';
import {isIP, type Socket} from 'node:net';
import {TLSSocket} from 'node:tls';
import {type WebSocket, WebSocketServer} from 'ws';
import {encodeError} from '../protocol/codec.ts';
import {ProtocolError} from '../protocol/errors.ts';
import {frameHeaderBytes} from '../protocol/frame.ts';
import {limits} from '../protocol/limits.ts';
import {isLoopback} from './loopback.ts';
import {addressOf, type PeerStream, setAddress} from './peer-address.ts';
import {WebSocketStream} from './web-socket-stream.ts';

export type WebSocketOptions = {
	/** Takes connections without TLS from other machines too. */
	readonly isInsecure: boolean;
	/** Whose pages may connect, such as `https://chat.example`. */
	readonly webOrigins: readonly string[];
	isBanned(address: string): boolean;
	/** A connection that speaks frames. */
	onConnection(stream: PeerStream): void;
};

/** Takes over a request to upgrade; `onTaken` is called when no HTTP is to come any more. */
export type Upgrade = (request: IncomingMessage, head: Buffer, onTaken: () => void) => void;

/** Answers in HTTP; whoever keeps time of the request ends the connection. */
const refuse = (socket: Socket, status: string, text: string): void => {
	socket.on('error', () => socket.destroy());
	socket.resume();
	socket.end(
		`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
			`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
	);
};

/** Says a last thing to a peer that cannot read statuses of HTTP: browsers show them to nobody. */
const dismiss = (ws: WebSocket, error: ProtocolError): void => {
	ws.on('error', () => ws.terminate());
	ws.send(encodeError('json', 0, error));
	ws.close(1_008);
};

/** A header of which the last proxy wrote the end. */
const lastOf = (header: string | string[] | undefined): string =>
	(Array.isArray(header) ? header.join() : (header ?? '')).split(',').at(-1)?.trim() ?? '';

/** Whom a proxy speaks for that speaks HTTP, and whether they came by TLS. */
const believe = ({socket, headers}: IncomingMessage): boolean => {
	const address = lastOf(headers['x-forwarded-for']);
	setAddress(socket, isIP(address) === 0 ? '' : address);
	return lastOf(headers['x-forwarded-proto']).toLowerCase() === 'https';
};

export const createUpgrade = (options: WebSocketOptions): Upgrade => {
	const {isInsecure, webOrigins, isBanned, onConnection} = options;
	const server = new WebSocketServer({
		noServer: true,
		clientTracking: false,
		perMessageDeflate: false,
		maxPayload: limits.framePayloadBytesMax + frameHeaderBytes,
		handleProtocols: () => false,
	});
	return (request, head, onTaken) => {
		const {socket, headers, url = ''} = request;
		const [path] = url.split('?');
		if (path !== '/ws') {
			refuse(socket, '404 Not Found', 'WebSocket is spoken at /ws.\n');
			return;
		}

		if (headers.origin !== undefined && !webOrigins.includes(headers.origin)) {
			refuse(socket, '403 Forbidden', 'Pages of this origin may not connect (web-origins).\n');
			return;
		}

		const isForwarded = addressOf(socket) === '';
		const isSecret = isForwarded ? believe(request) : socket instanceof TLSSocket;
		const address = addressOf(socket);
		if (address === '') {
			refuse(socket, '400 Bad Request', 'The proxy does not tell for whom (X-Forwarded-For).\n');
			return;
		}

		server.handleUpgrade(request, socket, head, ws => {
			if (isBanned(address)) {
				dismiss(ws, new ProtocolError('banned', 'This address may not use the server.'));
			} else if (isSecret || isInsecure || (!isForwarded && isLoopback(address))) {
				onTaken();
				onConnection(new WebSocketStream(ws, socket));
			} else {
				dismiss(ws, new ProtocolError('forbidden', 'This server takes TLS only.'));
			}
		});
	};
};
