/**
 * The bus of a node among others. The store is the truth; Redis only rings: after each commit its entries are published,
 * and every node hands those that are followed there to its hub, in order, reading holes from the store. Heads are
 * compared whenever the subscription begins anew, and every now and then: the sooner while Redis cannot be trusted.
 */
import {randomUUID} from 'node:crypto';
import type {Logger} from 'pino';
import type {Presence} from '../../../protocol/entities.ts';
import type {Entry} from '../../../protocol/entries.ts';
import {limits} from '../../../protocol/limits.ts';
import type {Hub, Signal} from '../../hub.ts';
import type {ClusterStore} from '../../store/cluster-store.ts';
import type {LogHead} from '../../store/rows.ts';
import type {Effect} from '../../store/store.ts';
import type {ShareThrottle} from '../../throttles.ts';
import type {Bus, BusHost, Peers} from '../bus.ts';
import {LogFeed} from '../log-feed.ts';
import {OrderFeed} from '../order-feed.ts';
import {Doorbell} from './doorbell.ts';
import {type NodeMessage, prefixOf, readMessage, readSignal} from './messages.ts';
import {NodeBoard} from './node-board.ts';
import {OwnOnlineList, readOnlineList} from './online-list.ts';
import {describePeers} from './peers.ts';
import {RedisLink} from './redis-link.ts';
import {SharedThrottle} from './shared-throttle.ts';

export type RedisBusOptions = {
	readonly url: string;
	/** Names this node for people. */
	readonly nodeName: string;
	readonly hub: Hub;
	readonly store: ClusterStore;
	readonly logger: Logger;
	/** Milliseconds between two comparisons of all heads, at least and at most. */
	readonly sweepMs: readonly [number, number];
};

const ordersAtOnceMax = 100;
const beatMs = 1_000;
/** Whoever has not heard its own heartbeat for so long cannot rely on Redis. */
const deafMs = 3_000;
const sweepWhenMissingMs = [500, 1_500] as const;
const between = ([least, most]: readonly [number, number]): number =>
	least + Math.random() * (most - least);

export class RedisBus implements Bus {
	readonly #options: RedisBusOptions;
	readonly #node = randomUUID();
	readonly #startedAt = performance.now();
	readonly #doorbell: Doorbell;
	readonly #feed: LogFeed;
	readonly #orders: OrderFeed;
	readonly #board: NodeBoard;
	readonly #own: OwnOnlineList;
	readonly #link: RedisLink;
	#host: BusHost | undefined;
	#timer: NodeJS.Timeout | undefined;
	/** When this node heard itself last. */
	#heardAt = Number.NEGATIVE_INFINITY;
	#sweepAt = 0;
	#isSweeping = false;
	/** Something may have been missed since the running comparison began. */
	#isSweepDue = false;
	#isClosed = false;
	#hasNamesake = false;
	readonly peers: Peers;
	readonly share: ShareThrottle;

	constructor(options: RedisBusOptions) {
		this.#options = options;
		const {hub, store, url, logger} = options;
		const prefix = prefixOf(store.epoch);
		const node = this.#node;
		const onFailure = this.#onFailure;
		this.#feed = new LogFeed({
			readAfter: (log, after) =>
				store.read(({entries}) => entries.list(log, {after, limit: limits.entriesPageMax})),
			readHeads: logs => store.read(({entries}) => entries.listHeads(logs)),
			deliver: (entries, bases) => hub.deliver(entries, bases),
			tellToSync: log => hub.tellToSync(log),
			onFailure,
		});
		this.#orders = new OrderFeed({
			readLast: () => store.lastOrder(),
			readAfter: after => store.listOrders(after, ordersAtOnceMax),
			carryOut: order => this.#host?.carryOut(order),
			onMissed: () => this.#host?.onOrdersMissed(),
			onFailure,
		});
		this.#board = new NodeBoard({
			load: peer => readOnlineList(this.#link, prefix, peer),
			onChanged: (account, presence) => this.#host?.onPresenceChanged(account, presence),
			onMissed: () => this.#sweep(),
			onFailure,
		});
		this.#link = new RedisLink({
			url,
			logger,
			channels: Doorbell.channels(prefix),
			onSubscribed: () => this.#onSubscribed(),
			onMessage: (_channel, text) => this.#hear(text),
		});
		this.#doorbell = new Doorbell(this.#link, {prefix, node});
		this.#own = new OwnOnlineList({
			link: this.#link,
			node,
			prefix,
			tell: news => this.#doorbell.presence(news),
			onFailure,
		});
		this.peers = describePeers({board: this.#board, own: this.#own, isBlind: () => this.#isDeaf});
		this.share = throttle => new SharedThrottle(this.#link, {prefix, ...throttle});
	}

	/** Redis need not be there. */
	async start(host: BusHost): Promise<void> {
		this.#host = host;
		await this.#orders.begin();
		this.#link.start();
		this.#timer = setInterval(() => this.#beat(), beatMs);
	}

	commit(effects: readonly Effect[]): void {
		let entries: Entry[] = [];
		let isOrdered = false;
		for (const effect of effects) {
			if (effect.kind === 'entry-appended') {
				entries.push(effect.entry);
			} else if (effect.kind === 'ordered') {
				this.#orders.take(effect.id, effect.order);
				isOrdered = true;
			} else {
				this.#tell(entries);
				entries = [];
				effect.run();
			}
		}

		this.#tell(entries);
		if (isOrdered) {
			this.#doorbell.ordered();
		}
	}

	followed(log: number, seq: number | undefined): void {
		this.#feed.follow(log, seq);
	}

	chose(account: number, presence: Presence): void {
		this.#host?.onPresenceChosen(account, presence);
	}

	reached(head: LogHead): void {
		this.#feed.ring(head);
	}

	unfollowed(log: number): void {
		this.#feed.unfollow(log);
	}

	signalled(signal: Signal): void {
		this.#doorbell.signalled(signal);
	}

	close(): Promise<void> {
		this.#isClosed = true;
		clearInterval(this.#timer);
		this.#feed.close();
		this.#link.close();
		return Promise.resolve();
	}

	get #isDeaf(): boolean {
		return !this.#link.isReady || performance.now() - this.#heardAt > deafMs;
	}

	/** Whether others may ring unheard now: this node is deaf, or one of them silent. */
	#mayMiss(now: number): boolean {
		return this.#isDeaf || this.#board.isAnySilent(now, deafMs);
	}

	/** Here at once, elsewhere by Redis. */
	#tell(entries: readonly Entry[]): void {
		if (entries.length > 0) {
			this.#feed.take(entries);
			this.#doorbell.committed(entries);
		}
	}

	#hear(text: string): void {
		try {
			const message = readMessage(text);
			if (message.node !== this.#node) {
				this.#heed(message);
			} else if (message.kind === 'heartbeat') {
				this.#heardAt = performance.now();
			}
		} catch (error) {
			this.#options.logger.warn({err: error}, 'a message from Redis was not understood');
		}
	}

	#heed(message: NodeMessage): void {
		switch (message.kind) {
			case 'committed':
				this.#board.hearRing(message.node);
				this.#feed.take(message.entries);
				return;
			case 'heads':
				this.#board.hearRing(message.node);
				for (const head of message.heads) {
					this.#feed.ring(head);
				}

				return;
			case 'ordered':
				this.#board.hearRing(message.node);
				this.#orders.ring();
				return;
			case 'signal':
				this.#options.hub.relay(readSignal(message.signal));
				return;
			case 'heartbeat':
				this.#warnOfNamesake(message.name);
				this.#board.hear(message);
				return;
			case 'presence':
				this.#board.hearPresence(message);
		}
	}

	#warnOfNamesake(name: string): void {
		if (name === this.#options.nodeName && !this.#hasNamesake) {
			this.#hasNamesake = true;
			this.#options.logger.warn({name}, 'another node has this name: /shutdown node means both');
		}
	}

	#onSubscribed(): void {
		this.#board.forgive(performance.now());
		this.#own.rewrite().catch(this.#onFailure);
		this.#sweep();
		this.#beat();
	}

	#beat(): void {
		const now = performance.now();
		const {nodeName: name} = this.#options;
		this.#doorbell.beat({
			name,
			revision: this.#own.revision,
			load: {
				connections: this.#host?.connections() ?? 0,
				memoryBytes: process.memoryUsage.rss(),
				uptimeMs: Math.round(now - this.#startedAt),
			},
		});
		this.#own.renew(now);
		if (this.#isDeaf) {
			this.#board.forgive(now);
		} else {
			this.#board.removeSilent(now);
		}

		if (this.#mayMiss(now)) {
			this.#sweepAt = Math.min(this.#sweepAt, now + sweepWhenMissingMs[1]);
		}

		if (now >= this.#sweepAt) {
			this.#sweep();
		}
	}

	/** Looks for everything that Redis may not have rung for. */
	#sweep(): void {
		const now = performance.now();
		this.#sweepAt = now + between(this.#mayMiss(now) ? sweepWhenMissingMs : this.#options.sweepMs);
		if (this.#isSweeping) {
			this.#isSweepDue = true;
			return;
		}

		this.#isSweeping = true;
		this.#orders.ring();
		this.#feed
			.compare()
			.catch(this.#onFailure)
			.finally(() => {
				this.#isSweeping = false;
				if (this.#isSweepDue && !this.#isClosed) {
					this.#isSweepDue = false;
					this.#sweep();
				}
			});
	}

	#onFailure = (error: unknown): void => {
		this.#options.logger.debug({err: error}, 'what other nodes did could not be looked up yet');
	};
}
