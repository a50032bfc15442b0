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
/** About what the queue needs to shrink by a few. */
const retryAfterMs = 1_000;

export class Passwords {
	readonly #cost: PasswordCost;
	/** What an unknown name is checked against: the answer comes as late as for a known one. */
	#hashOfNobody: Promise<string> | undefined;
	readonly #turns = new AtMost(runningMax);

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
			const isMatch = await verify(passwordHash ?? (await this.#hashOfNobody), password);
			return passwordHash !== undefined && isMatch;
		});
	}

	async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
		if (this.#turns.waiting >= waitingMax) {
			throw new ProtocolError('busy', undefined, {retryAfterMs});
		}

		return this.#turns.run(work);
	}
}
