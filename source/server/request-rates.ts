/** How often one connection may ask, by class of request. */
import {ProtocolError} from '../protocol/errors.ts';
import {type RateClass, rates} from './command-table.ts';
import {type Bucket, fullBucket, takeToken, waitForToken} from './token-bucket.ts';

export class RequestRates {
	readonly #buckets: Partial<Record<RateClass, Bucket>> = {};

	/** @throws {ProtocolError} `rate-limited` */
	count(rateClass: RateClass): void {
		const now = performance.now();
		const rate = rates[rateClass];
		this.#buckets[rateClass] ??= fullBucket(rate, now);
		const bucket = this.#buckets[rateClass];
		const retryAfterMs = waitForToken(bucket, rate, now);
		if (retryAfterMs > 0) {
			throw new ProtocolError('rate-limited', undefined, {retryAfterMs});
		}

		takeToken(bucket, rate, now);
	}
}
