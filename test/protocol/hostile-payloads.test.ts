/** Payloads made to do harm: nothing that comes in does more than be refused. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	decodeEvent,
	decodeReply,
	decodeRequest,
	encodePayload,
} from '../../source/protocol/codec.ts';
import {encodings} from '../../source/protocol/frame.ts';
import {codeOf} from './code-of.ts';

const encoding = fc.constantFrom(...encodings);
const codes: readonly (string | undefined)[] = [undefined, 'bad-payload', 'unknown-command'];
const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('hostile payloads', () => {
	const decoders = [
		(payload: Uint8Array) => decodeRequest('msgpack', payload),
		(payload: Uint8Array) => decodeRequest('json', payload),
		(payload: Uint8Array) => decodeReply('fetch-entries', 'msgpack', payload),
		(payload: Uint8Array) => decodeReply('fetch-entries', 'json', payload),
		(payload: Uint8Array) => decodeEvent('msgpack', payload),
		(payload: Uint8Array) => decodeEvent('json', payload),
	];

	test('of random bytes are refused by code', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...decoders),
				fc.uint8Array({maxLength: 200}),
				(decode, noise) => {
					expect(codes).toContain(codeOf(() => decode(noise)));
				},
			),
			{numRuns: 2_000},
		);
	});

	test('of a good request with some bytes changed are refused by code or make sense', () => {
		const body = {name: 'crew', title: 'The crew', members: ['bob', 'åsa']};
		const change = fc.tuple(fc.nat(), fc.nat({max: 255}));
		fc.assert(
			fc.property(encoding, fc.array(change, {minLength: 1, maxLength: 4}), (name, changes) => {
				const payload = Buffer.from(encodePayload(name, {command: 'create-group', body}));
				for (const [place, byte] of changes) {
					payload[place % payload.length] = byte;
				}

				expect(codes).toContain(codeOf(() => decodeRequest(name, payload)));
			}),
			{numRuns: 1_000},
		);
	});

	const nested = (head: string, count: number): Buffer =>
		Buffer.concat([...Array.from({length: count}, () => bytes(head)), Buffer.alloc(count, 0x90)]);

	test.each([
		['an array of 4 billion', bytes('dd ffffffff')],
		['a map of 4 billion', bytes('df ffffffff')],
		['a string of 4 GB', bytes('db ffffffff')],
		['a binary of 4 GB', bytes('c6 ffffffff')],
		['an extension of 4 GB', bytes('c9 ffffffff 01')],
		['arrays of arrays that each claim all the rest', nested('dd 00010000', 100_000)],
		['maps of maps that each claim all the rest', nested('df 00010000', 100_000)],
		['arrays a million deep', Buffer.alloc(1_000_000, 0x91)],
		['maps 300,000 deep', Buffer.alloc(900_000, '\u0081\u00a1a', 'latin1')],
		['an unknown extension', bytes('d4 01 00')],
		['a timestamp', bytes('d6 ff 00000000')],
		['a regular expression', bytes('d4 78 00 92 a1 61 a1 67')],
		['a set', bytes('d4 73 00 91 01')],
		['a big integer', bytes('d7 42 ffffffffffffffff')],
		['two values', bytes('80 80')],
		['nothing', bytes('')],
	])('in MessagePack are refused at once: %s', (_name, payload) => {
		const memory = process.memoryUsage().rss;
		const startedAt = performance.now();
		expect(codeOf(() => decodeRequest('msgpack', payload))).toBe('bad-payload');
		expect(performance.now() - startedAt).toBeLessThan(2_000);
		expect(process.memoryUsage().rss - memory).toBeLessThan(200 * 1_048_576);
		const good = encodePayload('msgpack', {command: 'ping', body: {}});
		expect(decodeRequest('msgpack', good)).toEqual({command: 'ping', body: {}});
	});

	test.each([
		['timestamp', 'd6 ff 00000000'],
		['set', 'd4 73 00 91 01'],
		['regular expression', 'd4 78 00 92 a1 61 a1 67'],
	])('in MessagePack have no body that is a %s', (_name, extension) => {
		const payload = Buffer.concat([
			bytes('82 a7'),
			Buffer.from('command'),
			bytes('a4'),
			Buffer.from('ping'),
			bytes('a4'),
			Buffer.from('body'),
			bytes(extension),
		]);
		expect(codeOf(() => decodeRequest('msgpack', payload))).toBe('bad-payload');
	});

	test.each([
		['arrays 500,000 deep', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
		['objects 150,000 deep', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
		['arrays without an end', '['.repeat(1_000_000)],
		['a number without an end', '1'.repeat(1_000_000)],
	])('in JSON are refused: %s', (_name, json) => {
		expect(codeOf(() => decodeRequest('json', Buffer.from(json)))).toBe('bad-payload');
	});

	test.each([
		['json', Buffer.from('{"command":"ping","body":{"__proto__":{"stained":1}}}')],
		[
			'msgpack',
			Buffer.concat([
				bytes('82 a7'),
				Buffer.from('command'),
				bytes('a4'),
				Buffer.from('ping'),
				bytes('a4'),
				Buffer.from('body'),
				bytes('81 a9'),
				Buffer.from('__proto__'),
				bytes('81 a7'),
				Buffer.from('stained'),
				bytes('01'),
			]),
		],
	] as const)('leave no trace of a key __proto__: %s', (name, payload) => {
		const {body} = decodeRequest(name, payload);
		expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
		expect('stained' in body || 'stained' in {}).toBe(false);
	});
});
