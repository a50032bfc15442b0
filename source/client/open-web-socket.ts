/** Connects a WebSocket to a server, as a stream of the same frames that a socket carries. */
import type {IncomingMessage} from 'node:http';
import type {Duplex} from 'node:stream';
import {createWebSocketStream, WebSocket} from 'ws';
import {frameHeaderBytes} from '../protocol/frame.ts';
import {limits} from '../protocol/limits.ts';
import {ClientError} from './client-error.ts';
import {openSocket, type SocketOptions, socketFailure} from './open-socket.ts';
import {plainLine} from './plain-line.ts';
import type {ServerAddress} from './server-address.ts';

const reasons: Readonly<Record<number, string>> = {
	401: 'it lets nobody in at that path',
	403: 'it lets nobody in at that path',
	404: 'there is no chat at that path',
	426: 'its proxy passes no WebSocket on',
	502: 'its proxy does not reach the chat',
	503: 'its proxy does not reach the chat',
	504: 'its proxy does not reach the chat',
};

const noWebSocket = 'it speaks no WebSocket at that path';
const locationLengthMax = 200;

/** What HTTP answered instead of speaking WebSocket. A redirect is told, not followed: the address names the account. */
const refusalOf = (
	{text}: ServerAddress,
	{statusCode = 0, headers}: IncomingMessage,
): ClientError => {
	const target = plainLine(headers.location ?? '').slice(0, locationLengthMax);
	const isElsewhere = statusCode >= 300 && statusCode < 400 && target !== '';
	const reason = isElsewhere ? `it is at ${target}` : (reasons[statusCode] ?? noWebSocket);
	return new ClientError('offline', `${text} cannot be reached: ${reason} (HTTP ${statusCode}).`);
};

/** What failed while WebSocket was asked for. */
const failureOf = (error: Error, address: ServerAddress): ClientError => {
	const {code = ''} = error as NodeJS.ErrnoException;
	// Node's own codes are about the connection; those of parsers begin so, and ws has none for a wrong answer.
	return code !== '' && !/^(?:HPE|WS)_/.test(code)
		? socketFailure(error, address)
		: new ClientError('offline', `${address.text} cannot be reached: ${noWebSocket}.`, {
				cause: error,
			});
};

/**
 * Resolves with a stream over which frames go, each in a message of its own.
 *
 * @throws {ClientError} `offline` or `timeout`, and what `checkFingerprint` throws
 */
export const openWebSocket = async (options: SocketOptions): Promise<Duplex> => {
	const {address, signal, handshakeTimeoutMs} = options;
	const socket = await openSocket(options);
	const ws = new WebSocket(address.text, {
		createConnection: () => socket,
		perMessageDeflate: false,
		maxPayload: limits.framePayloadBytesMax + frameHeaderBytes,
	});
	// From now on: the server's first words may come together with its consent.
	const stream = createWebSocketStream(ws, {allowHalfOpen: false});
	return new Promise((resolve, reject) => {
		const fail = (error: Error): void => {
			settle();
			stream.on('error', () => undefined);
			stream.destroy();
			socket.destroy();
			reject(error);
		};

		const onAbort = (): void => fail(signal?.reason);
		const onError = (error: Error): void => fail(failureOf(error, address));
		const timer = setTimeout(
			() => fail(new ClientError('timeout', `${address.text} does not answer.`)),
			handshakeTimeoutMs,
		);
		const settle = (): void => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
			stream.off('error', onError);
		};

		signal?.addEventListener('abort', onAbort);
		stream.once('error', onError);
		ws.once('unexpected-response', (_request, response) => fail(refusalOf(address, response)));
		ws.once('open', () => {
			settle();
			resolve(stream);
		});
	});
};
