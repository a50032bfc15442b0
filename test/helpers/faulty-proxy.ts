/** Stands between a client and a server, and cuts or stalls their connections when told to. */
import {once} from 'node:events';
import {connect, createServer, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';

export type FaultyProxy = {
	/** `HOST:PORT` for the client. */
	readonly address: string;
	/** How many connections were made through it so far. */
	readonly connectionCount: number;
	/** Ends all connections at once, with whatever is under way in them. */
	cut(): void;
	/** From now on each connection is cut after it has carried so many bytes; `undefined` for never. */
	cutAfter(bytes: (() => number) | undefined): void;
	/** Keeps connections open but carries nothing any more. */
	stall(): void;
	/** Carries again what was held back. */
	resume(): void;
	/** Refuses new connections. */
	setReachable(isReachable: boolean): void;
};

type Pair = {readonly client: Socket; readonly server: Socket; bytesLeft: number};

/** Ends with the test. */
export const startFaultyProxy = async (target: {
	readonly host: string;
	readonly port: number;
}): Promise<FaultyProxy> => {
	const pairs = new Set<Pair>();
	let connectionCount = 0;
	let isReachable = true;
	let isStalled = false;
	let bytesUntilCut: (() => number) | undefined;

	const end = (pair: Pair): void => {
		pair.client.destroy();
		pair.server.destroy();
		pairs.delete(pair);
	};

	const carry = (pair: Pair, from: Socket, to: Socket): void => {
		from.on('data', chunk => {
			pair.bytesLeft -= chunk.length;
			if (pair.bytesLeft <= 0) {
				// What fits still arrives: a frame may be cut in its middle.
				to.write(chunk.subarray(0, Math.max(0, chunk.length + pair.bytesLeft)));
				end(pair);
				return;
			}

			if (!to.write(chunk)) {
				from.pause();
				to.once('drain', () => from.resume());
			}
		});
		from.on('error', () => end(pair));
		from.on('close', () => end(pair));
	};

	const server = createServer(client => {
		if (!isReachable) {
			client.destroy();
			return;
		}

		connectionCount += 1;
		const bytesLeft = bytesUntilCut?.() ?? Number.POSITIVE_INFINITY;
		const pair = {client, server: connect(target), bytesLeft};
		pairs.add(pair);
		carry(pair, client, pair.server);
		carry(pair, pair.server, client);
		if (isStalled) {
			client.pause();
			pair.server.pause();
		}
	});

	const cut = (): void => {
		for (const pair of [...pairs]) {
			end(pair);
		}
	};

	const setFlow = (flows: boolean): void => {
		isStalled = !flows;
		for (const {client, server: upstream} of pairs) {
			for (const socket of [client, upstream]) {
				if (flows) {
					socket.resume();
				} else {
					socket.pause();
				}
			}
		}
	};

	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		cut();
		server.close();
	});
	const address = server.address();
	if (address === null || typeof address === 'string') {
		throw new Error('the proxy has no port');
	}

	return {
		address: `127.0.0.1:${address.port}`,
		get connectionCount() {
			return connectionCount;
		},
		cut,
		cutAfter(bytes) {
			bytesUntilCut = bytes;
		},
		stall: () => setFlow(false),
		resume: () => setFlow(true),
		setReachable(reachable) {
			isReachable = reachable;
		},
	};
};
