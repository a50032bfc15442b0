/** A bare client of the wire protocol, over plain TCP, TLS or WebSocket, that does nothing by itself. */
import {once} from 'node:events';
import {connect as connectPlain, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {connect as connectTls} from 'node:tls';
import {onTestFinished} from 'vitest';
import {
	decodeBytesReply,
	decodeEvent,
	decodePayload,
	decodeReply,
	encodeRequest,
} from '../../source/protocol/codec.ts';
import type {CommandName, CommandReply, CommandRequest} from '../../source/protocol/commands.ts';
import type {Entry} from '../../source/protocol/entries.ts';
import type {EventBody, EventName, ServerEvent} from '../../source/protocol/events.ts';
import {type Encoding, type Frame, FrameDecoder} from '../../source/protocol/frame.ts';
import {type Transport, tcp} from './transports.ts';
import {waitFor} from './wait-for.ts';

export const password = 'correct horse battery';

export type WireOptions = {
	readonly isTls?: boolean;
	/** Instead of `isTls`. */
	readonly transport?: Transport;
	readonly encoding?: Encoding;
	/** One of the machine's own, such as 127.0.0.2. */
	readonly localAddress?: string;
};

export class WireClient {
	readonly socket: Duplex;
	readonly events: ServerEvent[] = [];
	/** Replies to no request: what the server says before it closes. */
	readonly complaints: unknown[] = [];
	isClosed = false;
	readonly #encoding: Encoding;
	readonly #decoder = new FrameDecoder({payloadBytesMax: 16_777_216});
	readonly #waiting = new Map<number, (frame: Frame | undefined) => void>();
	#requestId = 0;

	constructor(socket: Duplex, encoding: Encoding) {
		this.socket = socket;
		this.#encoding = encoding;
		socket.on('data', chunk => this.#decoder.push(chunk, this.#onFrame));
		socket.on('close', () => {
			this.isClosed = true;
			for (const answer of this.#waiting.values()) {
				answer(undefined);
			}
		});
	}

	/** @throws {ProtocolError} what the server refused with */
	async request<Name extends CommandName>(
		command: Name,
		body: CommandRequest<Name>,
	): Promise<CommandReply<Name>> {
		if (this.isClosed) {
			throw new Error(`the connection closed before ${command}`);
		}

		this.#requestId += 1;
		const id = this.#requestId;
		const answered = new Promise<Frame | undefined>(resolve => this.#waiting.set(id, resolve));
		this.socket.write(encodeRequest(this.#encoding, id, command, body));
		const frame = await answered;
		this.#waiting.delete(id);
		if (frame === undefined) {
			throw new Error(`the connection closed before the reply to ${command}`);
		}

		return frame.kind === 'bytes'
			? decodeBytesReply(command, frame.payload)
			: decodeReply(command, frame.encoding, frame.payload);
	}

	/** The code that a request is refused with, or `done`. */
	async codeOf<Name extends CommandName>(
		command: Name,
		body: CommandRequest<Name>,
	): Promise<string> {
		try {
			await this.request(command, body);
			return 'done';
		} catch (error) {
			return (error as {code?: string}).code ?? String(error);
		}
	}

	write(bytes: Uint8Array): void {
		this.socket.write(bytes);
	}

	bodiesOf<Name extends EventName>(name: Name): EventBody<Name>[] {
		return this.events.flatMap(({event, body}) =>
			event === name ? [body as EventBody<Name>] : [],
		);
	}

	entriesOf(log: number): Entry[] {
		return this.bodiesOf('entry-appended').filter(entry => entry.log === log);
	}

	/** All that was under way to this client before the call has arrived. */
	async settle(): Promise<void> {
		await this.request('ping', {});
	}

	async whenClosed(): Promise<void> {
		await waitFor(() => this.isClosed, 'the server to close the connection');
	}

	#onFrame = (frame: Frame): void => {
		if (frame.kind === 'event') {
			const event = decodeEvent(frame.encoding, frame.payload);
			if (event) {
				this.events.push(event);
			}
		} else if (frame.requestId === 0) {
			this.complaints.push(decodePayload(frame.encoding, frame.payload));
		} else {
			this.#waiting.get(frame.requestId)?.(frame);
		}
	};
}

const host = '127.0.0.1';

export const openTestSocket = async (
	port: number,
	isTls = false,
	localAddress?: string,
): Promise<Socket> => {
	const place = {host, port, ...(localAddress === undefined ? {} : {localAddress})};
	const socket = isTls
		? connectTls({...place, minVersion: 'TLSv1.3', rejectUnauthorized: false})
		: connectPlain(place);
	onTestFinished(() => {
		socket.destroy();
	});
	socket.on('error', () => socket.destroy());
	await once(socket, isTls ? 'secureConnect' : 'connect');
	return socket;
};

/** A connection that frames can be written to; they must be in JSON where it speaks text. */
export const openTransport = async (port: number, {isTls, speak}: Transport): Promise<Duplex> =>
	speak(await openTestSocket(port, isTls));

export const connectWire = async (
	{port}: {readonly port: number},
	{isTls, encoding = 'json', localAddress, transport = tcp}: WireOptions = {},
): Promise<WireClient> => {
	const socket = await openTestSocket(port, isTls ?? transport.isTls, localAddress);
	const client = new WireClient(await transport.speak(socket), encoding);
	await client.request('hello', {versions: [1], software: 'test', features: []});
	return client;
};

export type WireAccount = WireClient & {readonly session: CommandReply<'register'>};

/** A new account on a connection of its own. */
export const signUp = async (
	server: {readonly port: number},
	name: string,
	options: WireOptions & {readonly code?: string} = {},
): Promise<WireAccount> => {
	const {code, ...wire} = options;
	const client = await connectWire(server, wire);
	const device = 'test';
	const session = await client.request('register', {
		name,
		password,
		device,
		...(code === undefined ? {} : {code}),
	});
	return Object.assign(client, {session});
};

/** Another connection of an account, by its token. */
export const resumeAs = async (
	server: {readonly port: number},
	{session}: WireAccount,
	options: WireOptions = {},
): Promise<WireClient> => {
	const client = await connectWire(server, options);
	await client.request('resume', {token: session.token});
	return client;
};

/** Makes two people friends: each may see the other's presence. */
export const befriend = async (one: WireAccount, other: WireAccount): Promise<void> => {
	await one.request('request-friend', {name: other.session.account.name});
	await other.request('request-friend', {name: one.session.account.name});
};
