/**
 * Who follows what: hands committed entries and passing signals to the sessions that are online.
 *
 * Logs are followed by accounts, because membership is an account's: a change of it reaches all of
 * the account's sessions at once. Each entry is encoded once per encoding, and every follower gets
 * the same bytes.
 */
import {encodeEvent} from '../protocol/codec.ts';
import type {Entry} from '../protocol/entries.ts';
import type {EventBody, EventName} from '../protocol/events.ts';
import type {Encoding} from '../protocol/frame.ts';
import type {Effect} from './store/store.ts';

/** What the hub needs of a session. */
export type Follower = {
	readonly encoding: Encoding;
	/** Entries must arrive; if they cannot, the session itself tells its client to sync. */
	pushEntries(frames: Buffer): void;
	/** Signals may be dropped. */
	pushSignal(frame: Buffer): void;
};

type OnlineAccount = {
	readonly id: number;
	readonly sessions: Set<Follower>;
	readonly logs: Set<number>;
};

/** Encodes on first use, once per encoding. */
const encodeOnce = (encode: (encoding: Encoding) => Buffer): ((encoding: Encoding) => Buffer) => {
	let json: Buffer | undefined;
	let msgpack: Buffer | undefined;
	return encoding => {
		if (encoding === 'json') {
			json ??= encode(encoding);
			return json;
		}

		msgpack ??= encode(encoding);
		return msgpack;
	};
};

const encodeEntries = (entries: readonly Entry[]): ((encoding: Encoding) => Buffer) =>
	encodeOnce(encoding =>
		Buffer.concat(entries.map(entry => encodeEvent(encoding, 'entry-appended', entry))),
	);

export class Hub {
	readonly #accounts = new Map<number, OnlineAccount>();
	readonly #followers = new Map<number, Set<OnlineAccount>>();
	readonly #onDelivered: (entries: number) => void;

	/** `onDelivered` is told how many entries were handed to sessions. */
	constructor(onDelivered: (entries: number) => void) {
		this.#onDelivered = onDelivered;
	}

	/** Puts a session online. `logs` are those that its account follows; they count for its first session. */
	attach(account: number, session: Follower, logs: readonly number[]): void {
		const known = this.#accounts.get(account);
		if (known) {
			known.sessions.add(session);
			return;
		}

		const online = {id: account, sessions: new Set([session]), logs: new Set<number>()};
		this.#accounts.set(account, online);
		for (const log of logs) {
			this.#follow(online, log);
		}
	}

	detach(account: number, session: Follower): void {
		const online = this.#accounts.get(account);
		if (!online?.sessions.delete(session) || online.sessions.size > 0) {
			return;
		}

		this.#accounts.delete(account);
		for (const log of online.logs) {
			this.#unfollow(online, log);
		}
	}

	isOnline(account: number): boolean {
		return this.#accounts.has(account);
	}

	/** Only accounts that are online follow anything. */
	isFollowing(account: number, log: number): boolean {
		return this.#accounts.get(account)?.logs.has(log) ?? false;
	}

	/** Takes what a commit did, in order: who was added gets the entries after it, who was removed none. */
	apply(effects: readonly Effect[]): void {
		const entries = new Map<number, Entry[]>();
		for (const effect of effects) {
			if (effect.kind === 'entry-appended') {
				const {log} = effect.entry;
				const waiting = entries.get(log);
				if (waiting) {
					waiting.push(effect.entry);
				} else if (this.#followers.has(log)) {
					entries.set(log, [effect.entry]);
				}
			} else {
				this.#deliverAll(entries);
				this.#applyChange(effect);
			}
		}

		this.#deliverAll(entries);
	}

	/** Sends a signal to everybody online who follows `log`, but for the account that caused it. */
	signalFollowers<Name extends EventName>(
		log: number,
		event: Name,
		body: EventBody<Name>,
		exceptAccount: number,
	): void {
		const frame = encodeOnce(encoding => encodeEvent(encoding, event, body));
		for (const account of this.#followers.get(log) ?? []) {
			if (account.id !== exceptAccount) {
				this.#signal(account, frame);
			}
		}
	}

	/** To everybody who is online. */
	signalAll<Name extends EventName>(event: Name, body: EventBody<Name>): void {
		this.signalAccounts([...this.#accounts.keys()], event, body);
	}

	signalAccounts<Name extends EventName>(
		accounts: readonly number[],
		event: Name,
		body: EventBody<Name>,
	): void {
		const frame = encodeOnce(encoding => encodeEvent(encoding, event, body));
		for (const id of accounts) {
			const account = this.#accounts.get(id);
			if (account) {
				this.#signal(account, frame);
			}
		}
	}

	#signal(account: OnlineAccount, frame: (encoding: Encoding) => Buffer): void {
		for (const session of account.sessions) {
			session.pushSignal(frame(session.encoding));
		}
	}

	#applyChange(effect: Exclude<Effect, {kind: 'entry-appended'}>): void {
		if (effect.kind === 'call') {
			effect.run();
			return;
		}

		const online = this.#accounts.get(effect.account);
		if (online) {
			if (effect.kind === 'member-added') {
				this.#follow(online, effect.log);
			} else {
				this.#unfollow(online, effect.log);
				online.logs.delete(effect.log);
			}
		}
	}

	#follow(account: OnlineAccount, log: number): void {
		account.logs.add(log);
		const followers = this.#followers.get(log);
		if (followers) {
			followers.add(account);
		} else {
			this.#followers.set(log, new Set([account]));
		}
	}

	#unfollow(account: OnlineAccount, log: number): void {
		const followers = this.#followers.get(log);
		followers?.delete(account);
		if (followers?.size === 0) {
			this.#followers.delete(log);
		}
	}

	#deliverAll(entries: Map<number, Entry[]>): void {
		for (const [log, waiting] of entries) {
			const frames = encodeEntries(waiting);
			let sessions = 0;
			for (const account of this.#followers.get(log) ?? []) {
				sessions += account.sessions.size;
				for (const session of account.sessions) {
					session.pushEntries(frames(session.encoding));
				}
			}

			this.#onDelivered(waiting.length * sessions);
		}

		entries.clear();
	}
}
