/** The sessions that are logged in, by account and device: to end them when a device is revoked. */
import type {Session} from './session.ts';

export class SessionRegistry {
	readonly #byAccount = new Map<number, Set<Session>>();

	add(account: number, session: Session): void {
		const sessions = this.#byAccount.get(account);
		if (sessions) {
			sessions.add(session);
		} else {
			this.#byAccount.set(account, new Set([session]));
		}
	}

	remove(account: number, session: Session): void {
		const sessions = this.#byAccount.get(account);
		sessions?.delete(session);
		if (sessions?.size === 0) {
			this.#byAccount.delete(account);
		}
	}

	/** Ends all connections of the account; its devices may come back. */
	kick(account: number, reason: string): void {
		for (const session of [...(this.#byAccount.get(account) ?? [])]) {
			session.kick(reason);
		}
	}

	/** Every session that is logged in. */
	*all(): Generator<Session> {
		for (const sessions of this.#byAccount.values()) {
			yield* sessions;
		}
	}

	/** Those that have a session. */
	get accounts(): Iterable<number> {
		return this.#byAccount.keys();
	}

	/** How many accounts have a session. */
	get size(): number {
		return this.#byAccount.size;
	}

	/** Tells the sessions of one device, or of all devices, that they are over, and closes them. */
	end(account: number, device: number | 'all', reason: string): void {
		for (const session of [...(this.#byAccount.get(account) ?? [])]) {
			if (device === 'all' || session.device === device) {
				session.end(reason);
			}
		}
	}
}
