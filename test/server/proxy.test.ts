/** Behind a proxy each connection counts as one from whom the proxy speaks for, and nobody else is believed. */

import {once} from 'node:events';
import type {Socket} from 'node:net';
import {text} from 'node:stream/consumers';
import {connect as connectTls, type TLSSocket} from 'node:tls';
import {pino} from 'pino';
import {describe, expect, test} from 'vitest';
import {parseProxyHeader} from '../../source/server/proxy-header.ts';
import type {ServerOptions} from '../../source/server/server-options.ts';
import {startTestServer, type TestServer} from '../helpers/test-server.ts';
import {openWebSocket, webSocket} from '../helpers/transports.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {openTestSocket, signUp, WireClient} from '../helpers/wire-client.ts';

const proxyFrom = ['127.0.0.2', '10.0.0.0/8'];
const proxy = '127.0.0.2';

const textHeader = (source: string, family = 'TCP4'): Buffer =>
	Buffer.from(`PROXY ${family} ${source} 192.0.2.200 40000 7800\r\n`);

const signature = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');

const binaryHeader = (command: number, family: number, rest: Buffer): Buffer => {
	const start = Buffer.from([command, family, 0, 0]);
	start.writeUInt16BE(rest.length, 2);
	return Buffer.concat([signature, start, rest]);
};

const ipv4Rest = (source: readonly number[]): Buffer =>
	Buffer.from([...source, 192, 0, 2, 200, 0x9c, 0x40, 0x1e, 0x78]);
const ipv6 = Buffer.from('20010db8000000000000000000000007', 'hex');
const ipv6Rest = Buffer.concat([ipv6, ipv6, Buffer.from([0, 1, 0, 2])]);

describe('a header', () => {
	test.each([
		['TCP4', textHeader('192.0.2.7'), '192.0.2.7'],
		['TCP6', Buffer.from('PROXY TCP6 2001:DB8:0:0::7 ::1 1 65535\r\n'), '2001:db8::7'],
		['UNKNOWN', Buffer.from('PROXY UNKNOWN\r\n'), undefined],
		['UNKNOWN with words', Buffer.from('PROXY UNKNOWN ffff::1 x 1 2\r\n'), undefined],
		['version 2, IPv4', binaryHeader(0x21, 0x11, ipv4Rest([192, 0, 2, 7])), '192.0.2.7'],
		['version 2, IPv6', binaryHeader(0x21, 0x21, ipv6Rest), '2001:db8::7'],
		['version 2, local', binaryHeader(0x20, 0x11, ipv4Rest([192, 0, 2, 7])), undefined],
		['version 2, no family', binaryHeader(0x21, 0x00, Buffer.alloc(0)), undefined],
		['version 2, unix', binaryHeader(0x21, 0x31, Buffer.alloc(216)), undefined],
		[
			'version 2 with details',
			binaryHeader(0x21, 0x11, Buffer.concat([ipv4Rest([192, 0, 2, 7]), Buffer.alloc(4_000)])),
			'192.0.2.7',
		],
	])('%s is understood however it is cut, and what follows stays', (_what, header, address) => {
		for (let end = 0; end < header.length; end += 1) {
			expect(parseProxyHeader(header.subarray(0, end)).kind).toBe('unfinished');
		}

		for (const after of ['', 'PROXY', '\x16\x03', '\r\n']) {
			const whole = Buffer.concat([header, Buffer.from(after)]);
			expect(parseProxyHeader(whole)).toEqual({kind: 'header', bytes: header.length, address});
		}
	});

	test.each([
		['other bytes', Buffer.from([0xc7, 1])],
		['TLS', Buffer.from([0x16, 3, 1])],
		['no such address', textHeader('192.0.2.256')],
		['IPv6 as IPv4', textHeader('::1')],
		['a scope', textHeader('fe80::1%lo', 'TCP6')],
		['another family', textHeader('192.0.2.7', 'UDP4')],
		['a port too many', Buffer.from('PROXY TCP4 1.1.1.1 1.1.1.1 1 2 3\r\n')],
		['no port', Buffer.from('PROXY TCP4 1.1.1.1 1.1.1.1 1\r\n')],
		['a port of 65536', Buffer.from('PROXY TCP4 1.1.1.1 1.1.1.1 1 65536\r\n')],
		['two blanks', Buffer.from('PROXY TCP4  1.1.1.1 1.1.1.1 1 2\r\n')],
		['a line without end', Buffer.from(`PROXY UNKNOWN ${'x'.repeat(93)}\r\n`)],
		['version 3', binaryHeader(0x31, 0x11, ipv4Rest([1, 1, 1, 1]))],
		['another command', binaryHeader(0x22, 0x11, ipv4Rest([1, 1, 1, 1]))],
		['UDP', binaryHeader(0x21, 0x12, ipv4Rest([1, 1, 1, 1]))],
		['half an IPv4', binaryHeader(0x21, 0x11, Buffer.alloc(11))],
		['half an IPv6', binaryHeader(0x21, 0x21, Buffer.alloc(35))],
		['64 KiB', binaryHeader(0x21, 0x11, Buffer.alloc(65_535)).subarray(0, 16)],
	])('that is none is refused: %s', (_what, bytes) => {
		expect(parseProxyHeader(bytes).kind).toBe('malformed');
	});

	test.each(['GET / HTTP/1.1', 'POST', 'PUT ', 'PROXYX', 'Z'])('may be HTTP: %s', start => {
		expect(parseProxyHeader(Buffer.from(start)).kind).toBe('http');
	});
});

const startProxied = (options: Partial<ServerOptions> = {}): Promise<TestServer> =>
	startTestServer({proxyFrom, ...options});

const openProxied = async ({port}: TestServer, header: Buffer): Promise<Socket> => {
	const socket = await openTestSocket(port, false, proxy);
	socket.write(header);
	return socket;
};

const startTls = async (socket: Socket): Promise<TLSSocket> => {
	const secret = connectTls({socket, minVersion: 'TLSv1.3', rejectUnauthorized: false});
	secret.on('error', () => secret.destroy());
	await once(secret, 'secureConnect');
	return secret;
};

const ask = (socket: Socket, path: string, lines = ''): Promise<string> => {
	socket.write(`GET ${path} HTTP/1.1\r\nHost: chat\r\n${lines}\r\n`);
	return text(socket);
};

/** What the server says before it closes. */
const complaintsOf = async (client: WireClient): Promise<unknown[]> => {
	await client.whenClosed();
	return client.complaints.map(complaint => (complaint as {error: {code: string}}).error.code);
};

const plainly = async (server: TestServer, header: Buffer): Promise<WireClient> =>
	new WireClient(await openProxied(server, header), 'json');

const hello = {versions: [1], software: 'test', features: []};

test('whom a proxy speaks for needs TLS, and may ask for no metrics', async () => {
	const server = await startProxied();
	for (const header of [textHeader('192.0.2.7'), binaryHeader(0x21, 0x21, ipv6Rest)]) {
		const plain = await plainly(server, header);
		void plain.request('hello', hello).catch(() => undefined);
		expect(await complaintsOf(plain)).toEqual(['forbidden']);
		const secret = new WireClient(await startTls(await openProxied(server, header)), 'json');
		await secret.request('hello', hello);
		expect(await ask(await openProxied(server, header), '/metrics')).toMatch(/ 403 /);
		expect(await ask(await startTls(await openProxied(server, header)), '/metrics')).toMatch(
			/ 403 /,
		);
	}
});

test('a proxy that speaks for itself, or for this machine, counts as that', async () => {
	const server = await startProxied();
	for (const header of [
		textHeader('127.0.0.1'),
		Buffer.from('PROXY UNKNOWN\r\n'),
		binaryHeader(0x20, 0, Buffer.alloc(0)),
	]) {
		const plain = await plainly(server, header);
		await plain.request('hello', hello);
		expect(await ask(await openProxied(server, header), '/metrics')).toMatch(/ 200 /);
	}
});

test('frames may come in the same piece as the header, and the header in pieces', async () => {
	const server = await startProxied({isInsecure: true});
	const socket = await openTestSocket(server.port, false, proxy);
	const client = new WireClient(socket, 'json');
	const header = textHeader('192.0.2.7');
	socket.write(header.subarray(0, 10));
	await new Promise(resolve => setImmediate(resolve));
	socket.cork();
	socket.write(header.subarray(10));
	const greeting = client.request('hello', hello);
	socket.uncork();
	await greeting;
});

test('bans and logs are of whom the proxy speaks for', async () => {
	const lines: string[] = [];
	const logger = pino({level: 'debug'}, {write: (line: string) => void lines.push(line)});
	const server = await startProxied({isInsecure: true, logger});
	const admin = await signUp(server, 'ada');
	await admin.request('claim-admin', {code: server.server.adminCode ?? ''});
	await admin.request('ban', {target: '192.0.2.0/25'});
	const banned = await plainly(server, textHeader('192.0.2.7'));
	void banned.request('hello', hello).catch(() => undefined);
	expect(await complaintsOf(banned)).toEqual(['banned']);
	expect(await ask(await openProxied(server, textHeader('192.0.2.7')), '/health')).toMatch(/ 403 /);
	const welcome = await plainly(server, textHeader('192.0.2.200'));
	await welcome.request('hello', hello);
	expect(lines.some(line => line.includes('"address":"192.0.2.200"'))).toBe(true);
	expect(lines.some(line => line.includes(`"address":"${proxy}"`))).toBe(false);
});

test('what makes no sense from a proxy is closed and logged; from others no header is believed', async () => {
	const lines: string[] = [];
	const logger = pino({level: 'warn'}, {write: (line: string) => void lines.push(line)});
	const server = await startProxied({logger, patience: {frameMs: 100}});
	for (const bytes of ['\x16\x03', 'PROXY TCP4 x\r\n', 'PROXY ']) {
		const count = lines.length;
		const socket = await openProxied(server, Buffer.from(bytes, 'latin1'));
		expect(await text(socket)).toBe('');
		await waitFor(() => lines.length === count + 1, 'the log');
		expect(lines.at(-1)).toContain(proxy);
	}

	const other = await openTestSocket(server.port);
	other.write(Buffer.concat([textHeader('192.0.2.7'), Buffer.from('GET / HTTP/1.1\r\n\r\n')]));
	expect(await text(other)).toMatch(/^HTTP\/1\.1 400 /);
	const binary = await plainlyFrom(server, binaryHeader(0x21, 0x11, ipv4Rest([192, 0, 2, 7])));
	expect(await complaintsOf(binary)).toEqual(['bad-frame']);
});

const plainlyFrom = async ({port}: TestServer, bytes: Buffer): Promise<WireClient> => {
	const client = new WireClient(await openTestSocket(port), 'json');
	client.write(bytes);
	return client;
};

test('handshakes wait by the address that the proxy tells, not by that of the proxy', async () => {
	const server = await startProxied({
		handshakeLimits: {atOnce: 1, holdMs: 60_000, waitMs: 60_000},
		connectionLimits: {all: 6, strangers: 6},
		patience: {frameMs: 60_000},
	});
	const crowd: Socket[] = [];
	for (let count = 0; count < 6; count += 1) {
		crowd.push((await openProxied(server, textHeader('192.0.2.7'))).resume());
	}

	// There is no room: the address with the most that wait makes some.
	const other = await openProxied(server, textHeader('192.0.2.8'));
	await waitFor(() => crowd.some(({destroyed}) => destroyed), 'room');
	// One of the crowd shakes hands, and one has the next turn; then it is the other's.
	crowd[0]?.destroy();
	crowd[1]?.destroy();
	await startTls(other);
	expect(crowd.filter(({destroyed}) => destroyed)).toHaveLength(3);
});

describe('a proxy that speaks HTTP', () => {
	const forwarded = (server: TestServer, headers: Record<string, string>) =>
		openTestSocket(server.port, false, proxy).then(socket => openWebSocket(socket, headers));

	test('tells by header whom it speaks for', async () => {
		const server = await startProxied();
		const admin = await signUp(server, 'ada');
		await admin.request('claim-admin', {code: server.server.adminCode ?? ''});
		await admin.request('ban', {target: '192.0.2.7'});
		const cases: [Record<string, string>, string][] = [
			// Whoever came to the proxy may have written the first ones.
			[{'X-Forwarded-For': '192.0.2.9, 192.0.2.7', 'X-Forwarded-Proto': 'https'}, 'banned'],
			[{'X-Forwarded-For': '192.0.2.7, 192.0.2.9', 'X-Forwarded-Proto': 'https'}, 'done'],
			[{'X-Forwarded-For': '192.0.2.9', 'X-Forwarded-Proto': 'http'}, 'forbidden'],
			[{'X-Forwarded-For': '192.0.2.9'}, 'forbidden'],
			[{'X-Forwarded-For': '127.0.0.1'}, 'forbidden'],
		];
		for (const [headers, expected] of cases) {
			const ws = await forwarded(server, headers);
			const answer = once(ws, 'message');
			ws.resume();
			ws.send('{"command":"ping"}');
			const [data] = (await answer) as [Buffer];
			const [, code = 'done'] = /"code":"([a-z-]+)"/.exec(data.toString()) ?? [];
			expect(code, JSON.stringify(headers)).toBe(expected);
			ws.terminate();
		}
	});

	test('and that does not tell is refused', async () => {
		const server = await startProxied({isInsecure: true});
		for (const headers of [{}, {'X-Forwarded-For': 'unknown'}]) {
			await expect(forwarded(server, headers)).rejects.toThrow('400');
		}
	});

	test('opens no metrics, whatever it says', async () => {
		const server = await startProxied();
		for (const lines of ['', 'X-Forwarded-For: 127.0.0.1\r\n']) {
			const socket = await openTestSocket(server.port, false, proxy);
			expect(await ask(socket, '/metrics', lines)).toMatch(/^HTTP\/1\.1 403 /);
		}

		const socket = await openTestSocket(server.port, false, proxy);
		expect(await ask(socket, '/health')).toContain('{"status":"healthy"}');
	});

	test('is not believed when it is no proxy of ours', async () => {
		const server = await startProxied();
		const {session} = await signUp(server, 'ada', {transport: webSocket});
		expect(session.account.name).toBe('ada');
		const socket = await openTestSocket(server.port);
		expect(await ask(socket, '/metrics', 'X-Forwarded-For: 192.0.2.7\r\n')).toMatch(/ 200 /);
	});
});
