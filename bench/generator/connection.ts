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

export type Address = {
	readonly port: number;
	/** Of other nodes of the same server: connections are spread over all. */
	readonly otherPorts?: readonly number[];
	readonly isTls: boolean;
	/** One of this machine's, to come from. */
	readonly localAddress?: string;
};

/** Where the connection of that number goes. */
export const spread = (address: Address, number: number): Address => {
	const ports = [address.port, ...(address.otherPorts ?? [])];
	return {...address, port: ports[number % ports.length] ?? address.port};
};

const readBufferBytes = 65_536;

/** Ends an opening that fails, that the peer hangs up on, or that takes too long. */
const giveUp = (
	socket: Socket,
	signal: AbortSignal | undefined,
	reject: (error: Error) => void,
): void => {
	socket.once('error', reject);
	socket.once('close', () => reject(new Error('The server hung up.')));
	signal?.addEventListener('abort', () => socket.destroy(new Error('It took too long.')));
};

/** A plain socket reads into one buffer of its own for ever: no garbage per chunk. */
const openPlain = (
	{port, localAddress}: Address,
	onChunk: (chunk: Buffer) => void,
	signal: AbortSignal | undefined,
): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const buffer = Buffer.alloc(readBufferBytes);
		const callback = (bytes: number): boolean => {
			onChunk(buffer.subarray(0, bytes));
			return true;
		};
		const socket = connect(
			{port, localAddress, host: '127.0.0.1', onread: {buffer, callback}},
			() => resolve(socket),
		);
		giveUp(socket, signal, reject);
	});

const openTls = (
	{port, localAddress}: Address,
	onChunk: (chunk: Buffer) => void,
	signal: AbortSignal | undefined,
): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const options = {port, localAddress, host: '127.0.0.1', minVersion: 'TLSv1.3'} as const;
		const socket = connectTls({...options, rejectUnauthorized: false}, () => resolve(socket));
		socket.on('data', onChunk);
		giveUp(socket, signal, reject);
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

/** Gives up when `signal` says so. */
export const openConnection = async (
	address: Address,
	signal?: AbortSignal,
): Promise<Connection> => {
	const talk = conversation();
	let onChunk = talk.read;
	const open = address.isTls ? openTls : openPlain;
	const socket = await open(address, chunk => onChunk(chunk), signal);
	let isOpen = true;
	socket.setNoDelay(true);
	socket.on('error', error => talk.end(error));
	socket.on('close', () => {
		isOpen = false;
		talk.end(new Error('The server closed the connection.'));
	});
	return {
		socket,
		async request(command, body) {
			if (!isOpen) {
				throw new Error('The server closed the connection.');
			}

			return talk.request(socket, command, body);
		},
		count(onHeader) {
			const scanner = new FrameScanner(onHeader);
			onChunk = chunk => scanner.scan(chunk);
		},
		isOpen: () => isOpen,
		close: () => socket.destroy(),
	};
};
