/** One connection of the generator: first it talks (requests with decoded replies), then it only counts frames. */
import {connect, type Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';
import {decodeReply, encodeRequest} from '../../source/protocol/codec.ts';
import type {CommandName, CommandReply, CommandRequest} from '../../source/protocol/commands.ts';
import {type Frame, FrameDecoder} from '../../source/protocol/frame.ts';
import {limits} from '../../source/protocol/limits.ts';
import {FrameScanner, type OnHeader} from './frame-scanner.ts';

export type Connection = {
	readonly socket: Socket;
	/** Sends any command. @throws {ProtocolError} what the server refused with */
	request<Name extends CommandName>(
		command: Name,
		body: CommandRequest<Name>,
	): Promise<CommandReply<Name>>;
	/** From now on frames are counted by their headers, and `request` does not work any more. */
	count(onHeader: OnHeader): void;
	isOpen(): boolean;
	close(): void;
};

export type Address = {readonly port: number; readonly isTls: boolean};

const readBufferBytes = 65_536;

/** A plain socket reads into one buffer of its own for ever: no garbage per chunk. */
const openPlain = (port: number, onChunk: (chunk: Buffer) => void): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const buffer = Buffer.alloc(readBufferBytes);
		const callback = (bytes: number): boolean => {
			onChunk(buffer.subarray(0, bytes));
			return true;
		};
		const socket = connect({port, host: '127.0.0.1', onread: {buffer, callback}}, () =>
			resolve(socket),
		);
		socket.once('error', reject);
	});

const openTls = (port: number, onChunk: (chunk: Buffer) => void): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const options = {port, host: '127.0.0.1', rejectUnauthorized: false, minVersion: 'TLSv1.3'};
		const socket = connectTls({...options, minVersion: 'TLSv1.3'}, () => resolve(socket));
		socket.on('data', onChunk);
		socket.once('error', reject);
	});

/** Matches replies to the requests of one connection; events are skipped. */
const conversation = () => {
	const waiting = new Map<number, {resolve: (frame: Frame) => void; reject: (e: Error) => void}>();
	const decoder = new FrameDecoder({payloadBytesMax: limits.framePayloadBytesMax});
	let requests = 0;
	return {
		/** The decoder keeps parts of the chunk, so it gets memory of its own. */
		read(chunk: Buffer): void {
			decoder.push(Buffer.from(chunk), frame => {
				if (frame.kind === 'reply') {
					waiting.get(frame.requestId)?.resolve(frame);
					waiting.delete(frame.requestId);
				}
			});
		},
		end(error: Error): void {
			for (const {reject} of waiting.values()) {
				reject(error);
			}
		},
		async request<Name extends CommandName>(
			socket: Socket,
			command: Name,
			body: CommandRequest<Name>,
		): Promise<CommandReply<Name>> {
			requests += 1;
			const {promise, resolve, reject} = Promise.withResolvers<Frame>();
			waiting.set(requests, {resolve, reject});
			socket.write(encodeRequest('msgpack', requests, command, body));
			const {encoding, payload} = await promise;
			return decodeReply(command, encoding, payload);
		},
	};
};

export const openConnection = async ({port, isTls}: Address): Promise<Connection> => {
	const talk = conversation();
	let onChunk = talk.read;
	const open = isTls ? openTls : openPlain;
	const socket = await open(port, chunk => onChunk(chunk));
	let isOpen = true;
	socket.setNoDelay(true);
	socket.on('error', error => talk.end(error));
	socket.on('close', () => {
		isOpen = false;
		talk.end(new Error('The server closed the connection.'));
	});
	return {
		socket,
		request: (command, body) => talk.request(socket, command, body),
		count(onHeader) {
			const scanner = new FrameScanner(onHeader);
			onChunk = chunk => scanner.scan(chunk);
		},
		isOpen: () => isOpen,
		close: () => socket.destroy(),
	};
};
