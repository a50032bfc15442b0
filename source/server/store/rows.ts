/** The rows that the store hands out, in the words of the house and free of any database's types. */
import type {
	ConversationKind,
	Friendship,
	GroupSettings,
	Notifications,
	Preferences,
	Presence,
	Profile,
	Restriction,
	Role,
} from '../../protocol/entities.ts';

/** What a person tells about themselves; empty fields are absent. */
export type ProfileFields = {
	readonly nickname?: string | undefined;
	readonly signature?: string | undefined;
	readonly status?: string | undefined;
};

/** An account as others may see it. */
export type PersonRow = Profile & {
	readonly profile: ProfileFields;
	readonly avatar: string | undefined;
	readonly isAdmin: boolean;
	/** What the person chose; others see `offline` while no device is connected. */
	readonly presence: Presence;
	/** When the account was last online; `undefined` before its first leave. */
	readonly seenAt: number | undefined;
};

export type AccountRow = PersonRow & {
	/** The account's private log. */
	readonly log: number;
	readonly isDeleted: boolean;
	readonly talkBan: Restriction | undefined;
};

/** How one account stands to another. */
export type Relation = Friendship | 'blocked';

/** The other one of a direct conversation, as seen by an account. */
export type PeerRow = Profile & {
	readonly isDeleted: boolean;
	/** The account has blocked the peer. */
	readonly isBlocked: boolean;
	/** The peer has blocked the account. */
	readonly hasBlocked: boolean;
};

export type DeviceRow = {
	readonly id: number;
	readonly name: string;
	readonly createdAt: number;
	readonly seenAt: number;
};

export type ConversationRow = {
	readonly log: number;
	readonly kind: ConversationKind;
	readonly name: string | undefined;
	/** `undefined` for direct conversations. */
	readonly settings: GroupSettings | undefined;
	readonly picture: string | undefined;
	readonly memberCount: number;
	readonly retention: RetentionRow;
	/** Entries up to this `seq` were removed by age. */
	readonly trimmedSeq: number;
};

/** How long messages are kept, 0 for ever, and when that was set. */
export type RetentionRow = {readonly ms: number; readonly setAt: number};

export type MemberRow = {
	readonly role: Role;
	readonly readSeq: number;
	readonly deliveredSeq: number;
	/** Head of the log when the member came. */
	readonly joinedSeq: number;
	readonly muted: Restriction | undefined;
};

/** A conversation as one account is in it. */
export type MembershipRow = ConversationRow & MemberRow & {readonly notifications: Notifications};

/** A member with the person behind it. */
export type MemberPersonRow = PersonRow & MemberRow;

/** All that decides whether a member may write now, read at once: every message asks for it. */
export type WriterRow = {
	readonly role: Role;
	readonly kind: ConversationKind;
	readonly settings: GroupSettings | undefined;
	readonly muted: Restriction | undefined;
	readonly talkBan: Restriction | undefined;
	/** From the server. */
	readonly ban: Restriction | undefined;
	/** The other one, in a direct conversation of two. */
	readonly peer: PeerRow | undefined;
	/** Head of the log when the member came. */
	readonly joinedSeq: number;
	/** When the member wrote last; known only where the group is slow. */
	readonly sentAt: number;
};

/** The newest entry of a log: its place and when it was stored. Both 0 in an empty log. */
export type HeadRow = {readonly seq: number; readonly at: number};

/** The `seq` of a log's newest entry, 0 in an empty one. */
export type LogHead = {readonly log: number; readonly seq: number};

/** What somebody has not read: how many mention them, and who wrote most of it, up to `unreadSendersMax`. */
export type UnreadRow = {
	readonly messages: number;
	readonly mentions: number;
	readonly senders: readonly {readonly account: Profile; readonly count: number}[];
};

/** With `log` it opens a group, as long as `by` may invite there; else it lets register. */
export type InvitationRow = {
	readonly usesLeft: number;
	readonly expiresAt: number;
	readonly log?: number;
	readonly by?: number;
};

/** `account` is set for one who has an account; other targets are addresses and ranges. */
export type BanRow = Restriction & {
	readonly target: string;
	readonly account?: number | undefined;
	readonly by: string;
	readonly at: number;
};

export type AuditRow = {
	readonly by: string;
	readonly act: string;
	readonly target?: string | undefined;
	readonly detail?: string | undefined;
};

export type {Preferences};

/** A file that an account is sending, or that waits for the message that carries it. */
export type UploadRow = {
	readonly account: number;
	readonly file: string;
	/** Bytes that the whole has. */
	readonly size: number;
	/** When it was begun or gone on with. */
	readonly at: number;
	readonly isWhole: boolean;
};
