/** Fetches what a log has and the local copy lacks, page by page: after its end, or before its beginning. */
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {ClientError} from './client-error.ts';
import type {Inbound} from './inbound.ts';
import {isEmptyRange} from './log-range.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';

/** Of a log of which nothing is here, only the end is fetched; the rest when somebody scrolls there. */
const newestPageEntries = 50;
/** Logs that are fetched at the same time. */
const logsAtOnceMax = 8;

export type LogFetcher = {
	/** Resolves when the copy reaches `head`, or as far as this account may see. */
	catchUp(log: number, head: number): Promise<void>;
	/** Copies one older page; resolves with whether there was one. */
	fetchOlder(log: number): Promise<boolean>;
};

export type LogFetcherOptions = {
	readonly replica: Replica;
	readonly inbound: Inbound;
	readonly request: Requester;
	readonly epoch: string;
};

/** Whether the log is not this account's to read any more. */
const isClosedToUs = (error: unknown): boolean =>
	error instanceof ProtocolError &&
	(error.code === 'not-a-member' || error.code === 'not-found' || error.code === 'forbidden');

/** Runs at most `atOnceMax` jobs at once, the others in the order of asking. */
const createLimiter = (atOnceMax: number) => {
	const waiting: (() => void)[] = [];
	let running = 0;
	return async <Result>(job: () => Promise<Result>): Promise<Result> => {
		if (running >= atOnceMax) {
			await new Promise<void>(resolve => {
				waiting.push(resolve);
			});
		}

		running += 1;
		try {
			return await job();
		} finally {
			running -= 1;
			waiting.shift()?.();
		}
	};
};

export const createLogFetcher = (options: LogFetcherOptions): LogFetcher => {
	const {replica, inbound, request, epoch} = options;
	const limit = createLimiter(logsAtOnceMax);
	const targets = new Map<number, number>();
	const running = new Map<number, Promise<void>>();
	const runningOlder = new Map<number, Promise<boolean>>();

	const appliedOf = (log: number): number => replica.applied.get(log) ?? 0;
	const isBehind = (log: number): boolean => appliedOf(log) < (targets.get(log) ?? 0);

	/** Returns whether there may be more. */
	const fetchNext = async (log: number): Promise<boolean> => {
		const last = appliedOf(log);
		const isNew = last === 0 && log !== replica.accountLog;
		const {entries, first: oldest} = await request('fetch-entries', {
			log,
			epoch,
			...(isNew ? {limit: newestPageEntries} : {after: last, limit: limits.entriesPageMax}),
		});
		const [first] = entries;
		if (first === undefined) {
			return false;
		}

		// The server does not keep, or not show, what would stand between.
		const isTruncated = oldest > last + 1;
		const place = isNew || isTruncated ? 'newest' : 'next';
		await inbound.deliver({log, entries, place, isCatchUp: true, oldest});
		if (appliedOf(log) <= last) {
			throw new ClientError('offline', 'The server sent other entries than those asked for.');
		}

		return true;
	};

	const fetchUntilTarget = async (log: number): Promise<void> => {
		try {
			while (isBehind(log) && (await fetchNext(log))) {
				// Each round is one page.
			}
		} catch (error) {
			if (!isClosedToUs(error)) {
				throw error;
			}
		} finally {
			running.delete(log);
		}
	};

	const fetchBefore = async (log: number): Promise<boolean> => {
		const range = replica.database.conversations.readRange(log);
		if (range === undefined || isEmptyRange(range) || range.first <= range.oldest) {
			return false;
		}

		const {entries, first: oldest} = await request('fetch-entries', {
			log,
			epoch,
			before: range.first,
			limit: limits.entriesPageMax,
		});
		if (entries.length === 0) {
			replica.database.conversations.writeRange(log, {...range, oldest: range.first});
			return false;
		}

		await inbound.deliver({log, entries, place: 'older', isCatchUp: true, oldest});
		return true;
	};

	return {
		catchUp(log, head) {
			targets.set(log, Math.max(head, targets.get(log) ?? 0));
			const started = running.get(log);
			if (started !== undefined || !isBehind(log)) {
				return started ?? Promise.resolve();
			}

			const job = limit(() => fetchUntilTarget(log));
			running.set(log, job);
			return job;
		},
		fetchOlder(log) {
			const started = runningOlder.get(log);
			if (started !== undefined) {
				return started;
			}

			const job = fetchBefore(log).finally(() => runningOlder.delete(log));
			runningOlder.set(log, job);
			return job;
		},
	};
};
