/**
 * Bounds how many connections there are, and how many of them have not logged in.
 *
 * Strangers make room for newer ones, the oldest first: a log-in takes a moment, while who only holds
 * connections holds them long.
 */
import type {Socket} from 'node:net';
import {type PeerStream, peerOf} from './peer-address.ts';

export type ConnectionLimits = {readonly all: number; readonly strangers: number};

export const defaultConnectionLimits: ConnectionLimits = {all: 10_000, strangers: 1_000};

export class ConnectionGate {
	readonly #limits: ConnectionLimits;
	readonly #sockets = new Set<Socket>();
	/** The oldest first. */
	readonly #strangers = new Map<string, Socket>();

	constructor(limits: ConnectionLimits) {
		this.#limits = limits;
	}

	/** How many connections there are. */
	get size(): number {
		return this.#sockets.size;
	}

	get isFull(): boolean {
		return this.#sockets.size >= this.#limits.all;
	}

	/** Takes the connection in, or destroys it: then it returns false. */
	admit(socket: Socket): boolean {
		if (this.isFull) {
			this.#dropOldestStranger();
		}

		if (this.isFull) {
			socket.destroy();
			return false;
		}

		this.#sockets.add(socket);
		socket.once('close', () => this.#sockets.delete(socket));
		return true;
	}

	/** The connection is served now, and has not logged in. */
	meet(socket: Socket): void {
		if (this.#strangers.size >= this.#limits.strangers) {
			this.#dropOldestStranger();
		}

		const peer = peerOf(socket);
		this.#strangers.set(peer, socket);
		socket.once('close', () => {
			if (this.#strangers.get(peer) === socket) {
				this.#strangers.delete(peer);
			}
		});
	}

	/** The connection has logged in: from now on it makes room for nobody. */
	trust(stream: PeerStream): void {
		this.#strangers.delete(peerOf(stream));
	}

	/** Ends a connection; its place is free at once. */
	drop(socket: Socket): void {
		this.#sockets.delete(socket);
		socket.destroy();
	}

	destroyStrangers(): void {
		for (const socket of this.#strangers.values()) {
			socket.destroy();
		}
	}

	destroyAll(): void {
		for (const socket of this.#sockets) {
			socket.destroy();
		}
	}

	#dropOldestStranger(): void {
		for (const [peer, socket] of this.#strangers) {
			this.#strangers.delete(peer);
			this.drop(socket);
			return;
		}
	}
}
