/** Who is online at this node, told to the others: the whole list in a hash of Redis, and each change as it happens. */
import {type Presence, presence as presenceSchema} from '../../../protocol/entities.ts';
import type {PresenceNews} from './messages.ts';
import type {OnlineList} from './node-board.ts';
import type {RedisConnection, RedisLink} from './redis-link.ts';

/** The list of a node that is not heard of any more goes by itself. */
const keptSeconds = 60;
const renewEachMs = 10_000;
/** The field of the hash that is no account. */
const revisionField = 'revision';
const fieldsAtOnce = 1_000;

export type OwnOnlineListOptions = {
	readonly link: RedisLink;
	readonly node: string;
	readonly prefix: string;
	tell(news: PresenceNews): void;
	onFailure(error: unknown): void;
};

const keyOf = (prefix: string, node: string): string => `${prefix}online:${node}`;

/** Reads the list of a node. */
export const readOnlineList = async (
	link: RedisLink,
	prefix: string,
	node: string,
): Promise<OnlineList | undefined> => {
	const {[revisionField]: revision, ...fields} = await link.ask(redis =>
		redis.hGetAll(keyOf(prefix, node)),
	);
	if (revision === undefined) {
		return undefined;
	}

	const accounts = new Map<number, Presence>();
	for (const [account, presence] of Object.entries(fields)) {
		accounts.set(Number(account), presenceSchema.parse(presence));
	}

	return {revision: Number(revision), accounts};
};

export class OwnOnlineList {
	readonly #options: OwnOnlineListOptions;
	readonly #accounts = new Map<number, Presence>();
	#renewAt = Number.NEGATIVE_INFINITY;
	/** Rises with each change. */
	revision = 0;

	constructor(options: OwnOnlineListOptions) {
		this.#options = options;
	}

	get accounts(): Iterable<number> {
		return this.#accounts.keys();
	}

	/** `undefined`: the account has gone from this node. */
	set(account: number, presence: Presence | undefined): void {
		const {link, node, tell, onFailure} = this.#options;
		if (presence === undefined) {
			this.#accounts.delete(account);
		} else {
			this.#accounts.set(account, presence);
		}

		this.revision += 1;
		const {revision} = this;
		// The list first: whoever hears the news and reads it finds them there.
		link.ask(redis => this.#change(redis, account, presence)).catch(onFailure);
		tell({kind: 'presence', node, revision, account, presence});
	}

	/** Keeps the list alive, and writes it anew where Redis has lost it; called every second. */
	renew(now: number): void {
		if (now < this.#renewAt) {
			return;
		}

		this.#renewAt = now + renewEachMs;
		const {link, onFailure} = this.#options;
		link
			.ask(redis => redis.expire(this.#key, keptSeconds))
			.then(isThere => (isThere === 0 ? this.rewrite() : undefined))
			.catch(onFailure);
	}

	/** Writes the whole list, at once: nobody reads a part of it. */
	async rewrite(): Promise<void> {
		this.revision += 1;
		await this.#options.link.ask(async redis => {
			const writing = redis.multi().del(this.#key);
			const entries = [...this.#accounts];
			for (let first = 0; first < entries.length; first += fieldsAtOnce) {
				const some = entries.slice(first, first + fieldsAtOnce);
				writing.hSet(this.#key, Object.fromEntries(some));
			}

			await writing
				.hSet(this.#key, revisionField, this.revision)
				.expire(this.#key, keptSeconds)
				.exec();
		});
	}

	get #key(): string {
		return keyOf(this.#options.prefix, this.#options.node);
	}

	async #change(
		redis: RedisConnection,
		account: number,
		presence: Presence | undefined,
	): Promise<void> {
		const changing = redis.multi().hSet(this.#key, revisionField, this.revision);
		if (presence === undefined) {
			changing.hDel(this.#key, String(account));
		} else {
			changing.hSet(this.#key, String(account), presence);
		}

		await changing.expire(this.#key, keptSeconds).exec();
	}
}
