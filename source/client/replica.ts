/**
 * The client's copy of the world: the local database, the state in memory that mirrors it, and the one way to change both.
 *
 * Invariant: state and memory change only after the transaction that holds the same change.
 */

import {limits} from '../protocol/limits.ts';
import type {Unsubscribe} from './client-api.ts';
import type {AccountDatabase} from './database/account-database.ts';
import type {AccountRow} from './database/account-table.ts';
import {isMention} from './entry-content.ts';
import {OutboxItems} from './outbox-items.ts';
import type {ClientState} from './state.ts';
import {type Readers, StateDraft} from './state-draft.ts';
import {createStore, type Store} from './store.ts';

export type Replica = {
	readonly database: AccountDatabase;
	readonly store: Store<ClientState>;
	readonly outbox: OutboxItems;
	/** The account's private log. */
	readonly accountLog: number;
	/** The history that `applied` counts in. Another process may have begun a new one in the database. */
	epoch: string;
	/** Newest `seq` of each log that this process has applied. Another process may have copied more. */
	readonly applied: Map<number, number>;
	/** Conversations whose unread messages are to be counted once the copy has reached their head. */
	readonly uncounted: Set<number>;
	/** Applies one batch of changes: one transaction, then one change of the state. @throws when the disk refuses */
	change(work: (draft: StateDraft) => void): StateDraft;
	/** Changes what is true only while connected (presence, typing, the connection itself): nothing of it is kept. */
	show(work: (draft: StateDraft) => void): void;
	/** Calls `listener` with the conversations whose timelines look different after a change, and what messages of theirs. */
	onTimelinesChanged(listener: TimelinesListener): Unsubscribe;
};

/** What was last told of the account; the defaults until then. */
const sharedOf = (database: AccountDatabase, {id, name}: AccountRow) => {
	const shared = database.account.readShared();
	return {
		account: shared?.account ?? {id, name},
		presence: shared?.presence ?? 'online',
		preferences: shared?.preferences ?? {
			hasReceipts: true,
			mentionsBreakQuiet: true,
			keywords: [],
		},
		talkBan: shared?.talkBan,
		friends: new Map(shared?.friends),
		blocked: new Set(shared?.blocked),
	} satisfies Partial<ClientState>;
};

/** What the local database knows, before any network. */
const loadState = (database: AccountDatabase, account: AccountRow) => {
	const drafts = database.drafts.readAll();
	return {
		server: account.server,
		serverName: account.serverName ?? undefined,
		connection: {status: 'offline'},
		conversations: new Map(
			database.conversations
				.readAll()
				.map(row => [row.id, {...row, draft: drafts.get(row.id) ?? ''}]),
		),
		...sharedOf(database, account),
		shutdown: undefined,
		people: database.people.readAll(),
		broughtInto: new Map(),
		typing: new Map(),
		transfers: new Map(),
	} satisfies Partial<ClientState>;
};

/**
 * Counts what the batch has asked to be counted. Where the copy does not reach back so far, the server is
 * asked; where it has not reached the head yet, this waits until it has.
 */
const countUnread = (
	draft: StateDraft,
	{entries, conversations}: AccountDatabase,
	uncounted: Set<number>,
): void => {
	for (const [log, {after, unread, mentions, mayAsk}] of draft.recount) {
		const head = draft.conversations.get(log)?.head ?? 0;
		const range = conversations.readRange(log);
		const reachesBack = range !== undefined && range.first <= Math.max(after + 1, range.oldest);
		if (head > after && !reachesBack) {
			if (mayAsk) {
				draft.refresh.add(log);
			}

			continue;
		}

		if (head > after && range !== undefined && range.last < head) {
			draft.afterCommit.push(() => uncounted.add(log));
			continue;
		}

		draft.afterCommit.push(() => uncounted.delete(log));
		const contents =
			head > after
				? entries.readUnread({
						log,
						after,
						until: head,
						account: draft.account,
						blocked: [...draft.plain.blocked],
						limit: limits.unreadCountMax,
					})
				: [];
		draft.patchConversation(log, {
			unread: Math.min(unread + contents.length, limits.unreadCountMax),
			mentions: Math.min(
				mentions + contents.filter(content => isMention(content, draft.account)).length,
				limits.unreadCountMax,
			),
		});
	}
};

const writeRows = (draft: StateDraft, database: AccountDatabase, outbox: OutboxItems): void => {
	for (const id of draft.changedConversations) {
		const conversation = draft.conversations.get(id);
		if (conversation !== undefined) {
			const {draft: _unsent, ...row} = conversation;
			database.conversations.write(row);
		}

		if (conversation?.isLeft) {
			outbox.forgetStoredOf(draft, id);
		}
	}

	for (const id of draft.changedPeople) {
		const person = draft.people.get(id);
		if (person !== undefined) {
			database.people.write(person);
		}
	}
};

/** How far the logs had been applied when this database was written last. */
export const readApplied = (
	database: AccountDatabase,
	{log, cursor}: AccountRow,
): Map<number, number> => database.conversations.readLasts().set(log, cursor);

const writeShared = (draft: StateDraft, database: AccountDatabase): void => {
	for (const {log, seq} of draft.hidden) {
		database.hidden.insert(log, seq);
	}

	if (draft.isSharedChanged) {
		const {account, presence, preferences, talkBan, friends, blocked} = draft.plain;
		database.account.writeShared({
			account,
			presence,
			preferences,
			talkBan,
			friends: [...friends],
			blocked: [...blocked],
		});
	}
};

type TimelinesListener = (
	conversations: ReadonlySet<number>,
	messages: ReadonlyMap<number, ReadonlySet<number>>,
) => void;

export const createReplica = (database: AccountDatabase, account: AccountRow): Replica => {
	const readers: Readers = new Map();
	const outbox = new OutboxItems(database.outbox);
	const store = createStore<ClientState>({...loadState(database, account), ...outbox.counts});
	const timelineListeners = new Set<TimelinesListener>();
	const uncounted = new Set<number>();

	const change = (work: (draft: StateDraft) => void): StateDraft => {
		const draft = new StateDraft(store.getState(), readers);
		database.transaction(() => {
			work(draft);
			writeShared(draft, database);
			countUnread(draft, database, uncounted);
			writeRows(draft, database, outbox);
		});
		for (const run of draft.afterCommit) {
			run();
		}

		draft.patch(outbox.counts);
		store.set(draft.finish());
		if (draft.changedTimelines.size > 0) {
			for (const listener of [...timelineListeners]) {
				listener(draft.changedTimelines, draft.changedMessages);
			}
		}

		return draft;
	};

	return {
		database,
		store,
		outbox,
		accountLog: account.log,
		epoch: account.epoch,
		applied: readApplied(database, account),
		uncounted,
		change,
		show(work) {
			const draft = new StateDraft(store.getState(), readers);
			work(draft);
			store.set(draft.finish());
		},
		onTimelinesChanged(listener) {
			timelineListeners.add(listener);
			return () => {
				timelineListeners.delete(listener);
			};
		},
	};
};
