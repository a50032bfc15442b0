/** A token bucket: so many at once, then so many a second. */

export type Rate = {readonly burst: number; readonly perSecond: number};

/** Tokens as they were at `at` (milliseconds of the monotonic clock). */
export type Bucket = {tokens: number; at: number};

export const fullBucket = (rate: Rate, now: number): Bucket => ({tokens: rate.burst, at: now});

const refill = (bucket: Bucket, rate: Rate, now: number): void => {
	const refilled = bucket.tokens + ((now - bucket.at) / 1_000) * rate.perSecond;
	bucket.tokens = Math.min(refilled, rate.burst);
	bucket.at = now;
};

/** Milliseconds until there is a token; 0 when there is one now. */
export const waitForToken = (bucket: Bucket, rate: Rate, now: number): number => {
	refill(bucket, rate, now);
	return bucket.tokens >= 1 ? 0 : Math.ceil(((1 - bucket.tokens) / rate.perSecond) * 1_000);
};

export const takeToken = (bucket: Bucket, rate: Rate, now: number): void => {
	refill(bucket, rate, now);
	bucket.tokens -= 1;
};
