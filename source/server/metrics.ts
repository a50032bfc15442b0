/** What one watches of a server, in the text format of Prometheus. */

import {Counter, collectDefaultMetrics, Gauge, Histogram, Registry} from 'prom-client';
import type {Commit, Effect} from './store/store.ts';

/** What is looked up when somebody asks, rather than counted. */
export type Gauges = {
	/** Connections, those not logged in among them. */
	connections(): number;
	/** Accounts with a connection that is logged in. */
	onlineAccounts(): number;
	/** Bytes that wait in all send queues. */
	queuedBytes(): number;
	/** Passwords that wait to be hashed. */
	waitingPasswords(): number;
	/** Bytes that can still be stored; `undefined` when nobody knows. */
	freeBytes(): Promise<number | undefined>;
};

/** Seconds: from one quick sync of a disk to where people wait. */
const commitBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export class Metrics {
	readonly #registry = new Registry();
	readonly opened = this.#counter('connections_opened', 'Connections that spoke the protocol.');
	readonly dropped = this.#counter(
		'connections_dropped',
		'Connections that the server gave up, by the reason.',
		'reason',
	);
	readonly requests = this.#counter('requests', 'Requests that were taken, by command.', 'command');
	readonly refusals = this.#counter(
		'refusals',
		'Requests and connections that were refused, by error code.',
		'code',
	);
	readonly logInFailures = this.#counter(
		'log_in_failures',
		'Log-ins that were refused, by error code.',
		'code',
	);
	readonly messages = this.#counter(
		'messages_received',
		'Messages that were taken from clients and stored.',
	);
	readonly deliveries = this.#counter('entries_pushed', 'Entries of logs handed to connections.');
	readonly syncsNeeded = this.#counter(
		'sync_needed',
		'Times that a slow reader was told to fetch what it had missed.',
	);
	readonly commitWorks = this.#counter(
		'commit_works',
		'Transactions, many of which share one commit.',
	);
	readonly commitSeconds = new Histogram({
		name: 'chat_tui_commit_seconds',
		help: 'Time of a group commit: its works and the wait for the disk.',
		buckets: commitBuckets,
		registers: [this.#registry],
	});
	#isObserved = false;

	/** Adds what is looked up on each reading. */
	watch(gauges: Gauges): void {
		const add = (
			name: string,
			help: string,
			look: () => number | undefined | Promise<number | undefined>,
		): void => {
			new Gauge({
				name: `chat_tui_${name}`,
				help,
				registers: [this.#registry],
				async collect() {
					this.set((await look()) ?? Number.NaN);
				},
			});
		};
		add('connections', 'Open connections.', () => gauges.connections());
		add('accounts_online', 'Accounts that are connected.', () => gauges.onlineAccounts());
		add('queued_bytes', 'Bytes that wait to be sent.', () => gauges.queuedBytes());
		add('passwords_waiting', 'Passwords that wait to be checked.', () => gauges.waitingPasswords());
		add('storage_free_bytes', 'Room left for files and the database.', () => gauges.freeBytes());
	}

	countCommit(effects: readonly Effect[], {seconds, works}: Commit): void {
		this.commitSeconds.observe(seconds);
		this.commitWorks.inc(works);
		const messages = effects.filter(
			effect => effect.kind === 'entry-appended' && effect.entry.kind === 'message-sent',
		);
		this.messages.inc(messages.length);
	}

	/** The text of all metrics, and the media type of it. */
	async read(): Promise<{readonly type: string; readonly text: string}> {
		if (!this.#isObserved) {
			this.#isObserved = true;
			// The lag of the event loop is measured by a timer that keeps waking the process: not before somebody looks.
			collectDefaultMetrics({register: this.#registry});
		}

		return {type: this.#registry.contentType, text: await this.#registry.metrics()};
	}

	#counter<Label extends string = never>(
		name: string,
		help: string,
		label?: Label,
	): Counter<Label> {
		return new Counter({
			name: `chat_tui_${name}_total`,
			help,
			labelNames: label === undefined ? [] : [label],
			registers: [this.#registry],
		});
	}
}
