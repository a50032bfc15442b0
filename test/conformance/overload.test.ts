/** Who asks too much or reads too little costs the server little, and the others nothing. */
import {once} from 'node:events';
import {
	type AddressInfo,
	connect as connectPlain,
	createServer as createNetServer,
	type Socket,
} from 'node:net';
import {connect as connectTls} from 'node:tls';
import {describe, expect, test} from 'vitest';
import {encodeRequest} from '../../source/protocol/codec.ts';
import {limits} from '../../source/protocol/limits.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {byteTransports} from '../helpers/transports.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {
	befriend,
	connectWire,
	openTestSocket,
	password,
	resumeAs,
	signUp,
	type WireAccount,
	WireClient,
} from '../helpers/wire-client.ts';

const text = 'x'.repeat(15_000);

const sendMany = async (client: WireAccount, conversation: number, count: number) => {
	for (let done = 0; done < count; done += 50) {
		await Promise.all(
			Array.from({length: Math.min(50, count - done)}, () =>
				client.request('send-message', {conversation, id: crypto.randomUUID(), text}),
			),
		);
	}
};

/** A megabyte that this process holds outside the heap: sockets and their queues. */
const externalMegabytes = (): number => {
	const {external, heapUsed} = process.memoryUsage();
	return (external + heapUsed) / 1_048_576;
};

describe.each(byteTransports)('over $name', transport => {
	test('a slow reader is told to sync, and others are not delayed', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		const bob = await signUp(server, 'bob', {transport});
		const slow = await signUp(server, 'carol', {transport});
		const members = ['bob', 'carol'];
		const {conversation} = await ada.request('create-group', {name: 'team', members});
		slow.socket.pause();
		await sendMany(ada, conversation.id, 1_000);
		await bob.settle();
		expect(bob.entriesOf(conversation.id).filter(({kind}) => kind === 'message-sent')).toHaveLength(
			1_000,
		);
		expect(bob.bodiesOf('sync-needed')).toEqual([]);

		slow.socket.resume();
		await waitFor(() => slow.bodiesOf('sync-needed').length === 1, 'the slow one to be told');
		const seen = slow.entriesOf(conversation.id);
		expect(seen.length).toBeLessThan(1_000);
		await sendMany(ada, conversation.id, 1);
		await waitFor(
			() => slow.entriesOf(conversation.id).length === seen.length + 1,
			'entries to come again',
		);
	});

	test('a reader that reads nothing any more is closed', async () => {
		const server = await startTestServer({patience: {sweepMs: 20, stalledMs: 1_000}});
		const ada = await signUp(server, 'ada', {transport});
		const stalled = await signUp(server, 'bob', {transport});
		const {conversation} = await ada.request('open-direct', {members: ['bob']});
		await befriend(ada, stalled);
		stalled.socket.pause();
		await sendMany(ada, conversation.id, 1_500);
		await waitFor(async () => {
			const {people} = await ada.request('list-people', {query: 'bob'});
			return people[0]?.presence === 'offline';
		}, 'the stalled one to be closed');
	});

	test('who floods requests and reads no replies is not read from', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		const {conversation} = await ada.request('create-group', {name: 'team'});
		await sendMany(ada, conversation.id, 50);
		const flooder = await resumeAs(server, ada, {transport});
		flooder.socket.pause();
		const {epoch} = ada.session;
		const page = encodeRequest('json', 1, 'fetch-entries', {log: conversation.id, epoch});
		const before = externalMegabytes();
		for (let count = 0; count < 20; count += 1) {
			flooder.write(Buffer.concat(Array.from({length: 500}, () => page)));
			await ada.settle();
		}

		// All the replies would be some 5 GB.
		expect(externalMegabytes() - before).toBeLessThan(120);
		await ada.settle();

		let bytes = 0;
		flooder.socket.removeAllListeners('data');
		flooder.socket.on('data', chunk => {
			bytes += chunk.length;
		});
		flooder.socket.resume();
		await waitFor(() => bytes > 40 * 1_048_576, 'the replies to go on');
		flooder.socket.destroy();
	});
});

test('asks for patience when a connection asks too often', async () => {
	const server = await startTestServer({hasRateLimits: true});
	const ada = await signUp(server, 'ada');
	const codes = await Promise.all(Array.from({length: 100}, () => ada.codeOf('ping', {})));
	expect(codes.filter(code => code === 'done').length).toBeLessThan(60);
	expect(codes).toContain('rate-limited');
});

test('says that it is busy when too many passwords wait, and serves the others', async () => {
	const server = await startTestServer({passwordCost: {memoryCost: 8_192, timeCost: 2}});
	const ada = await signUp(server, 'ada');
	const clients = await Promise.all(Array.from({length: 260}, () => connectWire(server)));
	const logIns = clients.map(client =>
		client.codeOf('log-in', {name: 'ada', password: `${password}!`, device: 'test'}),
	);
	await ada.settle();
	const codes = await Promise.all(logIns);
	expect(codes).toContain('busy');
	expect(codes.filter(code => code === 'wrong-credentials').length).toBeGreaterThanOrEqual(200);
});

test('strangers make room for newer ones and push out nobody who is logged in', async () => {
	const server = await startTestServer({connectionLimits: {all: 8, strangers: 4}});
	const ada = await signUp(server, 'ada', {isTls: true});
	const bob = await signUp(server, 'bob');
	const strangers: WireClient[] = [];
	for (let count = 0; count < 20; count += 1) {
		strangers.push(new WireClient(await openTestSocket(server.port), 'json'));
	}

	await waitFor(() => strangers.filter(({isClosed}) => !isClosed).length === 4, 'the oldest to go');
	expect(strangers.slice(-4).every(({isClosed}) => !isClosed)).toBe(true);
	const carol = await signUp(server, 'carol');
	await Promise.all([ada.settle(), bob.settle(), carol.settle()]);
});

test('takes no connection above its limit', async () => {
	const server = await startTestServer({connectionLimits: {all: 2, strangers: 2}});
	const ada = await signUp(server, 'ada');
	const bob = await signUp(server, 'bob');
	const third = connectPlain({host: '127.0.0.1', port: server.port});
	third.on('error', () => third.destroy());
	await once(third, 'close');
	await Promise.all([ada.settle(), bob.settle()]);
	bob.socket.destroy();
	await waitFor(async () => {
		const client = await resumeAs(server, bob).catch(() => undefined);
		return client !== undefined;
	}, 'room for one more');
});

/** What a TLS client says first, taken from a real one. */
const recordClientHello = async (): Promise<Buffer> => {
	const listener = createNetServer().listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const {port} = listener.address() as AddressInfo;
	const client = connectTls({host: '127.0.0.1', port, rejectUnauthorized: false});
	client.on('error', () => client.destroy());
	const [socket] = (await once(listener, 'connection')) as [Socket];
	const [hello] = (await once(socket, 'data')) as [Buffer];
	client.destroy();
	socket.destroy();
	listener.close();
	return hello;
};

test('lives through clients that reset at any moment of the handshake', async () => {
	const server = await startTestServer();
	const ada = await signUp(server, 'ada', {isTls: true});
	const hello = await recordClientHello();
	for (let count = 0; count < 30; count += 1) {
		const torn = await openTestSocket(server.port);
		torn.write(hello.subarray(0, 1 + ((count * 37) % hello.length)));
		torn.resetAndDestroy();

		const half = await openTestSocket(server.port);
		half.write(hello);
		await once(half, 'data');
		half.resetAndDestroy();

		const whole = await openTestSocket(server.port, true);
		whole.destroy();
	}

	await ada.settle();
	await signUp(server, 'bob', {isTls: true});
});

test('tells a browser what this is', async () => {
	const server = await startTestServer();
	for (const isTls of [false, true]) {
		const socket = await openTestSocket(server.port, isTls);
		let answer = '';
		socket.on('data', chunk => {
			answer += String(chunk);
		});
		socket.write(`GET / HTTP/1.1\r\nHost: chat\r\nCookie: ${'x'.repeat(30_000)}\r\n\r\n`);
		await once(socket, 'close');
		expect(answer).toMatch(/^HTTP\/1\.1 426 /);
		expect(answer).toContain('chat-tui connect');
	}
});

test('a frame limit leaves room for the longest page', () => {
	// A control character takes six bytes in JSON, and a page ends with the entry that fills it.
	expect(limits.entriesPageBytesMax + 6 * limits.textLengthMax).toBeLessThan(
		limits.framePayloadBytesMax,
	);
});
