/** Slows down whoever fails too often, by a key such as a name or an address. Its memory is bounded. */
import {isIPv6} from 'node:net';
import {ProtocolError} from '../protocol/errors.ts';
import {describeDuration} from './restrictions.ts';
import type {Awaitable} from './store/awaitable.ts';
import {type Bucket, fullBucket, type Rate, takeToken, waitForToken} from './token-bucket.ts';

const keysMax = 10_000;

/** `what` completes the sentence "Too many …". */
export const tooMany = (what: string, retryAfterMs: number): ProtocolError =>
	new ProtocolError(
		'rate-limited',
		`Too many ${what}: try again in ${describeDuration(retryAfterMs)}.`,
		{retryAfterMs},
	);

/** Counts attempts by a key. */
export type Counter = {
	/**
	 * Counts an attempt before it is made, so that many at once count too.
	 *
	 * @throws {ProtocolError} `rate-limited` while the key has used up its tokens
	 */
	count(key: string): Awaitable<void>;
	/** Takes back an attempt that did not fail after all. */
	forgive(key: string): Awaitable<void>;
};

export class Throttle implements Counter {
	readonly #rate: Rate;
	readonly #what: string;
	/** In the order of their last use: the first is forgotten first. */
	readonly #buckets = new Map<string, Bucket>();

	/** `what` completes the sentence "Too many …". */
	constructor(rate: Rate, what: string) {
		this.#rate = rate;
		this.#what = what;
	}

	count(key: string): void {
		this.#check(key);
		this.#take(key);
	}

	forgive(key: string): void {
		const bucket = this.#buckets.get(key);
		if (bucket) {
			bucket.tokens += 1;
		}
	}

	#check(key: string): void {
		const bucket = this.#buckets.get(key);
		const retryAfterMs = bucket ? waitForToken(bucket, this.#rate, performance.now()) : 0;
		if (retryAfterMs > 0) {
			throw tooMany(this.#what, retryAfterMs);
		}
	}

	#take(key: string): void {
		const now = performance.now();
		const bucket = this.#buckets.get(key) ?? fullBucket(this.#rate, now);
		takeToken(bucket, this.#rate, now);
		this.#buckets.delete(key);
		this.#buckets.set(key, bucket);
		if (this.#buckets.size > keysMax) {
			const [oldest] = this.#buckets.keys();
			this.#buckets.delete(oldest ?? key);
		}
	}
}

/** One household has one IPv4 address, or a /64 of IPv6 (RFC 6177). */
export const addressKey = (address: string): string => {
	const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
	if (!isIPv6(plain)) {
		return plain;
	}

	const [head = '', tail] = plain.split('::');
	const left = head === '' ? [] : head.split(':');
	const right = tail === undefined || tail === '' ? [] : tail.split(':');
	const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
	const groups = [...left, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...right];
	return groups
		.slice(0, 4)
		.map(group => group.replace(/^0+(?=.)/, '').toLowerCase())
		.join(':');
};
