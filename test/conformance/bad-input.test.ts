/** Whatever bytes come in, the server answers or closes, and goes on serving others. */
import {connect} from 'node:net';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {encodePayload} from '../../source/protocol/codec.ts';
import {commands} from '../../source/protocol/commands.ts';
import {
	encodeFrame,
	type Frame,
	frameHeaderBytes,
	frameMagic,
} from '../../source/protocol/frame.ts';
import {startTestServer, type TestServer} from '../helpers/test-server.ts';
import {
	byteTransports,
	streamTransports,
	type Transport,
	tcp,
	transports,
} from '../helpers/transports.ts';
import {waitFor} from '../helpers/wait-for.ts';
import {connectWire, openTransport, resumeAs, signUp, WireClient} from '../helpers/wire-client.ts';

const header = (lengthBytes: number): Buffer => {
	const bytes = Buffer.alloc(frameHeaderBytes);
	bytes.set([frameMagic, 1, 0, 0]);
	bytes.writeUInt32BE(lengthBytes, 8);
	return bytes;
};

const request = (payload: unknown, kind: Frame['kind'] = 'request'): Buffer =>
	encodeFrame({encoding: 'json', kind, requestId: 7, payload: encodePayload('json', payload)});

const openRaw = async (server: TestServer, transport: Transport = tcp): Promise<WireClient> =>
	new WireClient(await openTransport(server.port, transport), 'json');

const codesOf = (client: WireClient): unknown[] =>
	client.complaints.map(complaint => (complaint as {error?: {code?: string}}).error?.code);

test.each([
	['other bytes', Buffer.from([0x01, 0x02, 0x03]), 'bad-frame'],
	['another version', Buffer.from([frameMagic, 9]), 'unsupported-version'],
	['an unknown kind', Buffer.from([frameMagic, 1, 0, 9, ...Array(8).fill(0)]), 'bad-frame'],
	['a length of 1 GB', header(1_073_741_824), 'payload-too-large'],
	['more than strangers may send', header(65_537), 'payload-too-large'],
])('says why it closes on %s', async (_what, bytes, code) => {
	const server = await startTestServer();
	for (const transport of byteTransports) {
		const client = await openRaw(server, transport);
		client.write(bytes);
		await client.whenClosed();
		expect(codesOf(client)).toEqual([code]);
	}
});

describe.each(byteTransports)('over $name', transport => {
	test('takes larger frames after the log-in, up to the limit', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		ada.write(request({command: 'ping', body: {padding: 'x'.repeat(900_000)}}));
		await ada.settle();
		ada.write(header(1_048_577));
		await ada.whenClosed();
		expect(codesOf(ada)).toEqual(['payload-too-large']);
	});

	test('refuses requests that make no sense and keeps the connection', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		const senseless: unknown[] = [
			null,
			1,
			'ping',
			[],
			{},
			{command: 'no-such-command', body: {}},
			{command: '__proto__', body: {}},
			{command: 'constructor'},
			{command: 'ping', body: 'text'},
		];
		for (const payload of senseless) {
			ada.write(request(payload));
		}

		ada.write(request({command: 'ping'}, 'reply'));
		ada.write(
			encodeFrame({encoding: 'json', kind: 'request', requestId: 8, payload: Buffer.from('{')}),
		);
		ada.write(
			encodeFrame({
				encoding: 'msgpack',
				kind: 'request',
				requestId: 9,
				payload: Buffer.from([0xc1]),
			}),
		);
		await ada.settle();
	});
});

describe.each(transports)('over $name', transport => {
	test('refuses every command with wrong types in every field', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		const wrongs = [null, -1, 1.5, 1e300, '', [], [null], {}, '\u0000', 'x'.repeat(20_000)];
		for (const [command, {request: schema}] of Object.entries(commands)) {
			for (const field of Object.keys(schema.shape)) {
				for (const wrong of wrongs) {
					const code = await ada.codeOf(
						command as 'ping',
						{[field]: wrong} as Record<string, never>,
					);
					expect(['internal', 'storage-full', 'busy'], `${command} ${field}`).not.toContain(code);
				}
			}
		}
	});
});

describe.each(byteTransports)('over $name', transport => {
	test('lives through random bytes, whole and inside frames', async () => {
		const server = await startTestServer();
		const ada = await signUp(server, 'ada', {transport});
		const bytes = fc.uint8Array({maxLength: 300});
		await fc.assert(
			fc.asyncProperty(bytes, fc.boolean(), async (random, isFramed) => {
				const stranger = await openTransport(server.port, transport);
				const payload = Buffer.from(random);
				const encoding = random.length % 2 === 0 ? 'json' : 'msgpack';
				const frame = encodeFrame({encoding, kind: 'request', requestId: 1, payload});
				stranger.write(isFramed ? frame : payload);
				stranger.end();
				stranger.resume();
				await waitFor(() => stranger.closed, 'the server to close');
				await ada.settle();
			}),
			{seed: 7, numRuns: 30},
		);
	});
});

describe.each(streamTransports)('over $name', transport => {
	test('reads frames that come byte by byte or many at once', async () => {
		const server = await startTestServer();
		const client = await connectWire(server, {transport});
		const hello = request({command: 'ping', body: {}});
		for (const byte of hello) {
			client.write(Buffer.from([byte]));
		}

		client.write(Buffer.concat(Array.from({length: 1_000}, () => hello)));
		await client.settle();
	});

	test('closes who leaves a frame half sent, but not who sends without a pause', async () => {
		const server = await startTestServer({patience: {sweepMs: 20, frameMs: 150}});
		const slow = await signUp(server, 'ada', {transport});
		const busy = await resumeAs(server, slow, {transport});
		const frame = request({command: 'ping', body: {}});
		slow.write(frame.subarray(0, 20));
		// Each piece ends in the middle of a frame.
		busy.write(frame.subarray(0, 20));
		await waitFor(() => {
			busy.write(Buffer.concat([frame.subarray(20), frame.subarray(0, 20)]));
			return slow.isClosed;
		}, 'the slow one to be closed');
		const end = Date.now() + 300;
		await waitFor(() => {
			busy.write(Buffer.concat([frame.subarray(20), frame.subarray(0, 20)]));
			return Date.now() > end;
		});
		busy.write(frame.subarray(20));
		await busy.settle();
	});
});

test('closes who trickles a handshake, logs in never, or says nothing', async () => {
	const patience = {sweepMs: 20, frameMs: 100, logInMs: 200, silenceMs: 300};
	const server = await startTestServer({patience});
	const mute = await openRaw(server);
	const handshake = await openRaw(server);
	handshake.write(Buffer.from([0x16, 3, 1, 0, 200]));
	const stranger = await connectWire(server);
	const silent = await signUp(server, 'ada');
	await Promise.all([mute, handshake, silent].map(client => client.whenClosed()));
	await waitFor(async () => {
		stranger.write(request({command: 'ping', body: {}}));
		return stranger.isClosed;
	}, 'the stranger to be closed');
});

test('closes who goes on talking after its last frame', async () => {
	const server = await startTestServer({patience: {sweepMs: 20, closeMs: 100}});

	const socket = connect({host: '127.0.0.1', port: server.port, allowHalfOpen: true});
	const client = new WireClient(socket, 'json');
	socket.on('error', () => socket.destroy());
	client.write(request({command: 'ping', body: {}}));
	client.write(Buffer.from([1, 2, 3]));
	await waitFor(() => {
		if (!client.isClosed) {
			client.write(request({command: 'ping', body: {}}));
		}

		return client.isClosed;
	}, 'the server to close');
	expect(codesOf(client)).toEqual(['bad-frame']);
});
