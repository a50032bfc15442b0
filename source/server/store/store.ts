/**
 * The store port: what the rules in `server/commands/` may ask of a database.
 *
 * The rules stand outside; a table only knows rows. Every method may answer at once or by a promise,
 * so that a local file and a database across the network fit the same port.
 */
import type {ConversationKind, Profile, Role} from '../../protocol/entities.ts';
import type {Entry, EntryContent, EntryKind} from '../../protocol/entries.ts';
import type {
	AccountRow,
	ConversationRow,
	DeviceRow,
	HeadRow,
	InvitationRow,
	MemberPersonRow,
	MemberRow,
	MembershipRow,
} from './rows.ts';

export type Awaitable<Value> = Value | Promise<Value>;

/** What happened in a commit, told in order once it is on the disk. */
export type Effect =
	| {readonly kind: 'entry-appended'; readonly entry: Entry}
	| {
			readonly kind: 'member-added' | 'member-removed';
			readonly log: number;
			readonly account: number;
	  }
	| {readonly kind: 'call'; readonly run: () => void};

export type AccountTable = {
	/** Also makes the account's private log. The name must be free. */
	add(account: {name: string; passwordHash: string}): Awaitable<AccountRow>;
	get(id: number): Awaitable<AccountRow | undefined>;
	findByName(name: string): Awaitable<AccountRow | undefined>;
	getPasswordHash(id: number): Awaitable<string>;
	/** By name, from after `after`; only names that contain `query`. */
	list(page: {query: string; after: string; limit: number}): Awaitable<readonly AccountRow[]>;
	setAdmin(id: number): Awaitable<void>;
	setSeenAt(id: number, seenAt: number): Awaitable<void>;
};

export type DeviceTable = {
	add(device: {account: number; name: string; tokenHash: Buffer}): Awaitable<number>;
	findByToken(tokenHash: Buffer): Awaitable<{device: number; account: number} | undefined>;
	/** The one seen last comes first. */
	list(account: number): Awaitable<readonly DeviceRow[]>;
	setSeenAt(id: number, seenAt: number): Awaitable<void>;
	/** Whether the account had such a device. */
	remove(account: number, id: number): Awaitable<boolean>;
};

export type ConversationTable = {
	/** Also makes the conversation's log. `name` and `directKey` must be free. Returns the log. */
	add(conversation: {
		kind: ConversationKind;
		name?: string | undefined;
		title?: string | undefined;
		directKey?: string | undefined;
	}): Awaitable<number>;
	get(log: number): Awaitable<ConversationRow | undefined>;
	findByName(name: string): Awaitable<ConversationRow | undefined>;
	findDirect(directKey: string): Awaitable<ConversationRow | undefined>;
	/** Lets another conversation take the name. */
	freeName(log: number): Awaitable<void>;
};

export type MemberTable = {
	/** Everything up to `readSeq` counts as read. */
	add(member: {log: number; account: number; role: Role; readSeq: number}): Awaitable<void>;
	/** Whether there was such a member. */
	remove(log: number, account: number): Awaitable<boolean>;
	get(log: number, account: number): Awaitable<MemberRow | undefined>;
	findByName(log: number, name: string): Awaitable<Profile | undefined>;
	/** By account, from after `after`. */
	list(log: number, page: {after: number; limit: number}): Awaitable<readonly MemberPersonRow[]>;
	/** The best rank first, within it who came first. */
	findSuccessor(log: number): Awaitable<MemberPersonRow | undefined>;
	setRole(log: number, account: number, role: Role): Awaitable<void>;
	setReadSeq(log: number, account: number, seq: number): Awaitable<void>;
	/** The conversations of an account by log, from after `after`. */
	listConversations(
		account: number,
		page: {after: number; limit: number},
	): Awaitable<readonly MembershipRow[]>;
	getConversation(account: number, log: number): Awaitable<MembershipRow | undefined>;
	listLogs(account: number): Awaitable<readonly number[]>;
	countConversations(account: number): Awaitable<number>;
	/**
	 * Who shares a direct conversation, or a group of at most `presenceGroupMembersMax`, with the
	 * account; with `among`, only those of them.
	 */
	listContacts(account: number, among?: readonly number[]): Awaitable<readonly number[]>;
};

export type EntryTable = {
	/**
	 * Gives the entry the next `seq` of its log and stamps it. Returns `undefined`, and changes
	 * nothing, when the sender has used `id` before.
	 */
	append<Kind extends EntryKind>(entry: {
		log: number;
		kind: Kind;
		content: EntryContent<Kind>;
		sender?: Profile;
		id?: string;
	}): Awaitable<{seq: number; at: number} | undefined>;
	get(log: number, seq: number): Awaitable<Entry | undefined>;
	findById(sender: number, id: string): Awaitable<Entry | undefined>;
	getHead(log: number): Awaitable<HeadRow>;
	/** In rising order: the oldest after `after`, or the newest before `before`; bounded in bytes too. */
	list(log: number, page: {after?: number; before?: number; limit: number}): Awaitable<Entry[]>;
	/** Messages of others after `seq`, up to `unreadCountMax`. */
	countUnread(log: number, reader: number, seq: number): Awaitable<number>;
	addMention(log: number, seq: number, account: number): Awaitable<void>;
	/** Messages after `seq` that mention the account, up to `unreadCountMax`. */
	countMentions(log: number, account: number, seq: number): Awaitable<number>;
};

export type InvitationTable = {
	add(codeHash: Buffer, invitation: InvitationRow): Awaitable<void>;
	/** Takes one use off; false when the code is unknown, used up or expired at `now`. */
	use(codeHash: Buffer, now: number): Awaitable<boolean>;
};

export type SettingTable = {
	get(key: string): Awaitable<string | undefined>;
	set(key: string, value: string): Awaitable<void>;
	remove(key: string): Awaitable<void>;
};

export type Transaction = {
	readonly accounts: AccountTable;
	readonly devices: DeviceTable;
	readonly conversations: ConversationTable;
	readonly members: MemberTable;
	readonly entries: EntryTable;
	readonly invitations: InvitationTable;
	readonly settings: SettingTable;
	/** Runs `run` after the commit, in order with the commit's other effects. */
	afterCommit(run: () => void): void;
};

/**
 * May await nothing but calls of the transaction, and may touch nothing else: it can run twice when a
 * neighbour in the same commit fails.
 */
export type Work<Result> = (transaction: Transaction) => Awaitable<Result>;

export type Store = {
	/** Random id of this history. */
	readonly epoch: string;
	/**
	 * Resolves once everything that `work` wrote is on the disk, after the commit's effects were told.
	 *
	 * @throws what `work` threw (then nothing of it is stored), or {ProtocolError} `storage-full`
	 */
	transact<Result>(work: Work<Result>): Promise<Result>;
	/** Finishes what was taken, then closes. */
	close(): Promise<void>;
};

/** Groups with more members than this do not show presence to each other. */
export const presenceGroupMembersMax = 200;
