/** Whatever a connection begins with, TLS, HTTP or frames: the server answers or closes in time, and keeps little of it. */
import {once} from 'node:events';
import {connect as connectPlain, type Socket} from 'node:net';
import {connect as connectTls} from 'node:tls';
import {encodeRequest} from '../../../source/protocol/codec.ts';
import {startLiveServer} from '../live-server.ts';
import {below, oftenSmall, oneOf, type Random} from '../random-choice.ts';
import type {OpenTarget, Target} from '../target.ts';

/** Many times what the server grants: the machine may be busy. */
const closedWithinMs = 20_000;
const answerBytesMax = 4 * 1_048_576;
const memoryBytesMax = 600 * 1_048_576;

/** The first byte tells whether the rest goes through TLS, the second how it is cut. */
const plain = (text: string | Buffer): Buffer =>
	Buffer.concat([Buffer.of(0, 0), Buffer.from(text as string, 'latin1')]);
const secret = (text: string | Buffer): Buffer =>
	Buffer.concat([Buffer.of(1, 0), Buffer.from(text as string, 'latin1')]);

const upgrade =
	'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
	'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
/** A masked text frame, and a ping. */
const webSocketFrames = '\x81\x85\x00\x00\x00\x00hello\x89\x80\x00\x00\x00\x00';

const requests = [
	'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
	'GET /health HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n',
	'GET /metrics HTTP/1.0\r\nAuthorization: Bearer abc\r\n\r\n',
	'HEAD /health HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n',
	'POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n',
	'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\nabc',
	'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nabc',
	'CONNECT localhost:22 HTTP/1.1\r\nHost: x\r\n\r\n',
	'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
	'GET http://[::1]:7800/health HTTP/1.1\r\nHost: x\r\n\r\n',
	'GET /%00%ff/../health?x#y HTTP/1.1\nHost: x\n\n',
	'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
	'TRACE / HTTP/9.9\r\nHost : x\r\n continued\r\n\r\n',
	`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'c'.repeat(70_000)}\r\n\r\n`,
	upgrade,
	upgrade + webSocketFrames,
	// What a proxy says of whom it speaks for (PROXY protocol, versions 1 and 2): nobody here is believed.
	'PROXY TCP4 192.0.2.1 192.0.2.2 1024 7800\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n',
	'\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x04\x00\x1e\x78',
] as const;

const hello = encodeRequest('json', 1, 'hello', {versions: [1], software: 'fuzz', features: []});
const ping = encodeRequest('msgpack', 2, 'ping', {});
const frames = Buffer.concat([hello, ping]);

/** How a ClientHello begins; whole ones stand in the corpus. */
const helloStart = Buffer.from('16030100c8010000c40303', 'hex');

const tokens = [
	'\r\n',
	'\r\n\r\n',
	'\n',
	'HTTP/1.1',
	'GET ',
	'Host:',
	'Content-Length: 0\r\n',
	'Content-Length: -1\r\n',
	'Transfer-Encoding: chunked\r\n',
	'Transfer-Encoding: chunked, identity\r\n',
	'Connection: keep-alive\r\n',
	'Connection: upgrade\r\n',
	'Upgrade: websocket\r\n',
	'Upgrade: h2c\r\n',
	'Sec-WebSocket-Key: \r\n',
	'Sec-WebSocket-Version: 8\r\n',
	'Sec-WebSocket-Protocol: a,b\r\n',
	'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99\r\n',
	'Expect: 100-continue\r\n',
	'/health',
	'/metrics',
	'/ws',
	'\x16\x03\x01',
	'\x16\x03\x03\xff\xff',
	'\x15\x03\x03\x00\x02\x02\x28',
	'\x14\x03\x03\x00\x01\x01',
	'\xc7\x01\x00\x00',
	'\xff\xff\xff\xff',
	'\x88\x80\x00\x00\x00\x00',
	'\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff',
	'PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n',
];

const open = async (port: number, isTls: boolean): Promise<Socket> => {
	const place = {host: '127.0.0.1', port};
	const socket = isTls
		? connectTls({...place, minVersion: 'TLSv1.3', rejectUnauthorized: false})
		: connectPlain({...place, allowHalfOpen: true});
	await once(socket, isTls ? 'secureConnect' : 'connect');
	return socket;
};

/** In words: the status of HTTP, the code of a frame, or how it began. */
const describeAnswer = (answer: Buffer): string => {
	const text = answer.subarray(0, 200).toString('latin1');
	const code = /"code":"([a-z-]+)"/.exec(text)?.[1];
	const status = /^HTTP\/1\.1 \d+/.exec(text)?.[0];
	return code ?? status ?? `${answer.length > 0} ${answer[0]} ${answer[3]}`;
};

const speak = async (port: number, input: Buffer): Promise<string> => {
	const [kind = 0, cut = 0] = input;
	let socket: Socket;
	try {
		socket = await open(port, kind % 2 === 1);
	} catch {
		// The server had no patience for the handshake: there are many at once.
		return 'not let in';
	}

	const answer: Buffer[] = [];
	let answerBytes = 0;
	socket.on('data', chunk => {
		answerBytes += chunk.length;
		if (answer.length < 4) {
			answer.push(chunk);
		}
	});
	// To be reset is an answer too.
	socket.on('error', () => socket.destroy());
	const closed = new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => {
			socket.destroy();
			reject(new Error('the server holds the connection'));
		}, closedWithinMs);
		for (const event of ['end', 'close'] as const) {
			socket.once(event, () => {
				clearTimeout(timer);
				socket.destroy();
				resolve();
			});
		}
	});
	const bytes = input.subarray(2);
	const middle = cut === 0 ? bytes.length : Math.floor((bytes.length * cut) / 256);
	socket.write(bytes.subarray(0, middle));
	setImmediate(() => {
		if (!socket.destroyed) {
			socket.write(bytes.subarray(middle));
		}
	});
	await closed;
	if (answerBytes > answerBytesMax) {
		throw new Error(`the server answers with ${answerBytes} bytes`);
	}

	return `${kind % 2} ${describeAnswer(Buffer.concat(answer))}`;
};

const openTarget = async (): Promise<OpenTarget> => {
	const live = await startLiveServer();
	const {port} = live.server;
	const memory = process.memoryUsage().rss;
	return {
		async check(input) {
			const outcome = await speak(port, input);
			live.checkLog();
			const grown = process.memoryUsage().rss - memory;
			if (grown > memoryBytesMax) {
				throw new Error(`the memory has grown by ${grown} bytes`);
			}

			return outcome;
		},
		close: live.close,
	};
};

export const firstBytes: Target = {
	name: 'first-bytes',
	seeds: [
		...requests.flatMap(text => [plain(text), secret(text)]),
		plain(frames),
		secret(frames),
		plain(helloStart),
	],
	tokens: tokens.map(text => Buffer.from(text, 'latin1')),
	generate(random: Random) {
		const head = Buffer.of(below(random, 2), random() < 0.5 ? 0 : below(random, 256));
		const count = 1 + oftenSmall(random, 12);
		const lines = Array.from({length: count}, () => oneOf(random, tokens)).join('');
		const start = random() < 0.6 ? oneOf(random, requests).slice(0, oftenSmall(random, 120)) : '';
		return Buffer.concat([head, Buffer.from(start + lines, 'latin1')]);
	},
	parallel: 60,
	shortRuns: 300,
	open: openTarget,
};
