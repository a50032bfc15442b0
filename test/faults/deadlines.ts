/** Waiting that ends: no run hangs for ever. */
import {setTimeout as delay} from 'node:timers/promises';

/** How long anything of a run may take once nothing spoils it any more. */
const deadlineMs = 30_000;

/** @throws when `work` takes longer than `ms` */
export const before = async <Value>(
	work: Promise<Value>,
	what: string,
	ms = deadlineMs,
): Promise<Value> => {
	const ending = new AbortController();
	const late = delay(ms, undefined, {signal: ending.signal}).then(() => {
		throw new Error(`Waited ${ms} ms in vain for ${what}.`);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		late.catch(() => undefined);
		ending.abort();
	}
};

/** Whether `predicate` came to hold within `ms`. */
export const until = async (
	predicate: () => boolean | Promise<boolean>,
	ms = deadlineMs,
): Promise<boolean> => {
	const end = performance.now() + ms;
	while (!(await predicate())) {
		if (performance.now() > end) {
			return false;
		}

		await delay(10);
	}

	return true;
};
