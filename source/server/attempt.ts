/** A try that counts against throttles until it turns out to be no guess. */
import {ProtocolError} from '../protocol/errors.ts';
import type {Counter} from './throttle.ts';

/** A throttle, and the key under which it counts. */
export type Counted = readonly [throttle: Counter, key: string];

/**
 * Counts before the work, so that many at once count too. What succeeds is taken back, and so is what was not even
 * looked at: who is told to come back when the server is less busy has used up nothing.
 *
 * @throws {ProtocolError} `rate-limited`, or what `work` throws
 */
export const attempt = async <Result>(
	counted: readonly Counted[],
	work: () => Promise<Result>,
): Promise<Result> => {
	for (const [throttle, key] of counted) {
		await throttle.count(key);
	}

	const forgive = async (): Promise<void> => {
		for (const [throttle, key] of counted) {
			await throttle.forgive(key);
		}
	};
	try {
		const result = await work();
		await forgive();
		return result;
	} catch (error) {
		if (error instanceof ProtocolError && error.code === 'busy') {
			await forgive();
		}

		throw error;
	}
};
