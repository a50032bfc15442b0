/**
 * A throttle whose counts all nodes share by Redis. While Redis does not answer each node counts by itself, and allows a
 * part of what all of them may.
 */
import {createHash} from 'node:crypto';
import {type Counter, Throttle, tooMany} from '../../throttle.ts';
import type {Rate} from '../../token-bucket.ts';
import type {RedisLink} from './redis-link.ts';

/** Of what all nodes together allow, while a node is by itself. */
const aloneShare = 1 / 3;

/**
 * A token bucket by the clock of Redis. Its key holds how many tokens there were, and when. Adds `add` tokens if there
 * are enough, and returns how many milliseconds it takes until there are; 0 when it was done.
 */
const script = `
local burst, perMs, add = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = math.min(burst, (tonumber(known[1]) or burst) + math.max(0, now - (tonumber(known[2]) or now)) * perMs)
if tokens + add < 0 then
	return math.ceil((-add - tokens) / perMs)
end
tokens = math.min(burst, tokens + add)
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) / perMs) + 1000)
return 0`;

export class SharedThrottle implements Counter {
	readonly #link: RedisLink;
	readonly #prefix: string;
	readonly #rate: Rate;
	readonly #what: string;
	readonly #alone: Throttle;

	/** `what` completes the sentence "Too many …"; `name` tells this throttle from others. */
	constructor(
		link: RedisLink,
		{prefix, name, rate, what}: {prefix: string; name: string; rate: Rate; what: string},
	) {
		this.#link = link;
		this.#prefix = `${prefix}throttle:${name}:`;
		this.#rate = rate;
		this.#what = what;
		this.#alone = new Throttle(
			{burst: Math.ceil(rate.burst * aloneShare), perSecond: rate.perSecond * aloneShare},
			what,
		);
	}

	async count(key: string): Promise<void> {
		const retryAfterMs = await this.#add(key, -1);
		if (retryAfterMs === undefined) {
			this.#alone.count(key);
		} else if (retryAfterMs > 0) {
			throw tooMany(this.#what, retryAfterMs);
		}
	}

	async forgive(key: string): Promise<void> {
		if ((await this.#add(key, 1)) === undefined) {
			this.#alone.forgive(key);
		}
	}

	/** Milliseconds to wait; `undefined` when Redis does not answer. */
	async #add(key: string, tokens: number): Promise<number | undefined> {
		const {burst, perSecond} = this.#rate;
		// Keys hold what people typed: hashed, all are short, and tell nobody.
		const hash = createHash('sha256').update(key).digest('base64url');
		const question = {
			keys: [`${this.#prefix}${hash}`],
			arguments: [String(burst), String(perSecond / 1_000), String(tokens)],
		};
		try {
			return Number(await this.#link.ask(redis => redis.eval(script, question)));
		} catch {
			// The link has said that Redis is gone.
			return undefined;
		}
	}
}
