/** Stands between a client and a server that speak plain TCP, and puts what steers a terminal into every text that the server sends. */
import {connect, createServer} from 'node:net';
import {onTestFinished} from 'vitest';
import {decodePayload, encodePayload} from '../../source/protocol/codec.ts';
import {encodeFrame, type Frame, FrameDecoder} from '../../source/protocol/frame.ts';
import {listenOnLoopback} from './listen-on-loopback.ts';

/** Sequences of seven and eight bits, a turn of direction, a blank of no width, a tag, a bell and a title. */
export const poison = '\x1b[7777m\u009b7777m\u202e\u200b\u{e0041}\x07\x1b]7777;\x07';

/** None of it may reach a terminal. The program itself writes CSI and OSC, but none of these. */
export const poisonLeft =
	/\x1b\[7777|\x1b\]7777|[\u0080-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u;

/** Never shown: identities, and words of a fixed set, which a client refuses to be others. */
const fixedFields = new Set([
	'id',
	'epoch',
	'log',
	'token',
	'event',
	'kind',
	'role',
	'presence',
	'visibility',
	'history',
	'post',
	'invite',
	'pin',
	'level',
	'registration',
	'friendship',
	'broadcasters',
	'avatar',
	'picture',
	'waveform',
	'pixels',
	'type',
	'features',
]);

export type HostileProxy = {
	/** For the client. */
	readonly address: string;
	/** The fields that were poisoned: `get-person person.status`. */
	readonly fields: ReadonlySet<string>;
};

/** With `hasNames`, names of people and groups are poisoned too: then nobody can be named any more. */
export const startHostileProxy = async (
	port: number,
	{hasNames}: {readonly hasNames: boolean},
): Promise<HostileProxy> => {
	const fields = new Set<string>();
	const spoil = (value: unknown, what: string, path: readonly string[]): unknown => {
		const field = path.at(-1) ?? '';
		if (Array.isArray(value)) {
			return value.map(item => spoil(item, what, path));
		}

		if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
			const {kind} = value as {kind?: unknown};
			const inner = path.length === 0 && typeof kind === 'string' ? kind : what;
			return Object.fromEntries(
				Object.entries(value).map(([key, item]) => [key, spoil(item, inner, [...path, key])]),
			);
		}

		const isCode = field === 'code' && path.includes('error');
		const isFixed = fixedFields.has(field) || isCode || (field === 'name' && !hasNames);
		if (typeof value !== 'string' || isFixed) {
			return value;
		}

		fields.add(`${what} ${path.join('.')}`);
		// A code is long already; the others have room.
		return field === 'code' ? poison : `${value}${poison}`;
	};

	const spoilFrame = (frame: Frame, commands: ReadonlyMap<number, string>): Frame => {
		if (frame.kind === 'bytes') {
			return frame;
		}

		const {encoding} = frame;
		const value = decodePayload(encoding, frame.payload) as Record<string, unknown>;
		const what = commands.get(frame.requestId) ?? String(value.event);
		const {body, error} = value;
		const spoilt =
			error === undefined
				? {...value, body: spoil(body, what, [])}
				: {error: spoil(error, what, ['error'])};
		return {...frame, payload: encodePayload(encoding, spoilt)};
	};

	const server = createServer(client => {
		const upstream = connect({host: '127.0.0.1', port});
		const commands = new Map<number, string>();
		const asked = new FrameDecoder({payloadBytesMax: 2 ** 24});
		const answered = new FrameDecoder({payloadBytesMax: 2 ** 24});
		client.on('data', (chunk: Buffer) => {
			asked.push(Buffer.from(chunk), ({kind, requestId, encoding, payload}) => {
				if (kind === 'request') {
					const {command} = decodePayload(encoding, payload) as {command: string};
					commands.set(requestId, command);
				}
			});
			upstream.write(chunk);
		});
		upstream.on('data', (chunk: Buffer) => {
			answered.push(chunk, frame => client.write(encodeFrame(spoilFrame(frame, commands))));
		});
		const end = (): void => {
			client.destroy();
			upstream.destroy();
		};
		client.on('error', end);
		upstream.on('error', end);
		client.on('close', end);
		// What was poisoned last is still to be read.
		upstream.on('close', () => client.end());
		onTestFinished(end);
	});
	const ownPort = await listenOnLoopback(server);
	onTestFinished(() => {
		server.close();
	});
	return {address: `127.0.0.1:${ownPort}`, fields};
};
