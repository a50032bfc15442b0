/** What a proxy says first: whatever comes, it is a header with an address, none, or unfinished, and never long. */
import {isIP} from 'node:net';
import {parseProxyHeader} from '../../../source/server/proxy-header.ts';
import {below, oftenSmall, oneOf, type Random} from '../random-choice.ts';
import type {Target} from '../target.ts';

/** Beyond it no server waits for the end. */
const headerBytesMax = 16 + 4_096;

const mustHold = (isTrue: boolean, what: string): void => {
	if (!isTrue) {
		throw new Error(what);
	}
};

const check = (input: Buffer): string => {
	const header = parseProxyHeader(input);
	switch (header.kind) {
		case 'header': {
			const {bytes, address} = header;
			mustHold(
				bytes > 0 && bytes <= Math.min(input.length, headerBytesMax),
				'its end is elsewhere',
			);
			mustHold(address === undefined || isIP(address) !== 0, 'its address is none');
			mustHold(
				JSON.stringify(parseProxyHeader(input.subarray(0, bytes))) === JSON.stringify(header),
				'what follows it counts',
			);
			mustHold(
				parseProxyHeader(input.subarray(0, bytes - 1)).kind === 'unfinished',
				'it ends before its end',
			);
			return `header ${address === undefined ? 0 : isIP(address)} ${input[0]}`;
		}

		case 'unfinished':
			mustHold(input.length < headerBytesMax, 'it never ends');
			return `unfinished ${input.length < 16}`;
		case 'malformed':
			return header.reason;
		case 'http':
			return 'http';
	}
};

const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');

const text = (line: string): Buffer => Buffer.from(`PROXY ${line}\r\n`);
const binary = (command: number, family: number, length: number): Buffer =>
	Buffer.concat([
		signature,
		Buffer.of(command, family, length >> 8, length & 255),
		Buffer.alloc(length, 1),
	]);

const tokens = [
	'PROXY ',
	'TCP4 ',
	'TCP6 ',
	'UNKNOWN',
	' ',
	'\r\n',
	'192.0.2.1 ',
	'::1 ',
	'::ffff:192.0.2.1 ',
	'fe80::1%lo ',
	'65535',
	'65536',
	'-1',
	'GET / ',
].map(token => Buffer.from(token));

export const proxyHeader: Target = {
	name: 'proxy-header',
	seeds: [
		text('TCP4 192.0.2.1 192.0.2.2 1024 7800'),
		text('TCP6 2001:db8::1 ::ffff:192.0.2.2 0 65535'),
		text('UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535'),
		binary(0x21, 0x11, 12),
		binary(0x21, 0x21, 60),
		binary(0x21, 0x31, 216),
		binary(0x20, 0x00, 0),
		binary(0x21, 0x11, 4_096),
	],
	tokens: [...tokens, signature, Buffer.of(0x21, 0x11, 0, 12), Buffer.of(0x20, 0)],
	generate(random: Random) {
		return random() < 0.5
			? binary(
					oneOf(random, [0x20, 0x21, below(random, 256)]),
					oneOf(random, [0x00, 0x11, 0x21, 0x31, below(random, 256)]),
					oftenSmall(random, 5_000),
				)
			: Buffer.concat([
					Buffer.from('PROXY '),
					...Array.from({length: below(random, 10)}, () => oneOf(random, tokens)),
				]);
	},
	shortRuns: 20_000,
	open: () => Promise.resolve({check}),
};
