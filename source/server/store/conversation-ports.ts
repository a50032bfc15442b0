/** What the rules may ask of the tables about conversations: members, entries, what stands of messages. */
import type {
	ConversationKind,
	GroupSettings,
	Notifications,
	Profile,
	Restriction,
	Role,
} from '../../protocol/entities.ts';
import type {Entry, EntryContent, EntryKind} from '../../protocol/entries.ts';
import {limits} from '../../protocol/limits.ts';
import type {Awaitable} from './awaitable.ts';
import type {
	ConversationRow,
	HeadRow,
	LogHead,
	MemberPersonRow,
	MemberRow,
	MembershipRow,
	RetentionRow,
	UnreadRow,
	WriterRow,
} from './rows.ts';

export type ConversationTable = {
	/** Also makes the conversation's log. `name` and `directKey` must be free. Returns the log. */
	add(conversation: {
		kind: ConversationKind;
		name?: string | undefined;
		settings?: GroupSettings | undefined;
		directKey?: string | undefined;
	}): Awaitable<number>;
	get(log: number): Awaitable<ConversationRow | undefined>;
	/** The one of that name, else the one whose name looks like it. */
	findByName(name: string): Awaitable<ConversationRow | undefined>;
	findDirect(directKey: string): Awaitable<ConversationRow | undefined>;
	/** Lets another conversation take the name, or have the same people. */
	freeName(log: number): Awaitable<void>;
	setSettings(log: number, settings: GroupSettings): Awaitable<void>;
	setPicture(log: number, picture: string | undefined): Awaitable<void>;
	setRetention(log: number, retention: RetentionRow): Awaitable<void>;
	/** Public groups by name from after `after`; only those whose name or title contains `query`. */
	listPublic(page: {
		query: string;
		after: string;
		limit: number;
	}): Awaitable<readonly ConversationRow[]>;
};

export type MemberTable = {
	/** Everything up to `readSeq` counts as read. Who was a member before is as muted and as slowed as then. */
	add(member: {
		log: number;
		account: number;
		role: Role;
		readSeq: number;
		/** False when somebody else brought the member in. */
		isOwn: boolean;
	}): Awaitable<void>;
	/** Whether there was such a member. */
	remove(log: number, account: number): Awaitable<boolean>;
	/** Forgets what is kept of those who left. */
	forgetAbsent(log: number): Awaitable<void>;
	get(log: number, account: number): Awaitable<MemberRow | undefined>;
	/** `undefined` for who is no member. */
	getWriter(log: number, account: number): Awaitable<WriterRow | undefined>;
	findByName(log: number, name: string): Awaitable<Profile | undefined>;
	/** By account, from after `after`. */
	list(log: number, page: {after: number; limit: number}): Awaitable<readonly MemberPersonRow[]>;
	/** Who is not muted at `now` first, within them the best rank, within it who came first. */
	findSuccessor(log: number, now: number): Awaitable<MemberPersonRow | undefined>;
	setRole(log: number, account: number, role: Role): Awaitable<void>;
	setReadSeq(log: number, account: number, seq: number): Awaitable<void>;
	setDeliveredSeq(log: number, account: number, seq: number): Awaitable<void>;
	setMuted(log: number, account: number, muted: Restriction | undefined): Awaitable<void>;
	setNotifications(log: number, account: number, notifications: Notifications): Awaitable<void>;
	setSentAt(log: number, account: number, at: number): Awaitable<void>;
	ban(log: number, account: number): Awaitable<void>;
	/** Whether the account was banned. */
	unban(log: number, account: number): Awaitable<boolean>;
	isBanned(log: number, account: number): Awaitable<boolean>;
	listBanned(log: number): Awaitable<readonly Profile[]>;
	/** The other members of a conversation, but those in a block with the account; for few members. */
	listReachable(log: number, account: number): Awaitable<readonly number[]>;
	/** Whether any member came after `seq`. */
	hasNewerMember(log: number, seq: number): Awaitable<boolean>;
	/** The conversations of an account by log, from after `after`. */
	listConversations(
		account: number,
		page: {after: number; limit: number},
	): Awaitable<readonly MembershipRow[]>;
	getConversation(account: number, log: number): Awaitable<MembershipRow | undefined>;
	/** The conversations of an account, with their heads. */
	listHeads(account: number): Awaitable<readonly LogHead[]>;
	/** Those that the account came to by itself. */
	countConversations(account: number): Awaitable<number>;
	/**
	 * Whose presence the account may see, and who may see its own: friends, and who shares a group of at
	 * most `presenceGroupMembersMax`, without a block between them; with `among`, only those of them.
	 */
	listContacts(account: number, among?: readonly number[]): Awaitable<readonly number[]>;
};

/** Logs whose heads are asked for at once. */
export const logHeadsMax = 1_000;

/** Entries after the read marker that are looked at to count the unread messages among them. */
export const unreadScanMax = limits.unreadCountMax * 4;

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
	/** Keeps others from writing to the log until the work ends, so that what is read of it holds. */
	lock(log: number): Awaitable<void>;
	getHead(log: number): Awaitable<HeadRow>;
	/** Of at most `logHeadsMax` logs, in no order. */
	listHeads(logs: readonly number[]): Awaitable<readonly LogHead[]>;
	/** In rising order: the oldest after `after`, or the newest before `before`; bounded in bytes too. */
	list(log: number, page: {after?: number; before?: number; limit: number}): Awaitable<Entry[]>;
	/**
	 * Others' newest messages after `seq`, up to `unreadCountMax`. Those of people whom the reader blocks, recalled
	 * and hidden ones do not count. Looks at no more than `unreadScanMax` entries.
	 */
	countUnread(log: number, reader: number, seq: number): Awaitable<UnreadRow>;
	/** Takes the text and the mentions out of a message and its edits. */
	scrub(log: number, message: number): Awaitable<void>;
};

/** What stands of messages now, beside their logs: to answer without reading these. */
export type MessageTable = {
	/** By the time of pinning. */
	listPins(log: number): Awaitable<readonly number[]>;
	isPinned(log: number, message: number): Awaitable<boolean>;
	addPin(log: number, message: number, seq: number): Awaitable<void>;
	removePin(log: number, message: number): Awaitable<void>;
	hasReaction(place: ReactionPlace): Awaitable<boolean>;
	addReaction(place: ReactionPlace): Awaitable<void>;
	removeReaction(place: ReactionPlace): Awaitable<void>;
	/** The different emoji on a message. */
	listEmoji(log: number, message: number): Awaitable<readonly string[]>;
	addEdit(log: number, message: number, seq: number): Awaitable<void>;
	/** The entries that edit a message, in rising order. */
	listEdits(log: number, message: number): Awaitable<readonly number[]>;
	/** Returns false when it was hidden already. */
	hide(account: number, log: number, message: number): Awaitable<boolean>;
	/** Those hidden between two places, both included. */
	listHidden(
		account: number,
		log: number,
		range: {first: number; last: number},
	): Awaitable<readonly number[]>;
	/** Forgets pins and reactions of a message that is no more. */
	forget(log: number, message: number): Awaitable<void>;
};

export type ReactionPlace = {
	readonly log: number;
	readonly message: number;
	readonly account: number;
	readonly emoji: string;
};

/** Groups with more members than this do not show presence to each other. */
export const presenceGroupMembersMax = 200;
