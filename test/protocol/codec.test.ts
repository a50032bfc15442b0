/** Payloads: both encodings carry the same objects, and what does not fit is refused. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import * as z from 'zod';
import {
	decodeEvent,
	decodePayload,
	decodeReply,
	decodeRequest,
	encodeError,
	encodePayload,
} from '../../source/protocol/codec.ts';
import {type CommandName, commands} from '../../source/protocol/commands.ts';
import {ProtocolError} from '../../source/protocol/errors.ts';
import {encodings, frameHeaderBytes} from '../../source/protocol/frame.ts';
import {limits} from '../../source/protocol/limits.ts';
import {codeOf} from './code-of.ts';

const encoding = fc.constantFrom(...encodings);
const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

const isProtocolSafe = (value: unknown): boolean => !JSON.stringify(value).includes('__proto__');

const plainValue = fc
	.jsonValue({maxDepth: 4})
	.filter(isProtocolSafe)
	// JSON has no negative zero.
	.map(value => JSON.parse(JSON.stringify(value)));

describe('both encodings', () => {
	test('give back what was encoded', () => {
		fc.assert(
			fc.property(encoding, plainValue, (name, value) => {
				expect(decodePayload(name, encodePayload(name, value))).toEqual(value);
			}),
		);
	});

	test.each(encodings)('leave out what is undefined: %s', name => {
		const value = decodePayload(name, encodePayload(name, {a: undefined, b: {c: undefined, d: 1}}));
		expect(value).toStrictEqual({b: {d: 1}});
	});

	test('carry every whole number that is safe', () => {
		fc.assert(
			fc.property(encoding, fc.maxSafeInteger(), (name, value) => {
				expect(decodePayload(name, encodePayload(name, {value}))).toEqual({value});
			}),
		);
	});

	test('carry a text as it was written', () => {
		fc.assert(
			fc.property(encoding, fc.string({unit: 'binary', minLength: 1}), (name, text) => {
				const request = {command: 'reflect', body: {text}};
				expect(decodeRequest(name, encodePayload(name, request))).toEqual(request);
			}),
		);
	});

	test.each(encodings)('carry an error with its code and patience: %s', name => {
		const error = new ProtocolError('busy', 'Later.', {retryAfterMs: 5});
		const payload = encodeError(name, 9, error).subarray(frameHeaderBytes);
		expect(() => decodeReply('ping', name, payload)).toThrow(
			expect.objectContaining({code: 'busy', message: 'Later.', retryAfterMs: 5}),
		);
	});
});

describe('whole numbers of other MessagePack libraries', () => {
	const request = (number: string): Buffer =>
		Buffer.concat([
			bytes('82 a7'),
			Buffer.from('command'),
			bytes('ab'),
			Buffer.from('leave-group'),
			bytes('a4'),
			Buffer.from('body'),
			bytes('81 ac'),
			Buffer.from('conversation'),
			bytes(number),
		]);

	test.each([
		['fixint', '05'],
		['uint 8', 'cc 05'],
		['uint 16', 'cd 0005'],
		['uint 32', 'ce 00000005'],
		['uint 64', 'cf 0000000000000005'],
		['int 8', 'd0 05'],
		['int 16', 'd1 0005'],
		['int 32', 'd2 00000005'],
		['int 64', 'd3 0000000000000005'],
		['float 32', 'ca 40a00000'],
		['float 64', 'cb 4014000000000000'],
	])('are taken in every width: %s', (_name, number) => {
		expect(decodeRequest('msgpack', request(number)).body).toEqual({conversation: 5});
	});

	test('are refused beyond what is safe', () => {
		expect(codeOf(() => decodeRequest('msgpack', request('cf ffffffffffffffff')))).toBe(
			'bad-payload',
		);
	});
});

describe('a request that does not fit', () => {
	const refusal = (value: unknown) =>
		encodings.map(name => codeOf(() => decodeRequest(name, encodePayload(name, value))));

	test.each([null, 1, 'ping', [], {}, {command: 5}, {command: ['ping']}, {body: {}}])(
		'has no command: %j',
		value => {
			expect(refusal(value)).toEqual(['bad-payload', 'bad-payload']);
		},
	);

	test.each(['', 'Ping', 'constructor', '__proto__', 'toString', 'x'.repeat(100_000)])(
		'names an unknown command: %.20s',
		command => {
			expect(refusal({command, body: {}})).toEqual(['unknown-command', 'unknown-command']);
		},
	);

	test.each([
		['a string for a number', 'leave-group', {conversation: '5'}],
		['a fraction', 'leave-group', {conversation: 1.5}],
		['a number below the least', 'leave-group', {conversation: 0}],
		['no field', 'leave-group', {}],
		['a body that is a list', 'ping', [1]],
		['a body that is a string', 'ping', 'x'],
		['an id that is no UUID', 'send-message', {conversation: 1, id: 'x', text: 'x'}],
		['a name that is an object', 'join-group', {name: {toString: 'x'}}],
		['too many names', 'open-direct', {members: Array(limits.directMembersMax).fill('bob')}],
		['a long password', 'log-in', {name: 'a', password: 'x'.repeat(257), device: 'd'}],
	])('has a wrong body: %s', (_name, command, body) => {
		expect(refusal({command, body})).toEqual(['bad-payload', 'bad-payload']);
	});

	test('is refused whatever its body is, or holds only fields of its command', () => {
		const names = fc.constantFrom(...(Object.keys(commands) as CommandName[]));
		fc.assert(
			fc.property(encoding, names, plainValue, (name, command, body) => {
				const payload = encodePayload(name, {command, body});
				const code = codeOf(() => {
					const request = decodeRequest(name, payload);
					const fields = z.toJSONSchema(commands[command].request).properties ?? {};
					expect(Object.keys(fields)).toEqual(expect.arrayContaining(Object.keys(request.body)));
				});
				expect([undefined, 'bad-payload']).toContain(code);
			}),
		);
	});
});

describe('what a newer peer sends', () => {
	test.each(encodings)('an unknown event is nothing: %s', name => {
		expect(decodeEvent(name, encodePayload(name, {event: 'sun-risen', body: 1}))).toBeUndefined();
	});

	test.each(encodings)('an unknown entry passes whole, unknown fields fall away: %s', name => {
		const entry = {log: 1, seq: 1, kind: 'poll-opened', at: 1, content: {question: 'Tea?'}};
		const body = {...entry, colour: 'red'};
		const event = decodeEvent(name, encodePayload(name, {event: 'entry-appended', body}));
		expect(event).toEqual({event: 'entry-appended', body: entry});
	});

	test.each(encodings)('an unknown error code is taken as internal: %s', name => {
		const payload = encodePayload(name, {error: {code: 'moon-full', message: 'Howl.'}});
		expect(codeOf(() => decodeReply('ping', name, payload))).toBe('internal');
	});
});
