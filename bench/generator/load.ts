/** Keeps every sender's window full until the end of a run, and counts what arrives. */
import {performance} from 'node:perf_hooks';
import {setTimeout as delay} from 'node:timers/promises';
import {percentile} from '../statistics.ts';
import type {Connection} from './connection.ts';
import {eventKind} from './frame-scanner.ts';
import type {Sender, Stage} from './stage.ts';

/** A run ends by time or by number of messages, and then waits for the last copy. */
export type RunEnd = {readonly durationMs: number} | {readonly messages: number};

export type RunResult = {
	readonly messages: number;
	readonly deliveries: number;
	readonly seconds: number;
	/** From the write of a send to its reply (on the floor: to its delivery). */
	readonly p50Ms: number;
	readonly p99Ms: number;
};

/** One place in a sender's window. Its index + 1 is its request id. */
type Slot = {readonly sender: Sender; sentAt: number};

const stepMs = 2;
/** About 20 s. */
const quietStepsMax = 10_000;

export class Load {
	readonly #stage: Stage;
	readonly #slots: readonly Slot[];
	#messages = 0;
	#acknowledged = 0;
	#deliveries = 0;
	#latenciesMs: number[] = [];
	#mayContinue: () => boolean = () => false;

	constructor(stage: Stage, window: number) {
		this.#stage = stage;
		this.#slots = stage.senders.flatMap(sender =>
			Array.from({length: window}, () => ({sender, sentAt: 0})),
		);
		for (const connection of stage.connections) {
			connection.count((kind, requestId) => this.#count(connection, kind, requestId));
		}
	}

	/** @throws when the server does not deliver every copy in time */
	async run(end: RunEnd): Promise<RunResult> {
		this.#messages = 0;
		this.#acknowledged = 0;
		this.#deliveries = 0;
		this.#latenciesMs = [];
		const startedAt = performance.now();
		this.#mayContinue =
			'messages' in end
				? () => this.#messages < end.messages
				: () => performance.now() < startedAt + end.durationMs;
		for (const slotIndex of this.#slots.keys()) {
			if (this.#mayContinue()) {
				this.#send(slotIndex);
			}
		}

		await this.#drained();
		return {
			messages: this.#messages,
			deliveries: this.#deliveries,
			seconds: (performance.now() - startedAt) / 1_000,
			p50Ms: percentile(this.#latenciesMs, 0.5),
			p99Ms: percentile(this.#latenciesMs, 0.99),
		};
	}

	#send(slotIndex: number): void {
		const slot = this.#slots[slotIndex];
		if (slot) {
			slot.sentAt = performance.now();
			this.#messages += 1;
			slot.sender.connection.socket.write(slot.sender.nextFrame(slotIndex + 1));
		}
	}

	/** Replies carry the slot that they answer; so do the floor's deliveries, of which the witness's counts. */
	#count(connection: Connection, kind: number, requestId: number): void {
		if (kind === eventKind) {
			this.#deliveries += 1;
		}

		const slot = this.#slots[requestId - 1];
		if (slot?.sender.witness === connection) {
			this.#acknowledged += 1;
			this.#latenciesMs.push(performance.now() - slot.sentAt);
			if (this.#mayContinue()) {
				this.#send(requestId - 1);
			}
		}
	}

	/**
	 * Waits in short steps: a run is seconds long, so their length does not show. Steps are counted,
	 * not time, so that a machine that was paused has its say first.
	 */
	async #drained(): Promise<void> {
		let quietSteps = 0;
		let seen = 0;
		while (this.#mayContinue() || !this.#hasEverything()) {
			const arrived = this.#deliveries + this.#acknowledged;
			quietSteps = arrived === seen ? quietSteps + 1 : 0;
			seen = arrived;
			if (quietSteps > quietStepsMax) {
				throw new Error(
					`The server went quiet: ${this.#acknowledged} of ${this.#messages} sends ended, ` +
						`${this.#deliveries} of ${this.#messages * this.#stage.copies} copies arrived.`,
				);
			}

			await delay(stepMs);
		}
	}

	#hasEverything(): boolean {
		return (
			this.#acknowledged >= this.#messages &&
			this.#deliveries >= this.#messages * this.#stage.copies
		);
	}
}
