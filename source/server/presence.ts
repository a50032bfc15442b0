/**
 * Who is online, told to those who share a direct conversation or a small group with them.
 *
 * Going offline is told a little later, so that a reconnect is no news.
 */
import type {Person, Presence} from '../protocol/entities.ts';
import type {Hub} from './hub.ts';
import type {Store} from './store/store.ts';

export class PresenceBoard {
	readonly #hub: Hub;
	readonly #store: Store;
	readonly #offlineDelayMs: number;
	readonly #onFailure: (error: unknown) => void;
	/** Accounts that have left and may be back in a moment. */
	readonly #leaving = new Map<number, NodeJS.Timeout>();

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
		return this.isOnline(account) ? 'online' : 'offline';
	}

	/** The person as somebody who may see the presence sees it. */
	describe(account: {id: number; name: string; seenAt: number | undefined}): Person {
		const {id, name, seenAt} = account;
		const presence = this.presenceOf(id);
		return presence === 'offline' && seenAt !== undefined
			? {id, name, presence, seenAt}
			: {id, name, presence};
	}

	/** The account's first session has come. */
	arrived(account: number): void {
		const timer = this.#leaving.get(account);
		if (timer) {
			clearTimeout(timer);
			this.#leaving.delete(account);
			return;
		}

		this.#tell(account, 'online', undefined);
	}

	/** The account's last session has gone. */
	left(account: number): void {
		const timer = setTimeout(() => {
			this.#leaving.delete(account);
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

	#tell(account: number, presence: Presence, seenAt: number | undefined): void {
		this.#store
			.transact(async ({accounts, members}) => {
				if (seenAt !== undefined) {
					await accounts.setSeenAt(account, seenAt);
				}

				return members.listContacts(account);
			})
			.then(contacts => {
				const body = {account, presence, ...(seenAt === undefined ? {} : {seenAt})};
				this.#hub.signalAccounts(contacts, 'presence-changed', body);
			})
			.catch(this.#onFailure);
	}
}
