/**
 * Who follows what: hands committed entries and passing signals to the sessions that are online.
 *
 * Logs are followed by accounts, because membership is an account's: a change of it reaches all of
 * the account's sessions at once. Each entry is encoded once per encoding, and every follower gets
 * the same bytes.
 */
import {encodeEvent} from '../protocol/codec.ts';
import type {Presence} from '../protocol/entities.ts';
import type {Entry, EntryContent} from '../protocol/entries.ts';
import type {EventBody, EventName} from '../protocol/events.ts';
import type {Encoding} from '../protocol/frame.ts';
import {encodeEntries, encodeOnce, encodeSince} from './encode-once.ts';
import type {LogHead} from './store/rows.ts';

/** What the hub needs of a session. */
export type Follower = {
	readonly encoding: Encoding;
	readonly queue: {
		/** Entries must arrive; if they cannot, the client is told to sync. */
		pushEntries(frames: Buffer): void;
		/** Signals may be dropped. */
		pushSignal(frame: Buffer): void;
		/** Entries may be missing: the client compares. This must arrive. */
		pushSync(): void;
	};
};

/** Something that passes, and to whom: whoever follows a log but for one account, some accounts, or everybody. */
export type Signal<Name extends EventName = EventName> = {
	readonly to:
		| {readonly log: number; readonly exceptAccount: number}
		| {readonly accounts: readonly number[]}
		| 'all';
	readonly event: Name;
	readonly body: EventBody<Name>;
};

/** Who is told what the hub does. */
export type HubWatch = {
	/** So many entries were handed to sessions. */
	delivered(entries: number): void;
	/** A log has its first follower, whose client knows or will ask for everything up to `seq`, if that is known. */
	followed(log: number, seq: number | undefined): void;
	/** Somebody who is online has chosen how to be seen. */
	chose(account: number, presence: Presence): void;
	/** A log that has followers already was seen to reach up to `seq`. */
	reached(head: LogHead): void;
	/** A log has no follower any more. */
	unfollowed(log: number): void;
	/** A signal was sent from here. */
	signalled(signal: Signal): void;
};

type OnlineAccount = {
	readonly id: number;
	readonly sessions: Set<Follower>;
	/** The logs that it follows, and of each the place from beyond which it is handed entries. */
	readonly logs: Map<number, number>;
	/** Up to where the private log has told which logs these are. */
	movedSeq: number;
};

type MemberContent = EntryContent<'member-joined' | 'member-left'>;

/** What a conversation's log tells of somebody who is no member any more. */
const goodbyes: ReadonlySet<string> = new Set(['member-left', 'member-removed', 'member-banned']);

export class Hub {
	readonly #accounts = new Map<number, OnlineAccount>();
	readonly #followers = new Map<number, Set<OnlineAccount>>();
	readonly #watch: HubWatch;

	constructor(watch: HubWatch) {
		this.#watch = watch;
	}

	/**
	 * Puts a session online. `logs` are those that its account follows, with the heads that its client knows or asks for,
	 * its private log first. That one's head tells whether they are older than what its other sessions have heard.
	 */
	attach(account: number, session: Follower, logs: readonly LogHead[]): void {
		const movedSeq = logs[0]?.seq ?? 0;
		const known = this.#accounts.get(account);
		const online = known ?? {id: account, sessions: new Set(), logs: new Map(), movedSeq};
		online.sessions.add(session);
		this.#accounts.set(account, online);
		for (const {log, seq} of logs) {
			// An account that is here already gets everything of what it follows already.
			if (!online.logs.has(log) && movedSeq >= online.movedSeq) {
				this.#follow(online, log, seq);
			}

			this.#watch.reached({log, seq});
		}
	}

	detach(account: number, session: Follower): void {
		const online = this.#accounts.get(account);
		if (!online?.sessions.delete(session) || online.sessions.size > 0) {
			return;
		}

		this.#accounts.delete(account);
		for (const log of online.logs.keys()) {
			this.#unfollow(online, log);
		}
	}

	isOnline(account: number): boolean {
		return this.#accounts.has(account);
	}

	/**
	 * Hands out entries, of each log in rising order. Who comes to a conversation gets the entries after that: their own
	 * private logs tell, and `bases` the heads that were read then, where others write too. Who has left it gets none: the
	 * conversation's log tells so too, as a private log may come late.
	 */
	deliver(entries: readonly Entry[], bases?: ReadonlyMap<number, number>): void {
		const waiting = new Map<number, Entry[]>();
		for (const entry of entries) {
			const {log, kind} = entry;
			if (kind === 'conversation-joined' || kind === 'conversation-left') {
				this.#deliverAll(waiting);
				this.#moveFollowers(entry, bases);
			} else if (kind === 'presence-set') {
				this.#noteChoice(entry);
			} else if (kind === 'member-joined') {
				this.#deliverAll(waiting);
				this.#readmit(entry);
			}

			const before = waiting.get(log);
			if (before) {
				before.push(entry);
			} else if (this.#followers.has(log)) {
				waiting.set(log, [entry]);
			}

			if (goodbyes.has(kind)) {
				this.#deliverAll(waiting);
				this.#dismiss(entry);
			}
		}

		this.#deliverAll(waiting);
	}

	/** Sends a signal to everybody online who follows `log`, but for the account that caused it. */
	signalFollowers<Name extends EventName>(
		log: number,
		event: Name,
		body: EventBody<Name>,
		exceptAccount: number,
	): void {
		this.#send({to: {log, exceptAccount}, event, body});
	}

	/** To everybody who is online. */
	signalAll<Name extends EventName>(event: Name, body: EventBody<Name>): void {
		this.#send({to: 'all', event, body});
	}

	signalAccounts<Name extends EventName>(
		accounts: readonly number[],
		event: Name,
		body: EventBody<Name>,
	): void {
		this.#send({to: {accounts}, event, body});
	}

	/** Hands out a signal that was sent here, or elsewhere. */
	relay({to, event, body}: Signal): void {
		const frame = encodeOnce(encoding => encodeEvent(encoding, event, body));
		for (const account of this.#listenersOf(to)) {
			this.#signal(account, frame);
		}
	}

	/** Tells the log's followers that entries may be missing: their clients compare. */
	tellToSync(log: number): void {
		for (const {sessions} of this.#followers.get(log) ?? []) {
			for (const session of sessions) {
				session.queue.pushSync();
			}
		}
	}

	#send(signal: Signal): void {
		this.relay(signal);
		this.#watch.signalled(signal);
	}

	*#listenersOf(to: Signal['to']): Generator<OnlineAccount> {
		if (to === 'all') {
			yield* this.#accounts.values();
		} else if ('log' in to) {
			for (const account of this.#followers.get(to.log) ?? []) {
				if (account.id !== to.exceptAccount) {
					yield account;
				}
			}
		} else {
			for (const id of to.accounts) {
				const account = this.#accounts.get(id);
				if (account) {
					yield account;
				}
			}
		}
	}

	#signal(account: OnlineAccount, frame: (encoding: Encoding) => Buffer): void {
		for (const session of account.sessions) {
			session.queue.pushSignal(frame(session.encoding));
		}
	}

	/** `entry` is of a private log: whoever follows it is its owner. */
	#moveFollowers({log, seq, kind, content}: Entry, bases?: ReadonlyMap<number, number>): void {
		const {conversation} = content as EntryContent<'conversation-joined' | 'conversation-left'>;
		for (const account of this.#followers.get(log) ?? []) {
			account.movedSeq = Math.max(account.movedSeq, seq);
			if (kind === 'conversation-left') {
				this.#unfollow(account, conversation);
				account.logs.delete(conversation);
			} else if (!this.#followers.get(conversation)?.has(account)) {
				this.#follow(account, conversation, bases?.get(conversation));
			}
		}
	}

	#noteChoice({log, content}: Entry): void {
		for (const {id} of this.#followers.get(log) ?? []) {
			this.#watch.chose(id, (content as EntryContent<'presence-set'>).presence);
		}
	}

	/** Who went has seen that, and sees no more. */
	#dismiss({log, content}: Entry): void {
		const account = this.#accounts.get((content as MemberContent).account.id);
		if (account) {
			this.#unfollow(account, log);
		}
	}

	/** Who came back, by their private log, before the log told that they had gone. */
	#readmit({log, content}: Entry): void {
		const account = this.#accounts.get((content as MemberContent).account.id);
		if (account?.logs.has(log)) {
			this.#follow(account, log, undefined);
		}
	}

	#follow(account: OnlineAccount, log: number, seq: number | undefined): void {
		account.logs.set(log, seq ?? account.logs.get(log) ?? 0);
		const followers = this.#followers.get(log);
		if (followers) {
			followers.add(account);
		} else {
			this.#followers.set(log, new Set([account]));
			this.#watch.followed(log, seq);
		}
	}

	#unfollow(account: OnlineAccount, log: number): void {
		const followers = this.#followers.get(log);
		followers?.delete(account);
		if (followers?.size === 0) {
			this.#followers.delete(log);
			this.#watch.unfollowed(log);
		}
	}

	#deliverAll(entries: Map<number, Entry[]>): void {
		for (const [log, waiting] of entries) {
			const frames = encodeEntries(waiting);
			let sessions = 0;
			for (const {logs, sessions: own} of this.#followers.get(log) ?? []) {
				const from = logs.get(log) ?? 0;
				if (from >= (waiting.at(-1)?.seq ?? 0)) {
					continue;
				}

				const due = from < (waiting[0]?.seq ?? 0) ? frames : encodeSince(waiting, from);
				sessions += own.size;
				for (const session of own) {
					session.queue.pushEntries(due(session.encoding));
				}
			}

			this.#watch.delivered(waiting.length * sessions);
		}

		entries.clear();
	}
}
