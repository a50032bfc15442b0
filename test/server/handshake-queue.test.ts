/** Handshakes wait for their turn: nobody is lost, nobody holds the door, and addresses take turns. */
import {EventEmitter} from 'node:events';
import type {Socket} from 'node:net';
import {expect, test} from 'vitest';
import {HandshakeQueue} from '../../source/server/handshake-queue.ts';
import {startTestServer} from '../helpers/test-server.ts';
import {connectWire, openTestSocket, signUp} from '../helpers/wire-client.ts';

class FakeSocket extends EventEmitter {
	readonly remoteAddress: string;
	destroyed = false;

	constructor(remoteAddress: string) {
		super();
		this.remoteAddress = remoteAddress;
	}

	destroy(): void {
		this.destroyed = true;
		this.emit('close');
	}
}

const createQueue = (atOnce: number) => {
	const queue = new HandshakeQueue({atOnce, holdMs: 1_000, waitMs: 5_000});
	const begun: string[] = [];
	return {
		queue,
		begun,
		enter(address: string): FakeSocket {
			const socket = new FakeSocket(address);
			queue.enter(socket as unknown as Socket, () => begun.push(address));
			return socket;
		},
		leave: (socket: FakeSocket) => queue.leave(socket as unknown as Socket),
	};
};

test('an address with many connections keeps no other one waiting', () => {
	const {enter, begun, leave} = createQueue(1);
	const sockets = ['10.0.0.1', '10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.3'].map(enter);
	for (const socket of [0, 1, 3, 4].map(index => sockets[index])) {
		leave(socket as FakeSocket);
	}

	expect(begun).toEqual(['10.0.0.1', '10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.1']);
});

test('the neighbours of an IPv6 network are one address', () => {
	const {enter, begun, leave} = createQueue(1);
	const [first] = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '10.0.0.9'].map(enter);
	leave(first as FakeSocket);
	expect(begun).toEqual(['2001:db8::1', '2001:db8::2']);
});

test('who goes while it waits is skipped, and who goes in its turn makes room', () => {
	const {enter, begun} = createQueue(1);
	const first = enter('10.0.0.1');
	enter('10.0.0.2').destroy();
	enter('10.0.0.3');
	first.destroy();
	expect(begun).toEqual(['10.0.0.1', '10.0.0.3']);
});

test('when the only one of an address makes room, the next address has its turn', () => {
	const {queue, enter, begun} = createQueue(1);
	const first = enter('10.0.0.1');
	const taken = enter('10.0.0.2');
	enter('10.0.0.3');
	expect(queue.takeFromLongest()).toBe(taken);
	first.destroy();
	expect(begun).toEqual(['10.0.0.1', '10.0.0.3']);
});

test('a turn that is held too long ends when others wait, and not before', () => {
	const {queue, enter, begun} = createQueue(1);
	const holder = enter('10.0.0.1');
	queue.sweep(performance.now() + 2_000);
	expect(holder.destroyed).toBe(false);
	enter('10.0.0.2');
	queue.sweep(performance.now() + 2_000);
	expect(holder.destroyed).toBe(true);
	expect(begun).toEqual(['10.0.0.1', '10.0.0.2']);
});

test('who has waited in vain is let go', () => {
	const {queue, enter, begun} = createQueue(0);
	const patient = enter('10.0.0.1');
	queue.sweep(performance.now() + 4_000);
	expect(patient.destroyed).toBe(false);
	queue.sweep(performance.now() + 6_000);
	expect(patient.destroyed).toBe(true);
	expect(begun).toEqual([]);
});

test('a server serves many more than it takes at once', async () => {
	const server = await startTestServer({
		handshakeLimits: {atOnce: 2, holdMs: 5_000, waitMs: 20_000},
	});
	const clients = await Promise.all(
		Array.from({length: 30}, (_, index) => connectWire(server, {isTls: index % 2 === 0})),
	);
	await Promise.all(clients.map(client => client.settle()));
});

test('connections that say nothing keep nobody out for long', async () => {
	const server = await startTestServer({
		handshakeLimits: {atOnce: 2, holdMs: 100, waitMs: 20_000},
		patience: {sweepMs: 20},
	});
	for (let count = 0; count < 10; count += 1) {
		await openTestSocket(server.port);
	}

	await signUp(server, 'ada', {isTls: true});
});

test('where there is no room for more, the address with the most that wait makes some', async () => {
	const server = await startTestServer({
		connectionLimits: {all: 6, strangers: 6},
		handshakeLimits: {atOnce: 1, holdMs: 300, waitMs: 20_000},
		patience: {sweepMs: 20},
	});
	const crowd = [];
	for (let count = 0; count < 6; count += 1) {
		crowd.push(await openTestSocket(server.port, false, '127.0.0.2'));
	}

	await signUp(server, 'ada', {localAddress: '127.0.0.3'});
	expect(crowd.at(-1)?.destroyed).toBe(true);
});
