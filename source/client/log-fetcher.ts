/** Fetches what a log has and the local copy lacks, page by page: after its end, or before its beginning. */
import {ProtocolError} from '../protocol/errors.ts';
import {limits} from '../protocol/limits.ts';
import {AtMost} from '../turns/at-most.ts';
import {ClientError} from './client-error.ts';
import type {Inbound} from './inbound.ts';
import {isEmptyRange} from './log-range.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';

/** Of a log of which nothing is here, only the end is fetched; the rest when somebody scrolls there. */
const newestPageEntries = 50;
/** Logs that are fetched at the same time. */
const logsAtOnceMax = 8;

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

export class LogFetcher {
	#options: LogFetcherOptions;
	#limit = new AtMost(logsAtOnceMax);
	/** Log → the head to reach. */
	#targets = new Map<number, number>();
	/** Logs that had been caught up with before what is fetched now. */
	#live = new Set<number>();
	#running = new Map<number, Promise<void>>();
	#runningOlder = new Map<number, Promise<boolean>>();

	constructor(options: LogFetcherOptions) {
		this.#options = options;
	}

	/**
	 * Resolves when the copy reaches `head`, or as far as this account may see. `isLive` when the
	 * entries are of now, and only their push is missing.
	 */
	catchUp(log: number, head: number, {isLive}: {isLive: boolean}): Promise<void> {
		if (isLive) {
			this.#live.add(log);
		}

		this.#targets.set(log, Math.max(head, this.#targets.get(log) ?? 0));
		const running = this.#running.get(log);
		if (running !== undefined || !this.#isBehind(log)) {
			return running ?? Promise.resolve();
		}

		const job = this.#limit.run(() => this.#fetchUntilTarget(log));
		this.#running.set(log, job);
		return job;
	}

	/** Copies one older page; resolves with whether there was one. */
	fetchOlder(log: number): Promise<boolean> {
		const running = this.#runningOlder.get(log);
		if (running !== undefined) {
			return running;
		}

		const job = this.#fetchBefore(log).finally(() => this.#runningOlder.delete(log));
		this.#runningOlder.set(log, job);
		return job;
	}

	#lastOf(log: number): number {
		return this.#options.replica.applied.get(log) ?? 0;
	}

	#isBehind(log: number): boolean {
		return this.#lastOf(log) < (this.#targets.get(log) ?? 0);
	}

	async #fetchUntilTarget(log: number): Promise<void> {
		try {
			let isMore = true;
			while (isMore && this.#isBehind(log)) {
				isMore = await this.#fetchNext(log);
			}
		} catch (error) {
			if (!isClosedToUs(error)) {
				throw error;
			}
		} finally {
			this.#running.delete(log);
		}
	}

	/** Copies the page after the end; returns whether there was one. */
	async #fetchNext(log: number): Promise<boolean> {
		const {replica, inbound, request, epoch} = this.#options;
		const last = this.#lastOf(log);
		const isNew = last === 0 && log !== replica.accountLog;
		const {
			entries,
			first: oldest,
			hidden,
		} = await request('fetch-entries', {
			log,
			epoch,
			...(isNew ? {limit: newestPageEntries} : {after: last, limit: limits.entriesPageMax}),
		});
		if (entries.length === 0) {
			return false;
		}

		// What would stand between is not kept by the server any more, or not for this account to see.
		const isTruncated = oldest > last + 1;
		const place = isNew || isTruncated ? 'newest' : 'next';
		await inbound.deliver({log, entries, place, isCatchUp: !this.#live.has(log), oldest, hidden});
		if (this.#lastOf(log) <= last) {
			throw new ClientError('offline', 'The server sent other entries than those asked for.');
		}

		return true;
	}

	async #fetchBefore(log: number): Promise<boolean> {
		const {replica, inbound, request, epoch} = this.#options;
		const {conversations} = replica.database;
		const range = conversations.readRange(log);
		if (range === undefined || isEmptyRange(range) || range.first <= range.oldest) {
			return false;
		}

		const {
			entries,
			first: oldest,
			hidden,
		} = await request('fetch-entries', {
			log,
			epoch,
			before: range.first,
			limit: limits.entriesPageMax,
		});
		if (entries.length === 0) {
			conversations.writeRange(log, {...range, oldest: range.first});
			return false;
		}

		await inbound.deliver({log, entries, place: 'older', isCatchUp: true, oldest, hidden});
		return true;
	}
}
