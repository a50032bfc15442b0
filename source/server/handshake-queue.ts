/**
 * Lets only so many connections shake hands at a time; the others wait, unread, for their turn.
 *
 * A handshake is the dearest thing that a stranger can ask for. If all of a herd that comes back did it at once, none
 * would be done before its client gives up, and all would come again. Addresses take turns, so that one with many
 * connections keeps no other one waiting.
 */
import type {Socket} from 'node:net';
import {addressOf} from './peer-address.ts';
import {addressKey} from './throttle.ts';

export type HandshakeLimits = {
	readonly atOnce: number;
	/** A handshake that takes longer makes room when others wait. */
	readonly holdMs: number;
	/** Who waited longer is let go: its client has given up. */
	readonly waitMs: number;
};

export const defaultHandshakeLimits: HandshakeLimits = {
	atOnce: 64,
	holdMs: 3_000,
	waitMs: 28_000,
};

type Waiting = {readonly socket: Socket; readonly since: number; begin(): void};

/** All times are of the monotonic clock, in milliseconds. */
export class HandshakeQueue {
	readonly #limits: HandshakeLimits;
	/** Since when each shakes hands; the longest first. */
	readonly #running = new Map<Socket, number>();
	/** Whose address comes next stands first. */
	readonly #waiting = new Map<string, Waiting[]>();

	constructor(limits: HandshakeLimits) {
		this.#limits = limits;
	}

	/** Calls `begin` when it is the connection's turn, which may be now. */
	enter(socket: Socket, begin: () => void): void {
		const address = addressKey(addressOf(socket));
		const waiting = this.#waiting.get(address) ?? [];
		waiting.push({socket, since: performance.now(), begin});
		this.#waiting.set(address, waiting);
		socket.once('close', () => this.leave(socket));
		this.#fill();
	}

	/** The connection's handshake is over, by whatever end. */
	leave(socket: Socket): void {
		if (this.#running.delete(socket)) {
			this.#fill();
		}
	}

	/** Takes out the last that came from the address with the most that wait. */
	takeFromLongest(): Socket | undefined {
		let from = '';
		let longest: Waiting[] = [];
		for (const [address, waiting] of this.#waiting) {
			if (waiting.length > longest.length) {
				from = address;
				longest = waiting;
			}
		}

		const last = longest.pop();
		if (longest.length === 0) {
			this.#waiting.delete(from);
		}

		return last?.socket;
	}

	/** Nobody's turn comes any more. */
	close(): void {
		for (const waiting of this.#waiting.values()) {
			for (const {socket} of waiting) {
				socket.destroy();
			}
		}

		this.#waiting.clear();
	}

	/** Lets go who holds on to a turn that others wait for, and who has waited in vain; called now and then. */
	sweep(now: number): void {
		const {holdMs, waitMs} = this.#limits;
		for (const waiting of this.#waiting.values()) {
			for (const {socket, since} of waiting) {
				if (now - since > waitMs) {
					socket.destroy();
				}
			}
		}

		for (const [socket, since] of this.#running) {
			if (this.#waiting.size > 0 && now - since > holdMs) {
				socket.destroy();
			}
		}

		this.#fill();
	}

	#fill(): void {
		while (this.#running.size < this.#limits.atOnce) {
			const next = this.#takeNext();
			if (next === undefined) {
				return;
			}

			if (!next.socket.destroyed) {
				this.#running.set(next.socket, performance.now());
				next.begin();
			}
		}
	}

	#takeNext(): Waiting | undefined {
		for (const [address, waiting] of this.#waiting) {
			const next = waiting.shift();
			this.#waiting.delete(address);
			if (waiting.length > 0) {
				// To the end: the other addresses are first now.
				this.#waiting.set(address, waiting);
			}

			return next;
		}

		return undefined;
	}
}
