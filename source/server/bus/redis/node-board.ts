/**
 * Which nodes there are, and who is online at the others: each node tells by Redis, and is believed while it is heard.
 *
 * A node says every second that it lives, and each change of who is online there under a number that rises by one, its
 * revision. Whoever misses a revision reads the node's whole list, which stands in a hash beside. While Redis is gone
 * nobody is taken to have left: nothing is known. A node also says how often it has rung: whoever has heard it less often has
 * missed something.
 */
import type {Presence} from '../../../protocol/entities.ts';
import type {Heartbeat, NodeLoad, PresenceNews} from './messages.ts';

export type Peer = {
	readonly node: string;
	name: string;
	/** When it was heard last, on the monotonic clock. */
	heardAt: number;
	revision: number;
	/** How often it has rung. */
	rings: number;
	load: NodeLoad;
	accounts: Map<number, Presence>;
	isLoading: boolean;
};

export type OnlineList = {readonly revision: number; readonly accounts: Map<number, Presence>};

export type NodeBoardOptions = {
	/** The whole list of a node; `undefined` when it has told none. */
	load(node: string): Promise<OnlineList | undefined>;
	/** Somebody is seen otherwise, and no news has told so. */
	onChanged(account: number, presence: Presence): void;
	/** A node has rung, and was not heard. */
	onMissed(): void;
	onFailure(error: unknown): void;
};

/** A node that was not heard for so long is gone. */
export const nodeSilenceMs = 15_000;

export class NodeBoard {
	readonly #options: NodeBoardOptions;
	readonly #peers = new Map<string, Peer>();

	constructor(options: NodeBoardOptions) {
		this.#options = options;
	}

	get peers(): Iterable<Peer> {
		return this.#peers.values();
	}

	/** How the account is seen at another node; `undefined`: it is at none. */
	presenceOf(account: number): Presence | undefined {
		for (const {accounts} of this.#peers.values()) {
			const found = accounts.get(account);
			if (found !== undefined) {
				return found;
			}
		}

		return undefined;
	}

	/** Accounts that are online at any of the peers; some may be named twice. */
	*online(): Generator<number> {
		for (const {accounts} of this.#peers.values()) {
			yield* accounts.keys();
		}
	}

	/** The node has rung. */
	hearRing(node: string): void {
		const peer = this.#peers.get(node);
		if (peer !== undefined) {
			peer.rings += 1;
		}
	}

	/** Whether a node was not heard for so long that it may ring in vain. */
	isAnySilent(now: number, silenceMs: number): boolean {
		return [...this.#peers.values()].some(({heardAt}) => now - heardAt > silenceMs);
	}

	hear({node, name, revision, rings, load}: Heartbeat): void {
		const peer = this.#peers.get(node);
		if (peer === undefined) {
			const known = {revision: -1, accounts: new Map(), isLoading: false};
			this.#peers.set(node, {node, name, load, rings, heardAt: performance.now(), ...known});
		} else {
			const hasMissed = peer.rings !== rings;
			Object.assign(peer, {name, load, rings, heardAt: performance.now()});
			if (hasMissed) {
				this.#options.onMissed();
			}
		}

		this.#reload(node, revision);
	}

	hearPresence({node, revision, account, presence: seen}: PresenceNews): void {
		const peer = this.#peers.get(node);
		if (peer === undefined || revision <= peer.revision) {
			return;
		}

		if (revision === peer.revision + 1) {
			peer.revision = revision;
			if (seen === undefined) {
				peer.accounts.delete(account);
			} else {
				peer.accounts.set(account, seen);
			}
		} else {
			this.#reload(node, revision);
		}
	}

	/** Forgets the nodes that were silent until `now`, and who was online there. */
	removeSilent(now: number): void {
		for (const {node, heardAt, accounts} of [...this.#peers.values()]) {
			if (now - heardAt > nodeSilenceMs) {
				this.#peers.delete(node);
				for (const account of accounts.keys()) {
					this.#options.onChanged(account, this.presenceOf(account) ?? 'offline');
				}
			}
		}
	}

	/** Redis is back: nobody could be heard meanwhile. */
	forgive(now: number): void {
		for (const peer of this.#peers.values()) {
			peer.heardAt = now;
		}
	}

	#reload(node: string, revision: number): void {
		const peer = this.#peers.get(node);
		if (peer === undefined || peer.isLoading || peer.revision >= revision) {
			return;
		}

		peer.isLoading = true;
		this.#options
			.load(node)
			.then(list => {
				if (list !== undefined) {
					this.#replace(peer, list);
				}
			})
			.catch(this.#options.onFailure)
			.finally(() => {
				peer.isLoading = false;
			});
	}

	#replace(peer: Peer, {revision, accounts}: OnlineList): void {
		const before = peer.accounts;
		const isFirst = peer.revision < 0;
		peer.revision = revision;
		peer.accounts = accounts;
		if (isFirst) {
			return;
		}

		for (const account of new Set([...before.keys(), ...accounts.keys()])) {
			if (before.get(account) !== accounts.get(account)) {
				this.#options.onChanged(account, this.presenceOf(account) ?? 'offline');
			}
		}
	}
}
