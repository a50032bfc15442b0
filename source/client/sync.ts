/**
 * Brings the local copy up to date over one connection, and keeps it so: hears the heads, fetches
 * what is missing. Connecting, a hole and a lost push are one path.
 */
import type {Conversation} from '../protocol/entities.ts';
import {limits} from '../protocol/limits.ts';
import {applyConversation, applyConversationsMissing} from './apply/apply-conversation.ts';
import type {FollowUp} from './inbound.ts';
import type {LogFetcher} from './log-fetcher.ts';
import type {Requester} from './patient-request.ts';
import type {Replica} from './replica.ts';
import {refuseStrangers} from './start-epoch.ts';

/** Behind by more than this, the account's log is skipped: the list of conversations tells its outcome. */
const accountEntriesMax = 1_000;

export type Sync = {
	/** Resolves when everything that the server had when asked is in the local copy. */
	run(): Promise<void>;
	/** Fetches what a turn has found missing. */
	followUp(followUp: FollowUp): Promise<void>;
	/** Takes a conversation that a reply has told, and copies its newest entries. */
	meet(conversation: Conversation): Promise<void>;
};

export type SyncOptions = {
	readonly replica: Replica;
	readonly fetcher: LogFetcher;
	readonly request: Requester;
	/** Called with each conversation that the server has told, after it was taken. */
	onTold(conversation: Conversation): void;
	/** Called when all conversations are known, before their entries are fetched. */
	onListed(): void;
};

export const createSync = (options: SyncOptions): Sync => {
	const {replica, fetcher, request, onTold, onListed} = options;
	/** Conversations to ask about; filled while a question is under way. */
	const wanted = new Set<number>();
	let asking: Promise<void> | undefined;

	const take = (told: readonly Conversation[]): void => {
		replica.change(draft => {
			for (const conversation of told) {
				refuseStrangers(draft, replica, conversation, draft.conversation(conversation.id));
				applyConversation(draft, conversation);
			}
		});
		for (const conversation of told) {
			onTold(conversation);
		}
	};

	const catchUpAll = async (told: readonly Conversation[]): Promise<void> => {
		const recentFirst = [...told].sort((one, other) => other.lastAt - one.lastAt);
		await Promise.all(recentFirst.map(({id, head}) => fetcher.catchUp(id, head)));
	};

	const leaveMissing = (known: Iterable<number>, told: readonly Conversation[]): void => {
		const ids = new Set(told.map(({id}) => id));
		replica.change(draft => applyConversationsMissing(draft, known, ids));
	};

	/** All pages; the account log's head is the first page's, so that nothing is skipped. */
	const listConversations = async () => {
		const known = [...replica.store.getState().conversations.values()]
			.filter(({isLeft}) => !isLeft)
			.map(({id}) => id);
		const all: Conversation[] = [];
		let accountHead: number | undefined;
		for (let more = true; more; ) {
			const after = all.at(-1)?.id;
			const reply = await request('list-conversations', {
				limit: limits.listPageMax,
				...(after === undefined ? {} : {after}),
			});
			take(reply.conversations);
			all.push(...reply.conversations);
			accountHead ??= reply.accountHead;
			more = reply.more && reply.conversations.length > 0;
		}

		leaveMissing(known, all);
		return {conversations: all, accountHead: accountHead ?? 0};
	};

	const catchUpAccount = async (head: number): Promise<void> => {
		const {accountLog, applied, database} = replica;
		const cursor = applied.get(accountLog) ?? 0;
		if (cursor === 0 || head - cursor > accountEntriesMax) {
			database.account.moveCursor(head);
			applied.set(accountLog, Math.max(head, applied.get(accountLog) ?? 0));
		}

		await fetcher.catchUp(accountLog, head);
	};

	/** Enough to see each other on a small server; the others are met when they say something. */
	const listPeople = async (): Promise<void> => {
		const {people} = await request('list-people', {limit: limits.listPageMax});
		replica.change(draft => {
			for (const person of people) {
				draft.putPerson(person);
			}
		});
	};

	const askWanted = async (): Promise<void> => {
		while (wanted.size > 0) {
			const only = [...wanted].slice(0, limits.listPageMax);
			for (const id of only) {
				wanted.delete(id);
			}

			const {conversations} = await request('list-conversations', {only});
			take(conversations);
			leaveMissing(only, conversations);
			await catchUpAll(conversations);
		}
	};

	const refresh = (ids: Iterable<number>): Promise<void> => {
		for (const id of ids) {
			wanted.add(id);
		}

		asking ??= askWanted().finally(() => {
			asking = undefined;
		});
		return asking;
	};

	return {
		async run() {
			const {conversations, accountHead} = await listConversations();
			onListed();
			await Promise.all([catchUpAccount(accountHead), listPeople(), catchUpAll(conversations)]);
		},
		async followUp({holes, refresh: ids}) {
			await Promise.all([
				...[...holes].map(([log, head]) => fetcher.catchUp(log, head)),
				...(ids.size > 0 ? [refresh(ids)] : []),
			]);
		},
		async meet(conversation) {
			take([conversation]);
			await fetcher.catchUp(conversation.id, conversation.head);
		},
	};
};
