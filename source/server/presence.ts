/**
 * Who is online, told to their friends and to those who share a small group with them.
 *
 * Going offline is told a little later, so that a reconnect is no news.
 */
import type {Person, Presence} from '../protocol/entities.ts';
import type {Peers} from './bus/bus.ts';
import {describePerson} from './describe-person.ts';
import type {Hub, Signal} from './hub.ts';
import type {PersonRow} from './store/rows.ts';
import type {Store} from './store/store.ts';

/** What a node tells is heard by all sooner than this. */
const newsMsMax = 500;

const news = (
	contacts: readonly number[],
	account: number,
	presence: Presence,
	seenAt: number | undefined,
): Signal<'presence-changed'> => ({
	to: {accounts: contacts},
	event: 'presence-changed',
	body: {account, presence, ...(seenAt === undefined ? {} : {seenAt})},
});

export class PresenceBoard {
	readonly #hub: Hub;
	readonly #store: Store;
	readonly #offlineDelayMs: number;
	readonly #onFailure: (error: unknown) => void;
	/** Accounts that have left and may be back in a moment. */
	readonly #leaving = new Map<number, NodeJS.Timeout>();
	/** What those who are online chose to be seen as, where that is not `online`. */
	readonly #chosen = new Map<number, Presence>();
	/** What is told after the store was read, one after the other. */
	#telling: Promise<void> = Promise.resolve();
	readonly #peers: Peers;

	constructor(options: {
		hub: Hub;
		store: Store;
		peers: Peers;
		offlineDelayMs: number;
		onFailure: (error: unknown) => void;
	}) {
		this.#hub = options.hub;
		this.#store = options.store;
		this.#peers = options.peers;
		this.#offlineDelayMs = options.offlineDelayMs;
		this.#onFailure = options.onFailure;
	}

	presenceOf(account: number): Presence {
		return this.#isHere(account)
			? (this.#chosen.get(account) ?? 'online')
			: (this.#peers.presenceOf(account) ?? 'offline');
	}

	/** Accounts that are online, wherever that is. */
	countOnline(here: Iterable<number>): number {
		return new Set([...here, ...this.#peers.online()]).size;
	}

	/** The person as somebody who may see the presence sees it. */
	describe(row: PersonRow): Person {
		const presence = this.presenceOf(row.id);
		return presence === 'offline' && row.seenAt !== undefined
			? {...describePerson(row), presence, seenAt: row.seenAt}
			: {...describePerson(row), presence};
	}

	/** The account wants to be seen as `presence`, from now on. */
	choose(account: number, presence: Presence): void {
		this.#remember(account, presence);
		if (this.#hub.isOnline(account)) {
			this.#peers.tell(account, presence);
			this.#tell(account, presence, undefined);
		}
	}

	/** The account's first session has come; `presence` is what the person chose. */
	arrived(account: number, presence: Presence): void {
		this.#remember(account, presence);
		const timer = this.#leaving.get(account);
		if (timer) {
			clearTimeout(timer);
			this.#leaving.delete(account);
		}

		const isNews = timer === undefined && this.#peers.presenceOf(account) === undefined;
		this.#peers.tell(account, presence);
		if (isNews) {
			this.#tell(account, presence, undefined);
		}
	}

	/** The account's last session at this node has gone. While nothing is known of other nodes it may be at one of them. */
	left(account: number): void {
		this.#wait(account, this.#offlineDelayMs, () => {
			if (this.#peers.isBlind) {
				this.left(account);
				return;
			}

			this.#peers.tell(account, undefined);
			if (this.#peers.nodes.length === 0) {
				this.#miss(account);
			} else {
				// It may be leaving another node in this moment, which takes it to be here.
				const newsMs = Math.min(newsMsMax, this.#offlineDelayMs);
				this.#wait(account, newsMs, () => this.#miss(account));
			}
		});
	}

	/** The account's log tells what was chosen, at whatever node. */
	chosen(account: number, presence: Presence): void {
		if (this.#isHere(account) && (this.#chosen.get(account) ?? 'online') !== presence) {
			this.#remember(account, presence);
			this.#peers.tell(account, presence);
		}
	}

	/** At another node somebody is seen otherwise, and nobody there could tell it. */
	changedElsewhere(account: number, presence: Presence): void {
		if (this.#isHere(account)) {
			return;
		}

		const seenAt = presence === 'offline' ? Date.now() : undefined;
		this.#telling = this.#telling.then(() =>
			this.#readContacts(account, seenAt).then(
				contacts => this.#hub.relay(news(contacts, account, presence, seenAt)),
				this.#onFailure,
			),
		);
	}

	/** Notes when those who are leaving were last here. Other nodes miss them once this one is heard no more. */
	async close(): Promise<void> {
		const left = [...this.#leaving.keys()];
		for (const timer of this.#leaving.values()) {
			clearTimeout(timer);
		}

		this.#leaving.clear();
		await this.#store
			.transact(async ({accounts}) => {
				for (const account of left) {
					await accounts.setSeenAt(account, Date.now());
				}
			})
			.catch(this.#onFailure);
	}

	#isHere(account: number): boolean {
		return this.#hub.isOnline(account) || this.#leaving.has(account);
	}

	#wait(account: number, ms: number, then: () => void): void {
		const timer = setTimeout(then, ms);
		timer.unref();
		this.#leaving.set(account, timer);
	}

	/** The account did not come back here. */
	#miss(account: number): void {
		this.#leaving.delete(account);
		this.#chosen.delete(account);
		if (this.#peers.presenceOf(account) === undefined) {
			this.#tell(account, 'offline', Date.now());
		}
	}

	#remember(account: number, presence: Presence): void {
		if (presence === 'online') {
			this.#chosen.delete(account);
		} else {
			this.#chosen.set(account, presence);
		}
	}

	#tell(account: number, presence: Presence, seenAt: number | undefined): void {
		this.#readContacts(account, seenAt).then(contacts => {
			const {event, body} = news(contacts, account, presence, seenAt);
			this.#hub.signalAccounts(contacts, event, body);
		}, this.#onFailure);
	}

	/** Also notes when the account was last here. */
	#readContacts(account: number, seenAt: number | undefined): Promise<readonly number[]> {
		if (seenAt === undefined) {
			return this.#store.read(({members}) => members.listContacts(account));
		}

		return this.#store.transact(
			async ({accounts, members}) => {
				await accounts.setSeenAt(account, seenAt);
				return members.listContacts(account);
			},
			{account},
		);
	}
}
