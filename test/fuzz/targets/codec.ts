/** Frames and payloads: however cut and whatever they hold, they decode to plain objects or are refused by code. */
import {deepEqual, deepStrictEqual} from 'node:assert';
import {readFileSync} from 'node:fs';
import {
	decodeBytesReply,
	decodeBytesRequest,
	decodeEvent,
	decodeReply,
	decodeRequest,
	encodePayload,
} from '../../../source/protocol/codec.ts';
import {type CommandName, commands} from '../../../source/protocol/commands.ts';
import {ProtocolError} from '../../../source/protocol/errors.ts';
import {encodeFrame, encodings, type Frame, FrameDecoder} from '../../../source/protocol/frame.ts';
import {limits} from '../../../source/protocol/limits.ts';
import {cpuMs} from '../cpu-time.ts';
import {oddValue} from '../odd-values.ts';
import {below, oneOf, type Random} from '../random-choice.ts';
import {requestFor} from '../schema-values.ts';
import type {OpenTarget, Target} from '../target.ts';

const names = Object.keys(commands) as CommandName[];
const inputMsMax = 3_000;

const vectors = JSON.parse(
	readFileSync(new URL('../../protocol/golden-vectors.json', import.meta.url), 'utf8'),
) as {json: string; msgpack: string}[];

type Read = {readonly frames: Frame[]; readonly error: string | undefined};

/** @throws what is no refusal */
const codeOf = (error: unknown): string => {
	if (!(error instanceof ProtocolError)) {
		throw error;
	}

	return error.code;
};

const readFrames = (chunks: readonly Buffer[]): Read => {
	const decoder = new FrameDecoder({payloadBytesMax: limits.framePayloadBytesMax});
	const frames: Frame[] = [];
	try {
		for (const chunk of chunks) {
			decoder.push(chunk, frame => frames.push({...frame, payload: Buffer.from(frame.payload)}));
		}
	} catch (error) {
		return {frames, error: codeOf(error)};
	}

	return {frames, error: undefined};
};

/** Cut at places that the input itself chooses. */
const cut = (input: Buffer): Buffer[] => {
	const chunks: Buffer[] = [];
	let at = 0;
	while (at < input.length) {
		const size = 1 + ((input[at] ?? 0) % 17) * ((input[at + 1] ?? 0) % 5 === 0 ? 200 : 1);
		chunks.push(input.subarray(at, at + size));
		at += size;
	}

	return chunks;
};

/** Only what JSON has. @throws {Error} for what code would stumble over */
const checkPlain = (value: unknown): void => {
	if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') {
		throw new Error(`a ${typeof value} came out`);
	}

	if (typeof value === 'number' && !Number.isFinite(value)) {
		throw new Error(`${value} came out`);
	}

	if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
		return;
	}

	if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) {
		throw new Error('an object of some class came out');
	}

	Object.values(value).forEach(checkPlain);
};

const decoders: readonly ((frame: Frame, name: CommandName) => unknown)[] = [
	({encoding, payload}) => decodeRequest(encoding, payload),
	({encoding, payload}, name) => decodeReply(name, encoding, payload),
	({encoding, payload}) => decodeEvent(encoding, payload),
	({payload}) => decodeBytesRequest(payload),
	({payload}) => decodeBytesReply('fetch-chunk', payload),
];

const tryDecoders = (frame: Frame): string => {
	const name = names[(frame.payload[9] ?? 0) % names.length] ?? 'ping';
	const codes = decoders.map(decode => {
		try {
			const value = decode(frame, name);
			checkPlain(value);
			return 'done';
		} catch (error) {
			return codeOf(error);
		}
	});
	return codes.join(' ');
};

/** What was understood means the same when it is passed on. */
const checkRoundTrip = ({encoding, kind, payload}: Frame): string => {
	if (kind !== 'request') {
		return kind;
	}

	let request: ReturnType<typeof decodeRequest>;
	try {
		request = decodeRequest(encoding, payload);
	} catch (error) {
		return codeOf(error);
	}

	// JSON has no bytes.
	for (const other of request.command === 'write-chunk' ? [] : encodings) {
		// -0 and 0 are the same to whoever reads them.
		deepEqual(decodeRequest(other, encodePayload(other, request)), request);
	}

	return request.command;
};

const check = (input: Buffer): string => {
	const startedAt = cpuMs();
	const whole = readFrames([input]);
	const pieces = readFrames(cut(input));
	deepStrictEqual(pieces, whole);
	const outcomes = whole.frames
		.slice(0, 20)
		.map(frame => `${frame.encoding} ${checkRoundTrip(frame)} ${tryDecoders(frame)}`);
	if (cpuMs() - startedAt > inputMsMax) {
		throw new Error(`it took ${cpuMs() - startedAt} ms`);
	}

	if (Object.keys(Object.prototype).length > 0 || 'polluted' in {}) {
		throw new Error('every object has got a new field');
	}

	return `${whole.error} ${[...new Set(outcomes)].toSorted().join('; ')}`;
};

const pack = (random: Random, value: unknown): Buffer =>
	encodeFrame({
		kind: oneOf(random, ['request', 'request', 'reply', 'event', 'bytes'] as const),
		requestId: below(random, 0xffffffff),
		...packPayload(random, value),
	});

const packPayload = (random: Random, value: unknown): Pick<Frame, 'encoding' | 'payload'> => {
	for (const encoding of [oneOf(random, encodings), 'msgpack'] as const) {
		try {
			return {encoding, payload: encodePayload(encoding, value)};
		} catch {
			// JSON has no big integers, MessagePack none beyond 64 bits.
		}
	}

	return {encoding: 'json', payload: Buffer.from('{}')};
};

export const codec: Target = {
	name: 'codec',
	seeds: vectors.flatMap(({json, msgpack}) => [json, msgpack]).map(hex => Buffer.from(hex, 'hex')),
	tokens: [
		'__proto__',
		'constructor',
		'polluted',
		'"body":',
		'{"command":"ping"}',
		'1e999',
		'-0',
		'\\ud800',
		'\ufeff',
	]
		.map(text => Buffer.from(text))
		.concat(
			[
				'c7010000',
				'c7010100',
				'ddffffffff',
				'dfffffffff',
				'dbffffffff',
				'c9ffffffff01',
				'd6ff00000000',
			]
				.concat([
					'd7420000000000000001',
					'd4730091',
					'd4780092a161a167',
					'c1',
					'cb7ff8000000000000',
				])
				.map(hex => Buffer.from(hex, 'hex')),
		),
	generate(random) {
		const count = 1 + below(random, 3);
		const frames = Array.from({length: count}, () => {
			const command = oneOf(random, names);
			const body = random() < 0.2 ? oddValue(random, 4) : requestFor(random, command);
			return pack(random, random() < 0.05 ? oddValue(random, 6) : {command, body});
		});
		return Buffer.concat(frames);
	},
	shortRuns: 3_000,
	open: (): Promise<OpenTarget> => Promise.resolve({check}),
};
