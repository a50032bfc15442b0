/** Hashes and checks passwords with argon2id, few at a time, so that log-ins cannot starve the server. */
import {hash, verify} from '@node-rs/argon2';
import {ProtocolError} from '../protocol/errors.ts';
import {AtMost} from '../turns/at-most.ts';

/** Kibibytes and passes. */
export type PasswordCost = {readonly memoryCost: number; readonly timeCost: number};

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, parallelism 1. */
const defaultCost: PasswordCost = {memoryCost: 19_456, timeCost: 2};

/** Hashes at the same time: each takes a thread of libuv's pool and 19 MiB. */
const runningMax = 2;
const waitingMax = 200;
/** Of a hash, until some were measured. */
const firstGuessMs = 50;
/** How much the newest one counts in the pace. */
const paceWeight = 0.1;

export class Passwords {
	readonly #cost: PasswordCost;
	/** What an unknown name is checked against: the answer comes as late as for a known one. */
	#hashOfNobody: Promise<string> | undefined;
	readonly #turns = new AtMost(runningMax);
	/** Milliseconds that a hash takes now. */
	#paceMs = firstGuessMs;

	constructor(cost: PasswordCost = defaultCost) {
		this.#cost = cost;
	}

	/** How many wait for their turn. */
	get waiting(): number {
		return this.#turns.waiting;
	}

	/** @throws {ProtocolError} `busy` */
	hash(password: string): Promise<string> {
		return this.#inTurn(() => hash(password, {...this.#cost, parallelism: 1}));
	}

	/** Takes the same time whether there is a hash or not. @throws {ProtocolError} `busy` */
	verify(passwordHash: string | undefined, password: string): Promise<boolean> {
		return this.#inTurn(async () => {
			this.#hashOfNobody ??= hash('nobody', {...this.#cost, parallelism: 1});
			const hashOfNobody = await this.#hashOfNobody;
			const isMatch = await verify(passwordHash ?? hashOfNobody, password);
			return passwordHash !== undefined && isMatch;
		});
	}

	async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.#turns.waiting >= waitingMax) {
			throw this.#busy();
		}

		return this.#turns.run(async () => {
			const startedAt = performance.now();
			try {
				return await work();
			} finally {
				this.#paceMs += (performance.now() - startedAt - this.#paceMs) * paceWeight;
			}
		});
	}

	/** Those who wait now are through by then. */
	#busy(): ProtocolError {
		const rounds = (this.#turns.waiting + runningMax) / runningMax;
		const seconds = Math.max(1, Math.ceil((rounds * this.#paceMs) / 1_000));
		return new ProtocolError(
			'busy',
			`Many people are logging in right now: try again in ${seconds} s.`,
			{retryAfterMs: seconds * 1_000},
		);
	}
}
