/**
 * Removes what is older than conversations are to keep, every now and then while the server runs: in small transactions
 * with pauses between them, so that nobody waits for it, and each of them whole, however the server ends.
 */
import {setTimeout as pause} from 'node:timers/promises';
import {ClockGuard} from './clock-guard.ts';
import type {ServerContext} from './context.ts';
import {releaseFiles} from './release-files.ts';
import {oldestKept, shorterOf} from './retention-rule.ts';
import {readRetentionSetAt, readServerRetention} from './server-settings.ts';
import type {KeptConversation} from './store/retention-ports.ts';
import type {RetentionRow} from './store/rows.ts';

/** Of one transaction. Everybody else waits for it, so that it takes a few milliseconds. */
const entriesAtOnceMax = 200;
const conversationsAtOnceMax = 200;
const idsAtOnceMax = 500;
/** Between two transactions that wrote. */
const pauseMs = 20;
/** A message that is sent again after that long is taken for a new one. */
const idsKeptMs = 30 * 86_400_000;

const clockKey = 'retention-clock';

type CareContext = Pick<ServerContext, 'store' | 'hub' | 'uploads' | 'logger' | 'patience'>;

export class RetentionCare {
	readonly #context: CareContext;
	readonly #stopping = new AbortController();
	#guard: ClockGuard | undefined;
	/** Whether it was said already that the clock is not believed. */
	#isHeld = false;
	#dueAt = Number.NEGATIVE_INFINITY;
	#work: Promise<void> | undefined;

	constructor(context: CareContext) {
		this.#context = context;
	}

	/** Called every now and then, with the monotonic clock's milliseconds; does what is due. */
	run(now: number): void {
		if (now >= this.#dueAt && this.#work === undefined) {
			this.#dueAt = now + this.#context.patience.retentionMs;
			this.#work = this.#try().finally(() => {
				this.#work = undefined;
			});
		}
	}

	/** What is under way ends with its transaction. */
	async close(): Promise<void> {
		this.#stopping.abort();
		await this.#work;
	}

	get #isStopping(): boolean {
		return this.#stopping.signal.aborted;
	}

	async #try(): Promise<void> {
		try {
			const server = await this.#readServer();
			const isNeeded = (await this.#list(0, server)).length > 0;
			const now = await this.#readClock(isNeeded);
			if (now !== undefined) {
				await this.#trimAll(server, now);
				await this.#forgetIds(now);
			}
		} catch (error) {
			if (!this.#isStopping) {
				this.#context.logger.error({err: error}, 'old history could not be removed');
			}
		}
	}

	/** `now` is the same from beginning to end: a clock that jumps meanwhile changes nothing. */
	async #trimAll(server: RetentionRow, now: number): Promise<void> {
		let page = await this.#list(0, server);
		let last = page.at(-1);
		while (last !== undefined && !this.#isStopping) {
			for (const conversation of page) {
				await this.#trim(conversation, server, now);
			}

			page = await this.#list(last.log, server);
			last = page.at(-1);
		}
	}

	#readServer(): Promise<RetentionRow> {
		return this.#context.store.read(async transaction => ({
			ms: await readServerRetention(transaction),
			setAt: await readRetentionSetAt(transaction),
		}));
	}

	#list(after: number, server: RetentionRow): Promise<readonly KeptConversation[]> {
		return this.#context.store.read(({retention}) =>
			retention.list({after, limit: conversationsAtOnceMax, isAll: server.ms > 0}),
		);
	}

	/** What it shows; `undefined` while it is not believed. Where nothing is removed by age, that is nobody's business. */
	async #readClock(isNeeded: boolean): Promise<number | undefined> {
		const {store, logger} = this.#context;
		this.#guard ??= new ClockGuard(
			await store.read(async ({settings}) => {
				const believedAt = await settings.get(clockKey);
				return believedAt === undefined ? undefined : Number(believedAt);
			}),
		);
		const wall = Date.now();
		const aheadMs = this.#guard.check({wall, monotonic: performance.now()});
		if (isNeeded && aheadMs === 0) {
			await store.transact(({settings}) => settings.set(clockKey, String(wall)));
		} else if (isNeeded && !this.#isHeld) {
			logger.warn({aheadMs}, 'the clock went ahead: no history is removed by age for a day');
		}

		this.#isHeld = aheadMs > 0;
		return this.#isHeld ? undefined : wall;
	}

	async #trim(
		{log, retention, trimmedSeq, oldestAt}: KeptConversation,
		server: RetentionRow,
		now: number,
	): Promise<void> {
		const before = oldestKept([retention, server], now);
		if (before === undefined || (oldestAt >= before && oldestAt <= now)) {
			return;
		}

		let trimmed = trimmedSeq;
		for (;;) {
			const last = this.#isStopping ? undefined : await this.#trimSome(log, {before, now});
			if (last === undefined) {
				break;
			}

			trimmed = last;
			await pause(pauseMs);
		}

		if (trimmed > trimmedSeq) {
			const retentionMs = shorterOf(retention.ms, server.ms);
			const body = {conversation: log, trimmed, retentionMs};
			this.#context.hub.signalFollowers(log, 'history-trimmed', body, 0);
		}
	}

	/** The `seq` of the last entry that was removed; `undefined` when none was old enough. */
	#trimSome(
		log: number,
		{before, now}: {before: number; now: number},
	): Promise<number | undefined> {
		const {store, uploads} = this.#context;
		return store.transact(async transaction => {
			await transaction.entries.lock(log);
			const range = {before, now, limit: entriesAtOnceMax};
			const last = await transaction.retention.findOld(log, range);
			if (last !== undefined) {
				const files = await transaction.retention.trim(log, last, now);
				await releaseFiles(transaction, uploads, files);
			}

			return last?.seq;
		});
	}

	async #forgetIds(now: number): Promise<void> {
		const {store} = this.#context;
		const before = now - idsKeptMs;
		let forgotten = idsAtOnceMax;
		while (forgotten === idsAtOnceMax && !this.#isStopping) {
			forgotten = await store.transact(({retention}) =>
				retention.forgetTrimmed(before, idsAtOnceMax),
			);
			await pause(pauseMs);
		}
	}
}
