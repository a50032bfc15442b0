/** What a node publishes to the others by Redis. */
import type {Entry} from '../../../protocol/entries.ts';
import type {Signal} from '../../hub.ts';
import {type Heartbeat, type NodeMessage, type PresenceNews, shardOf, shards} from './messages.ts';
import type {RedisLink} from './redis-link.ts';

/** Longer commits are not carried, but read by whoever follows them. */
const carriedLengthMax = 262_144;

export class Doorbell {
	readonly #link: RedisLink;
	readonly #prefix: string;
	readonly #node: string;
	/** How often it told of the store. */
	#rings = 0;

	constructor(link: RedisLink, {prefix, node}: {prefix: string; node: string}) {
		this.#link = link;
		this.#prefix = prefix;
		this.#node = node;
	}

	/** All that nodes publish on. */
	static channels(prefix: string): readonly string[] {
		const logs = Array.from({length: shards}, (_, shard) => `${prefix}log:${shard}`);
		return [`${prefix}nodes`, ...logs];
	}

	committed(entries: readonly Entry[]): void {
		const node = this.#node;
		for (const [shard, some] of Map.groupBy(entries, ({log}) => shardOf(log))) {
			this.#rings += 1;
			const text = JSON.stringify({kind: 'committed', node, entries: some});
			if (text.length <= carriedLengthMax) {
				this.#link.publish(`${this.#prefix}log:${shard}`, text);
			} else {
				const heads = some.map(({log, seq}) => ({log, seq}));
				this.#publish(shard, {kind: 'heads', node, heads});
			}
		}
	}

	ordered(): void {
		this.#rings += 1;
		this.#publish('nodes', {kind: 'ordered', node: this.#node});
	}

	signalled({to, event, body}: Signal): void {
		if (to !== 'all' && 'accounts' in to && to.accounts.length === 0) {
			return;
		}

		const isOfLog = to !== 'all' && 'log' in to;
		this.#publish(isOfLog ? shardOf(to.log) : 'nodes', {
			kind: 'signal',
			node: this.#node,
			signal: {to, event, body} as Extract<NodeMessage, {kind: 'signal'}>['signal'],
		});
	}

	presence(news: PresenceNews): void {
		this.#publish('nodes', news);
	}

	beat(heartbeat: Omit<Heartbeat, 'kind' | 'node' | 'rings'>): void {
		const [node, rings] = [this.#node, this.#rings];
		this.#publish('nodes', {kind: 'heartbeat', node, rings, ...heartbeat});
	}

	#publish(channel: 'nodes' | number, message: NodeMessage): void {
		const name = channel === 'nodes' ? channel : `log:${channel}`;
		this.#link.publish(`${this.#prefix}${name}`, JSON.stringify(message));
	}
}
