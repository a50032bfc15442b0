/** Watches one connection for what the server does not put up with for long: silence, halves, strangers, a stuck reader. */
import type {Patience} from './patience.ts';
import type {PeerStream} from './peer-address.ts';
import type {SendQueue} from './send-queue.ts';

type Watched = {
	readonly socket: PeerStream;
	readonly queue: SendQueue;
	readonly patience: Patience;
};

/** All times are of the monotonic clock, in milliseconds: a machine's clock that is set cuts nobody off. */
export class SessionWatch {
	readonly #watched: Watched;
	readonly #openedAt = performance.now();
	#heardAt = this.#openedAt;
	/** When the unfinished frame began, or 0. */
	#frameSince = 0;
	/** When the closing began, or 0. */
	#closingSince = 0;

	constructor(watched: Watched) {
		this.#watched = watched;
	}

	heard(): void {
		this.#heardAt = performance.now();
	}

	/** After what was heard: whether it ended within a frame. */
	noteFrame(isMidFrame: boolean): void {
		this.#frameSince = isMidFrame ? this.#frameSince || this.#heardAt : 0;
	}

	/** Reading goes on after a pause, for which the peer is not to blame. */
	readsOn(isMidFrame: boolean): void {
		this.#heardAt = performance.now();
		this.#frameSince = isMidFrame ? this.#heardAt : 0;
	}

	closes(): void {
		this.#closingSince = performance.now();
	}

	/** Why the connection is to be given up, in a word or two. */
	findFault(now: number, isLoggedIn: boolean): string | undefined {
		const {socket, queue, patience} = this.#watched;
		const {silenceMs, frameMs, logInMs, stalledMs, closeMs} = patience;
		if (this.#closingSince > 0 && now - this.#closingSince > closeMs) {
			return 'lingering';
		}

		if (!isLoggedIn && now - this.#openedAt > logInMs) {
			return 'no log-in';
		}

		// Who is not read from cannot be blamed for silence.
		const isRead = !socket.isPaused();
		if (isRead && now - this.#heardAt > silenceMs) {
			return 'silent';
		}

		if (isRead && this.#frameSince > 0 && now - this.#frameSince > frameMs) {
			return 'half a frame';
		}

		return queue.isStalled(now, stalledMs) ? 'stalled' : undefined;
	}
}
