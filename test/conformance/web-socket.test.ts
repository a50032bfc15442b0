/** What WebSocket adds to the protocol: messages, text, and who may speak it. */
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import type {WebSocket} from 'ws';
import {decodePayload, encodeRequest} from '../../source/protocol/codec.ts';
import {type Frame, splitFrames} from '../../source/protocol/frame.ts';
import {startTestServer, type TestServer} from '../helpers/test-server.ts';
import {openWebSocket} from '../helpers/transports.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {openTestSocket, password, signUp} from '../helpers/wire-client.ts';

type Talk = {
	readonly ws: WebSocket;
	/** Text messages, parsed. */
	readonly texts: Record<string, unknown>[];
	readonly binaries: Buffer[];
	/** The status of the WebSocket's end. */
	closeCode: number;
};

const talkTo = async ({port}: TestServer, headers = {}): Promise<Talk> => {
	const ws = await openWebSocket(await openTestSocket(port), headers);
	const talk: Talk = {ws, texts: [], binaries: [], closeCode: 0};
	ws.on('message', (data: Buffer, isBinary) => {
		if (isBinary) {
			talk.binaries.push(data);
		} else {
			talk.texts.push(JSON.parse(data.toString()));
		}
	});
	ws.on('close', code => {
		talk.closeCode = code;
	});
	ws.resume();
	return talk;
};

const framesOf = ({binaries}: Talk): Frame[] =>
	binaries.flatMap(bytes => [...splitFrames(bytes)].map(({frame}) => frame));

const codesOf = (talk: Talk): unknown[] =>
	[
		...talk.texts,
		...framesOf(talk).map(({payload}) => decodePayload('json', payload) as object),
	].map(answer => ('error' in answer ? (answer.error as {code: string}).code : 'done'));

const untilClosed = ({ws}: Talk): Promise<void> =>
	waitFor(() => ws.readyState === ws.CLOSED, 'the server to close');

/** Sends a request in text, and waits for what answers its id. */
const ask = async (talk: Talk, request: {readonly id?: number} & Record<string, unknown>) => {
	const before = talk.texts.length;
	talk.ws.send(JSON.stringify(request));
	const find = () => talk.texts.slice(before).find(({id}) => id === (request.id ?? 0));
	await waitFor(() => find() !== undefined, 'the answer');
	return find();
};

const ping = (requestId: number): Buffer => encodeRequest('json', requestId, 'ping', {});

/** Tries to upgrade, and returns the answer in HTTP. */
const tryUpgrade = async (
	{port}: TestServer,
	{path = '/ws', lines = ''}: {readonly path?: string; readonly lines?: string},
): Promise<string> => {
	const socket = await openTestSocket(port);
	socket.write(
		`GET ${path} HTTP/1.1\r\nHost: chat\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
			`Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${lines}\r\n`,
	);
	return text(socket);
};

test('a client that knows JSON only chats by text', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const talk = await talkTo(server);
	expect(
		await ask(talk, {id: 1, command: 'hello', body: {versions: [1], software: 'x', features: []}}),
	).toMatchObject({id: 1, body: {version: 1}});
	expect(
		await ask(talk, {
			id: 4_294_967_295,
			command: 'register',
			body: {name: 'bob', password, device: 'x'},
		}),
	).toMatchObject({id: 4_294_967_295, body: {account: {name: 'bob'}}});
	const {conversation} = await ada.request('open-direct', {members: ['bob']});
	await ada.request('send-message', {
		conversation: conversation.id,
		id: crypto.randomUUID(),
		text: 'Hi 👋',
	});
	const isMessage = ({event, body}: Record<string, unknown>) =>
		event === 'entry-appended' && JSON.stringify(body).includes('Hi 👋');
	await waitFor(() => talk.texts.some(isMessage), 'the message');
	expect(talk.texts.filter(isMessage).every(event => !('id' in event))).toBe(true);
	expect(await ask(talk, {id: 2, command: 'get-person', body: {name: 'nobody'}})).toMatchObject({
		id: 2,
		error: {code: 'not-found'},
	});
	expect(talk.binaries).toEqual([]);
});

test('text that asks nothing is refused, and the connection goes on', async () => {
	const talk = await talkTo(await startTestServer());
	for (const senseless of ['{', 'null', '[]', '"ping"', '{}', '{"id":7}', '{"command":1}']) {
		talk.ws.send(senseless);
	}

	talk.ws.send('{"command":"ping"}');
	await waitFor(() => talk.texts.length === 8, 'all answers');
	expect(codesOf(talk)).toEqual([...Array(7).fill('bad-payload'), 'done']);
	expect(talk.texts.map(({id}) => id)).toEqual([0, 0, 0, 0, 0, 7, 0, 0]);
});

test.each([-1, 1.5, 4_294_967_296, '7', null, true, {}])(
	'an id %j ends the connection',
	async id => {
		const talk = await talkTo(await startTestServer());
		talk.ws.send(JSON.stringify({id, command: 'ping'}));
		await untilClosed(talk);
		expect(codesOf(talk)).toEqual(['bad-frame']);
		expect(talk.closeCode).toBe(1_000);
	},
);

test('who speaks in binary is answered in binary, a frame a message', async () => {
	const server = await startTestServer();
	const talk = await talkTo(server);
	talk.ws.send(Buffer.concat(Array.from({length: 100}, (_, index) => ping(index + 1))));
	await waitFor(() => talk.binaries.length === 100, 'all replies');
	expect(
		framesOf(talk)
			.map(({requestId}) => requestId)
			.sort((one, other) => one - other),
	).toEqual(Array.from({length: 100}, (_, index) => index + 1));
	expect(talk.texts).toEqual([]);
});

test('who speaks both gets MessagePack in binary and JSON as text', async () => {
	const talk = await talkTo(await startTestServer());
	talk.ws.send(ping(1));
	await waitFor(() => talk.binaries.length === 1, 'the reply to a frame');
	await ask(talk, {id: 2, command: 'ping'});
	talk.ws.send(encodeRequest('msgpack', 3, 'ping', {}));
	talk.ws.send(ping(4));
	await waitFor(() => talk.binaries.length === 2 && talk.texts.length === 2, 'both replies');
	expect(framesOf(talk).map(({requestId}) => requestId)).toEqual([1, 3]);
	expect(talk.texts.map(({id}) => id)).toEqual([2, 4]);
});

test('a message that ends within a frame is none', async () => {
	const talk = await talkTo(await startTestServer());
	talk.ws.send(Buffer.concat([ping(1), ping(2).subarray(0, 20)]));
	await untilClosed(talk);
	expect(codesOf(talk).sort()).toEqual(['bad-frame', 'done']);
});

test('pieces of a message are one message, also with a ping between them', async () => {
	const talk = await talkTo(await startTestServer({patience: {sweepMs: 20, frameMs: 100}}));
	const frame = ping(1);
	talk.ws.send(frame.subarray(0, 5), {fin: false});
	talk.ws.ping('still there');
	talk.ws.send(frame.subarray(5));
	await waitFor(() => talk.binaries.length === 1, 'the reply');
});

test('strangers send little, also in pieces, and people more', async () => {
	const server = await startTestServer();
	const stranger = await talkTo(server);
	for (let count = 0; count < 9; count += 1) {
		stranger.ws.send(Buffer.alloc(30_000, 0x20), {fin: false});
	}

	await untilClosed(stranger);
	expect(codesOf(stranger)).toEqual(['payload-too-large']);

	const long = await talkTo(server);
	long.ws.send(JSON.stringify({command: 'ping', body: {padding: 'x'.repeat(65_536)}}));
	await untilClosed(long);
	expect(codesOf(long)).toEqual(['payload-too-large']);

	const {session} = await signUp(server, 'ada');
	const ada = await talkTo(server);
	await ask(ada, {command: 'resume', body: {token: session.token}});
	expect(
		await ask(ada, {id: 1, command: 'ping', body: {padding: 'x'.repeat(900_000)}}),
	).toMatchObject({id: 1, body: {}});
	ada.ws.send(Buffer.alloc(1_048_600));
	await untilClosed(ada);
	expect(ada.closeCode).toBe(1_009);
});

test('a ping of WebSocket is a sign of life; half a message is none', async () => {
	const server = await startTestServer({patience: {sweepMs: 20, silenceMs: 300, frameMs: 150}});
	const silent = await talkTo(server);
	const alive = await talkTo(server);
	const trickling = await talkTo(server);
	const piece = Buffer.from('{');
	trickling.ws.send(piece, {fin: false});
	await waitFor(() => {
		alive.ws.ping();
		trickling.ws.send(piece, {fin: false});
		return trickling.ws.readyState === trickling.ws.CLOSED;
	}, 'who never ends its message to be closed');
	await waitFor(() => {
		alive.ws.ping();
		return silent.ws.readyState === silent.ws.CLOSED;
	}, 'who says nothing to be closed');
	await ask(alive, {command: 'ping'});
});

test('who reads no replies has no further messages read', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const {conversation} = await ada.request('create-group', {name: 'team'});
	for (let count = 0; count < 40; count += 1) {
		const id = crypto.randomUUID();
		await ada.request('send-message', {
			conversation: conversation.id,
			id,
			text: 'x'.repeat(15_000),
		});
	}

	const {token, epoch} = ada.session;
	const flooder = await talkTo(server);
	await ask(flooder, {command: 'resume', body: {token}});
	flooder.ws.pause();
	const body = {log: conversation.id, epoch, padding: 'x'.repeat(500_000)};
	for (let id = 1; id <= 60; id += 1) {
		flooder.ws.send(JSON.stringify({id, command: 'fetch-entries', body}));
	}

	let before = 0;
	let calm = 0;
	await waitFor(async () => {
		await ada.settle();
		calm = flooder.ws.bufferedAmount === before ? calm + 1 : 0;
		before = flooder.ws.bufferedAmount;
		return calm > 20;
	}, 'nothing more to be taken');
	// The system's own buffers hold some of the 30 MB, and the server's queue a few replies.
	expect(before).toBeGreaterThan(10_000_000);
	flooder.ws.resume();
	await waitFor(() => flooder.texts.filter(({id}) => Number(id) > 0).length === 60, 'all replies');
});

test('text that is no UTF-8, and other breaches of WebSocket, end the connection', async () => {
	const server = await startTestServer();
	const odd = await talkTo(server);
	odd.ws.send(Buffer.from([0xff, 0xfe]), {binary: false});
	await untilClosed(odd);
	expect(odd.closeCode).toBe(1_007);
	const unmasked = await talkTo(server);
	unmasked.ws.send('{}', {mask: false});
	await untilClosed(unmasked);
	expect(unmasked.closeCode).toBe(1_002);
});

test('a server that stops, and a device that is logged out, say so and close well', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada');
	const talk = await talkTo(server);
	await ask(talk, {command: 'resume', body: {token: ada.session.token}});
	await server.close();
	await untilClosed(talk);
	expect(talk.texts.at(-1)).toMatchObject({event: 'server-stopping'});
	expect(talk.closeCode).toBe(1_000);
});

test('WebSocket is spoken at /ws only', async () => {
	const server = await startTestServer();
	expect(await tryUpgrade(server, {path: '/'})).toMatch(/^HTTP\/1\.1 404 /);
	expect(await tryUpgrade(server, {path: '/ws/x'})).toMatch(/^HTTP\/1\.1 404 /);
	expect(await tryUpgrade(server, {lines: 'Sec-WebSocket-Key: x\r\n'})).toMatch(/^HTTP\/1\.1 400 /);
});

test('pages of browsers may connect from the origins that the server names', async () => {
	const server = await startTestServer({webOrigins: ['https://chat.example']});
	const evil = await tryUpgrade(server, {lines: 'Origin: https://evil.example\r\n'});
	expect(evil).toMatch(/^HTTP\/1\.1 403 /);
	expect(await tryUpgrade(server, {lines: 'Origin: null\r\n'})).toMatch(/^HTTP\/1\.1 403 /);
	const talk = await talkTo(server, {Origin: 'https://chat.example'});
	await ask(talk, {command: 'ping'});
});

test('who has asked for something else gets no WebSocket in the same connection', async () => {
	const server = await startTestServer();
	const socket = await openTestSocket(server.port);
	const upgrade =
		'GET /ws HTTP/1.1\r\nHost: chat\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
		'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
	socket.write(`GET /health HTTP/1.1\r\nHost: chat\r\n\r\n${upgrade}`);
	expect(await text(socket).catch(String)).not.toContain('101');
});

test('another protocol than WebSocket is answered in HTTP', async () => {
	const server = await startTestServer();
	const socket = await openTestSocket(server.port);
	socket.write('GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
	expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
});

test('WebSockets that go away leave nothing behind', async () => {
	const server = await startTestServer();
	for (let count = 0; count < 20; count += 1) {
		const {ws} = await talkTo(server);
		ws.terminate();
		await once(ws, 'close');
	}

	await waitFor(async () => {
		const socket = await openTestSocket(server.port);
		socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n');
		return (await text(socket)).includes('chat_tui_connections 1\n');
	}, 'only who asks to be connected');
});
