/**
 * Brings the local copy up to date over one connection, and keeps it so: hears the heads, fetches
 * what is missing. Connecting, a hole and a lost push are one path.
 */
import type {Conversation} from '../protocol/entities.ts';
import {limits} from '../protocol/limits.ts';
import {applyAccount} from './apply/apply-account.ts';
import {applyConversation, applyConversationsMissing} from './apply/apply-conversation.ts';
import type {FollowUp} from './inbound.ts';
import type {LogFetcher} from './log-fetcher.ts';
import {fetchAllPages} from './paging.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';
import {refuseStrangers} from './start-epoch.ts';

/** Behind by more than this, the account's log is skipped: the list of conversations tells its outcome. */
const accountEntriesMax = 10_000;

export type SyncOptions = {
	readonly replica: Replica;
	readonly fetcher: LogFetcher;
	readonly request: Requester;
	/** Called with each conversation that the server has told, after it was taken. */
	onTold(conversation: Conversation): void;
	/** Called when all conversations are known, before their entries are fetched. */
	onListed(): void;
};

export class Sync {
	#options: SyncOptions;
	/** Conversations to ask about; may fill while a question is under way. */
	#wanted = new Set<number>();
	#asking: Promise<void> | undefined;

	constructor(options: SyncOptions) {
		this.#options = options;
	}

	/** Resolves when everything that the server had when asked is in the local copy. */
	async run(): Promise<void> {
		await this.#takeAccount();
		const {conversations, accountHead} = await this.#listConversations();
		this.#options.onListed();
		await Promise.all([
			this.#catchUpAccount(accountHead),
			this.#listPeople(),
			this.#catchUp(conversations, {isLive: false}),
		]);
	}

	async #takeAccount(): Promise<void> {
		const {replica, request} = this.#options;
		const told = await request('get-account', {});
		replica.change(draft => applyAccount(draft, told));
	}

	/** Fetches what a turn has found missing. */
	async followUp({holes, refresh}: FollowUp): Promise<void> {
		const {fetcher} = this.#options;
		const fetches = [...holes].map(([log, head]) => fetcher.catchUp(log, head, {isLive: true}));
		await Promise.all([...fetches, this.#refresh(refresh)]);
	}

	/** Takes a conversation that a reply has told, and copies its newest entries. */
	async meet(conversation: Conversation): Promise<void> {
		this.#take([conversation]);
		await this.#catchUp([conversation], {isLive: true});
	}

	#take(told: readonly Conversation[]): void {
		const {replica, onTold} = this.#options;
		replica.change(draft => {
			for (const conversation of told) {
				refuseStrangers(draft, replica, conversation);
				applyConversation(draft, conversation);
			}
		});
		for (const conversation of told) {
			onTold(conversation);
		}
	}

	/** Of `known`, those missing in `told` have been left. */
	#leaveMissing(known: Iterable<number>, told: readonly Conversation[]): void {
		const ids = new Set(told.map(({id}) => id));
		this.#options.replica.change(draft => applyConversationsMissing(draft, known, ids));
	}

	async #catchUp(told: readonly Conversation[], origin: {isLive: boolean}): Promise<void> {
		const {fetcher} = this.#options;
		const recentFirst = [...told].sort((one, other) => other.lastAt - one.lastAt);
		await Promise.all(recentFirst.map(({id, head}) => fetcher.catchUp(id, head, origin)));
	}

	/** All pages. The account log's head is the first page's, so that nothing is skipped. */
	async #listConversations(): Promise<{conversations: Conversation[]; accountHead: number}> {
		const {replica, request} = this.#options;
		const known = [...replica.store.getState().conversations.values()]
			.filter(({isLeft}) => !isLeft)
			.map(({id}) => id);
		let accountHead: number | undefined;
		const conversations = await fetchAllPages<Conversation>(async last => {
			const reply = await request('list-conversations', {
				limit: limits.listPageMax,
				...(last === undefined ? {} : {after: last.id}),
			});
			this.#take(reply.conversations);
			accountHead ??= reply.accountHead;
			return {items: reply.conversations, more: reply.more};
		}, limits.conversationsPerAccountMax);
		this.#leaveMissing(known, conversations);
		return {conversations, accountHead: accountHead ?? 0};
	}

	async #catchUpAccount(head: number): Promise<void> {
		const {replica, fetcher} = this.#options;
		const {accountLog, applied, database} = replica;
		const cursor = applied.get(accountLog) ?? 0;
		if (cursor === 0 || head - cursor > accountEntriesMax) {
			database.account.moveCursor(head);
			applied.set(accountLog, Math.max(head, cursor));
		}

		await fetcher.catchUp(accountLog, head, {isLive: false});
	}

	/** Enough to see each other on a small server; the others are met when they say something. */
	async #listPeople(): Promise<void> {
		const {replica, request} = this.#options;
		const {people} = await request('list-people', {limit: limits.listPageMax});
		replica.change(draft => {
			for (const person of people) {
				draft.putPerson(person);
			}
		});
	}

	#refresh(ids: Iterable<number>): Promise<void> {
		for (const id of ids) {
			this.#wanted.add(id);
		}

		this.#asking ??= this.#askWanted().finally(() => {
			this.#asking = undefined;
		});
		return this.#asking;
	}

	async #askWanted(): Promise<void> {
		while (this.#wanted.size > 0) {
			const only = [...this.#wanted].slice(0, limits.conversationsByIdMax);
			for (const id of only) {
				this.#wanted.delete(id);
			}

			const {conversations} = await this.#options.request('list-conversations', {only});
			this.#take(conversations);
			this.#leaveMissing(only, conversations);
			await this.#catchUp(conversations, {isLive: true});
		}
	}
}
