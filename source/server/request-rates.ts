/** How often one connection may ask, by class of request. */
import {type RateClass, rates} from './command-table.ts';
import {tooMany} from './throttle.ts';
import type {Throttles} from './throttles.ts';
import {type Bucket, fullBucket, takeToken, waitForToken} from './token-bucket.ts';

export class RequestRates {
	readonly #buckets: Partial<Record<RateClass, Bucket>> = {};
	readonly #ofAccounts: Throttles['account'];

	/** `ofAccounts` counts what all connections of an account ask. */
	constructor(ofAccounts: Throttles['account']) {
		this.#ofAccounts = ofAccounts;
	}

	/** @throws {ProtocolError} `rate-limited` */
	count(rateClass: RateClass, account: number | undefined): void {
		const now = performance.now();
		const rate = rates[rateClass];
		this.#buckets[rateClass] ??= fullBucket(rate, now);
		const bucket = this.#buckets[rateClass];
		const retryAfterMs = waitForToken(bucket, rate, now);
		if (retryAfterMs > 0) {
			throw tooMany('requests', retryAfterMs);
		}

		takeToken(bucket, rate, now);
		if (account !== undefined) {
			this.#ofAccounts[rateClass].count(String(account));
		}
	}
}
