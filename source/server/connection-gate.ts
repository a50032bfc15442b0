/**
 * Bounds how many connections there are, and how many of them have not logged in.
 *
 * Strangers make room for newer ones, the oldest first: a log-in takes a moment, while who only holds
 * connections holds them long.
 */
import type {Socket} from 'node:net';

export type ConnectionLimits = {readonly all: number; readonly strangers: number};

export const defaultConnectionLimits: ConnectionLimits = {all: 10_000, strangers: 1_000};

/** Names a connection, whether by its TCP socket or by the TLS socket around it. */
const peerOf = ({remoteAddress, remotePort}: Socket): string => `${remoteAddress} ${remotePort}`;

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

	/** Takes the connection in as a stranger's, or destroys it: then it returns false. */
	admit(socket: Socket): boolean {
		const {all, strangers} = this.#limits;
		if (this.#sockets.size >= all || this.#strangers.size >= strangers) {
			this.#dropOldestStranger();
		}

		if (this.#sockets.size >= all) {
			socket.destroy();
			return false;
		}

		const peer = peerOf(socket);
		this.#sockets.add(socket);
		this.#strangers.set(peer, socket);
		socket.once('close', () => {
			this.#sockets.delete(socket);
			if (this.#strangers.get(peer) === socket) {
				this.#strangers.delete(peer);
			}
		});
		return true;
	}

	/** The connection has logged in: from now on it makes room for nobody. */
	trust(socket: Socket): void {
		this.#strangers.delete(peerOf(socket));
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
			this.#sockets.delete(socket);
			socket.destroy();
			return;
		}
	}
}
