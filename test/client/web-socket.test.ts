/** The client by WebSocket: whom it trusts, what it says of answers in HTTP, and that it chats. */
import {once} from 'node:events';
import {createServer as createHttp, type RequestListener} from 'node:http';
import {createServer as createNet} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {CertificateError} from '../../source/client/client-error.ts';
import {fetchCertificate} from '../../source/client/dial.ts';
import {findPin} from '../../source/client/known-servers.ts';
import {register} from '../../source/client/sign-in.ts';
import {
	joinServer,
	password,
	quickly,
	reopenAccount,
	startChatServer,
	stopLater,
	textsOf,
	waitForText,
} from '../helpers/chat-pair.ts';
import {listenOnLoopback} from '../helpers/listen-on-loopback.ts';
import {temporaryFolder} from '../helpers/temporary-folder.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {connectWire} from '../helpers/wire-client.ts';

test.each(['wss', 'ws'])('two clients chat by %s, and come back', async scheme => {
	const server = await startChatServer();
	const address = `${scheme}://${server.address}/ws`;
	const alice = await joinServer(server, 'alice', {address});
	const bob = await joinServer(server, 'bob');
	const id = await alice.openDirect(['bob']);
	await alice.sendMessage(id, 'over WebSocket');
	await waitForText(bob, id, 'over WebSocket');
	await bob.sendMessage(id, 'x'.repeat(15_000));
	await waitForText(alice, id, 'x'.repeat(15_000));
	await server.stop('for a moment');
	await waitFor(() => alice.getState().connection.status === 'offline', 'alice to be offline');
	await alice.sendMessage(id, 'meanwhile');
	await server.start();
	await waitForText(bob, id, 'meanwhile');
	expect(await textsOf(alice, id)).toEqual(['over WebSocket', 'x'.repeat(15_000), 'meanwhile']);
});

test('an address without a path is that of /ws, and names one account', async () => {
	const server = await startChatServer();
	const dataDir = temporaryFolder();
	const typed = `WSS://${server.address}`;
	const address = `wss://${server.address}/ws`;
	await joinServer(server, 'alice', {address: typed, dataDir});
	expect(findPin(dataDir, address)).toBe(server.fingerprint);
	const again = reopenAccount(dataDir, 'alice', address);
	again.start();
	await again.whenSynced(10_000);
});

test('a certificate that nobody vouches for is pinned, and a changed one stops', async () => {
	const server = await startChatServer();
	const address = `wss://${server.address}/ws`;
	const dataDir = temporaryFolder();
	const credentials = {...quickly, dataDir, server: address, name: 'alice', password};
	const refusal = await register(credentials).catch((error: unknown) => error);
	expect(refusal).toBeInstanceOf(CertificateError);
	expect(refusal).toMatchObject({code: 'certificate-unknown', fingerprint: server.fingerprint});
	expect(await fetchCertificate(address)).toEqual({
		fingerprint: server.fingerprint,
		isVouchedFor: false,
	});
	const alice = stopLater(await register({...credentials, acceptNew: true}));
	alice.start();
	await alice.whenSynced(10_000);
	await server.stop();
	await startChatServer({port: server.port});
	alice.reconnect();
	await waitFor(() => alice.getState().connection.status === 'stopped', 'the client to stop');
	expect(alice.getState().connection).toMatchObject({reason: {code: 'certificate-changed'}});
});

const startHttp = async (answer: RequestListener): Promise<string> => {
	const http = createHttp(answer);
	http.on('upgrade', (request, socket) => {
		socket.on('error', () => socket.destroy());
		const response = {
			writeHead: (status: number, headers = {}) => {
				const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
				socket.end(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`, 'latin1');
			},
		};
		answer(request, response as never);
	});
	onTestFinished(() => void http.close());
	return `ws://127.0.0.1:${await listenOnLoopback(http)}/ws`;
};

const failureAt = async (server: string, options = {}): Promise<string> => {
	const credentials = {dataDir: temporaryFolder(), server, name: 'alice', password, ...options};
	const error = await register(credentials).catch((failure: unknown) => failure);
	expect(error).toBeInstanceOf(Error);
	return (error as Error).message;
};

test('a web server at a plain address is told as one, with the address that may be meant', async () => {
	const {host} = new URL(await startHttp(() => undefined));
	expect(await failureAt(host, {insecure: true})).toBe(
		`${host} is a web server: a chat behind it is at wss://${host}/ws.`,
	);
});

test.each([
	[404, {}, 'there is no chat at that path (HTTP 404)'],
	[403, {}, 'it lets nobody in at that path (HTTP 403)'],
	[502, {}, 'its proxy does not reach the chat (HTTP 502)'],
	[426, {}, 'its proxy passes no WebSocket on (HTTP 426)'],
	[400, {}, 'it speaks no WebSocket at that path (HTTP 400)'],
	[200, {}, 'it speaks no WebSocket at that path (HTTP 200)'],
	[301, {Location: 'https://chat.example/\x9b2J'}, 'it is at https://chat.example/2J (HTTP 301)'],
	[101, {}, 'it speaks no WebSocket at that path (HTTP 101)'],
])('an answer of %i is told in one line', async (status, headers, expected) => {
	const address = await startHttp((_request, response) => {
		response.writeHead(status, headers);
	});
	expect(await failureAt(address)).toBe(`${address} cannot be reached: ${expected}.`);
});

test('a server that speaks something else, or nothing, is given up', async () => {
	const odd = createNet(socket => socket.end('220 mail.example ESMTP\r\n'));
	onTestFinished(() => void odd.close());
	const address = `ws://127.0.0.1:${await listenOnLoopback(odd)}/ws`;
	expect(await failureAt(address)).toBe(
		`${address} cannot be reached: it speaks no WebSocket at that path.`,
	);
	const mute = createNet(socket => void once(socket, 'close'));
	onTestFinished(() => void mute.close());
	const silent = `ws://127.0.0.1:${await listenOnLoopback(mute)}/ws`;
	expect(await failureAt(silent, {timing: {handshakeTimeoutMs: 100}})).toBe(
		`${silent} does not answer.`,
	);
});

test('without TLS only this machine is spoken to, unless somebody asks for it', async () => {
	expect(await failureAt('ws://192.0.2.7/ws')).toContain('has no TLS: take wss://');
	const options = {insecure: true, timing: {connectTimeoutMs: 50}};
	expect(await failureAt('ws://192.0.2.7/ws', options)).not.toContain('has no TLS');
});

test('who is banned is told so, in the words of the server', async () => {
	const server = await startChatServer({isInsecure: true});
	const admin = await connectWire(server, {localAddress: '127.0.0.9'});
	await admin.request('register', {name: 'root', password, device: 'x'});
	await admin.request('claim-admin', {code: server.adminCode ?? ''});
	await admin.request('ban', {target: '127.0.0.1'});
	expect(await failureAt(`ws://${server.address}/ws`)).toContain('may not use the server');
});
