/**
 * Who is online, told to their friends and to those who share a small group with them.
 *
 * Going offline is told a little later, so that a reconnect is no news.
 */
import type {Person, Presence} from '../protocol/entities.ts';
import {describePerson} from './describe-person.ts';
import type {Hub} from './hub.ts';
import type {PersonRow} from './store/rows.ts';
import type {Store} from './store/store.ts';

export class PresenceBoard {
	readonly #hub: Hub;
	readonly #store: Store;
	readonly #offlineDelayMs: number;
	readonly #onFailure: (error: unknown) => void;
	/** Accounts that have left and may be back in a moment. */
	readonly #leaving = new Map<number, NodeJS.Timeout>();
	/** What those who are online chose to be seen as, where that is not `online`. */
	readonly #chosen = new Map<number, Presence>();

	constructor(options: {
		hub: Hub;
		store: Store;
		offlineDelayMs: number;
		onFailure: (error: unknown) => void;
	}) {
		this.#hub = options.hub;
		this.#store = options.store;
		this.#offlineDelayMs = options.offlineDelayMs;
		this.#onFailure = options.onFailure;
	}

	isOnline(account: number): boolean {
		return this.#hub.isOnline(account) || this.#leaving.has(account);
	}

	presenceOf(account: number): Presence {
		return this.isOnline(account) ? (this.#chosen.get(account) ?? 'online') : 'offline';
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
		if (this.isOnline(account)) {
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
			return;
		}

		this.#tell(account, presence, undefined);
	}

	/** The account's last session has gone. */
	left(account: number): void {
		const timer = setTimeout(() => {
			this.#leaving.delete(account);
			this.#chosen.delete(account);
			this.#tell(account, 'offline', Date.now());
		}, this.#offlineDelayMs);
		timer.unref();
		this.#leaving.set(account, timer);
	}

	/** Notes when those who are leaving were last here; nothing more is told. */
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

	#remember(account: number, presence: Presence): void {
		if (presence === 'online') {
			this.#chosen.delete(account);
		} else {
			this.#chosen.set(account, presence);
		}
	}

	#tell(account: number, presence: Presence, seenAt: number | undefined): void {
		this.#store
			.transact(
				async ({accounts, members}) => {
					if (seenAt !== undefined) {
						await accounts.setSeenAt(account, seenAt);
					}

					return members.listContacts(account);
				},
				{account},
			)
			.then(contacts => {
				const body = {account, presence, ...(seenAt === undefined ? {} : {seenAt})};
				this.#hub.signalAccounts(contacts, 'presence-changed', body);
			})
			.catch(this.#onFailure);
	}
}
