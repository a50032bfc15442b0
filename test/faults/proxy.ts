/** Stands between a client and a server and spoils what goes through when told to, at any byte. */
import {once} from 'node:events';
import {connect, createServer, type Socket} from 'node:net';
import {listenOnLoopback} from '../helpers/listen-on-loopback.ts';
import type {Direction} from './plan.ts';

export type FaultProxy = {
	/** `HOST:PORT` for the client. */
	readonly address: string;
	/** How many connections were made through it so far. */
	readonly connectionCount: number;
	/** Calls `strike` once so many more bytes went `direction`; the byte after them goes after it, if it still can. */
	atByte(direction: Direction, bytes: number, strike: () => void): void;
	/** Ends all connections, with what is under way in them. */
	cut(isReset?: boolean): void;
	/** From now on each new connection is cut after so many bytes, both ways together; `undefined` for never. */
	cutAfter(bytes: (() => number) | undefined): void;
	/** Refuses new connections. */
	setReachable(isReachable: boolean): void;
	/** Keeps connections open and carries nothing that way, until `resume`. */
	stall(directions?: readonly Direction[]): void;
	resume(): void;
	/** One side of all connections goes; the other hears nothing of it, until `relent`. */
	abandon(side: 'client' | 'server'): void;
	/** From now on what comes up is kept; `overtake` ends the client's side, `release` hands the server what was kept. */
	holdBack(): void;
	overtake(): void;
	release(): void;
	/** Carries everything again, forgets what was to strike, and ends what `abandon` and `holdBack` left. */
	relent(): void;
	close(): Promise<void>;
};

type Wire = {readonly from: Socket; readonly to: Socket; held: Buffer[]};
type Pair = {
	readonly client: Socket;
	readonly server: Socket;
	readonly up: Wire;
	readonly down: Wire;
	/** `held`: what came up is kept back; `undead`: one side is gone, and the other does not know. */
	state: 'open' | 'holding' | 'held' | 'undead';
	bytesLeft: number;
};
type Mark = {readonly direction: Direction; bytesLeft: number; readonly strike: () => void};

/** `host`: where it listens itself. */
export const startProxy = async (
	target: {readonly host: string; readonly port: number},
	host = '127.0.0.1',
): Promise<FaultProxy> => {
	const pairs = new Set<Pair>();
	const marks = new Set<Mark>();
	const stalled = new Set<Direction>();
	let connectionCount = 0;
	let isReachable = true;
	let bytesUntilCut: (() => number) | undefined;

	const end = (pair: Pair, isReset = false): void => {
		pairs.delete(pair);
		for (const socket of [pair.client, pair.server]) {
			if (isReset) {
				socket.resetAndDestroy();
			} else {
				socket.destroy();
			}
		}
	};

	const isKept = (pair: Pair, direction: Direction): boolean =>
		stalled.has(direction) || (direction === 'up' && pair.state !== 'open');

	const write = (pair: Pair, direction: Direction, bytes: Buffer): void => {
		const wire = pair[direction];
		if (isKept(pair, direction)) {
			wire.held.push(bytes);
			if (stalled.has(direction)) {
				wire.from.pause();
			}
		} else if (!wire.to.destroyed && bytes.length > 0 && !wire.to.write(bytes)) {
			wire.from.pause();
			wire.to.once('drain', () => wire.from.resume());
		}
	};

	/** The mark that the next `length` bytes reach first. */
	const nextMark = (direction: Direction, length: number): Mark | undefined =>
		[...marks]
			.filter(mark => mark.direction === direction && mark.bytesLeft < length)
			.sort((one, other) => one.bytesLeft - other.bytesLeft)[0];

	const pass = (direction: Direction, length: number): void => {
		for (const mark of marks) {
			mark.bytesLeft -= mark.direction === direction ? length : 0;
		}
	};

	const carry = (pair: Pair, direction: Direction, chunk: Buffer): void => {
		pair.bytesLeft -= chunk.length;
		if (pair.bytesLeft <= 0) {
			// What fits still arrives: a frame may be cut in its middle.
			write(pair, direction, chunk.subarray(0, Math.max(0, chunk.length + pair.bytesLeft)));
			end(pair);
			return;
		}

		let rest = chunk;
		for (;;) {
			const mark = nextMark(direction, rest.length);
			const length = mark?.bytesLeft ?? rest.length;
			write(pair, direction, rest.subarray(0, length));
			pass(direction, length);
			rest = rest.subarray(length);
			if (mark === undefined) {
				return;
			}

			marks.delete(mark);
			mark.strike();
		}
	};

	/** What goes by itself takes the other side with it, unless that is not to know. */
	const onGone = (pair: Pair): void => {
		if (pair.state === 'holding') {
			pair.state = 'held';
		} else if (pair.state === 'open') {
			end(pair);
		}
	};

	const listen = (pair: Pair, direction: Direction): void => {
		const {from} = pair[direction];
		from.on('data', chunk => carry(pair, direction, chunk));
		from.on('error', () => onGone(pair));
		from.on('close', () => onGone(pair));
	};

	const server = createServer(client => {
		if (!isReachable) {
			client.destroy();
			return;
		}

		connectionCount += 1;
		const upstream = connect(target);
		client.setNoDelay(true);
		upstream.setNoDelay(true);
		const pair: Pair = {
			client,
			server: upstream,
			up: {from: client, to: upstream, held: []},
			down: {from: upstream, to: client, held: []},
			state: 'open',
			bytesLeft: bytesUntilCut?.() ?? Number.POSITIVE_INFINITY,
		};
		pairs.add(pair);
		listen(pair, 'up');
		listen(pair, 'down');
	});

	const flush = (pair: Pair, direction: Direction): void => {
		const {from, to, held} = pair[direction];
		pair[direction].held = [];
		from.resume();
		for (const bytes of held) {
			if (!to.destroyed) {
				to.write(bytes);
			}
		}
	};

	const resume = (): void => {
		stalled.clear();
		for (const pair of pairs) {
			for (const direction of ['up', 'down'] as const) {
				if (!isKept(pair, direction)) {
					flush(pair, direction);
				}
			}
		}
	};

	const port = await listenOnLoopback(server, host);
	return {
		address: `${host}:${port}`,
		get connectionCount() {
			return connectionCount;
		},
		atByte(direction, bytes, strike) {
			marks.add({direction, bytesLeft: bytes, strike});
		},
		cut(isReset = false) {
			for (const pair of [...pairs]) {
				end(pair, isReset);
			}
		},
		cutAfter(bytes) {
			bytesUntilCut = bytes;
		},
		setReachable(reachable) {
			isReachable = reachable;
		},
		stall(directions = ['up', 'down']) {
			for (const direction of directions) {
				stalled.add(direction);
			}
		},
		resume,
		abandon(side) {
			for (const pair of pairs) {
				pair.state = 'undead';
				pair[side].destroy();
			}
		},
		holdBack() {
			for (const pair of [...pairs].filter(({state}) => state === 'open')) {
				pair.state = 'holding';
			}
		},
		overtake() {
			for (const pair of [...pairs].filter(({state}) => state === 'holding')) {
				pair.client.destroy();
			}
		},
		release() {
			for (const pair of [...pairs].filter(({state}) => state === 'held')) {
				pair.state = 'undead';
				flush(pair, 'up');
			}
		},
		relent() {
			marks.clear();
			for (const pair of [...pairs].filter(({state}) => state !== 'open')) {
				end(pair);
			}

			resume();
		},
		async close() {
			for (const pair of [...pairs]) {
				end(pair);
			}

			server.close();
			await once(server, 'close');
		},
	};
};
