/** The things that travel inside commands and events: accounts, conversations, members, devices. */
import * as z from 'zod';
import {cleanLine} from './clean-text.ts';
import {
	type FileDescription,
	fileKinds,
	isFileId,
	readFileDescription,
} from './file-description.ts';
import {limits} from './limits.ts';

export const accountId = z.int().positive();
/** Names a log: a conversation's, or an account's private one. */
export const logId = z.int().positive();
/** Position of an entry in its log: 1, 2, 3 … with no hole; 0 stands before the first. */
export const seq = z.int().nonnegative();
/** Milliseconds since 1970 by the server's clock. For people's eyes: nothing is ordered by it. */
export const timestamp = z.int().nonnegative();
/** UUIDv7 that the client makes; names one message for ever (RFC 9562). */
export const messageId = z.uuid();
export const epoch = z.string().min(1).max(64);
export const name = z
	.string()
	.min(1)
	.max(limits.nameLengthMax * 4);
/** A text that stands on one line: without what nobody sees, turns the line or breaks it. */
export const line = (lengthMax: number) => z.string().max(lengthMax).overwrite(cleanLine);
export const text = z.string().min(1).max(limits.textLengthMax);

export const profile = z.object({id: accountId, name});
export type Profile = z.infer<typeof profile>;

export const presence = z.enum(['online', 'away', 'busy', 'offline']);
export type Presence = z.infer<typeof presence>;

/** Names a stored picture by its content (SHA-256, base64url). */
export const pictureId = z.string().length(43);
/** A small picture in base64; an empty text takes the picture away. */
export const picture = z.string().max(Math.ceil(limits.pictureBytesMax / 3) * 4);

/** What a person tells about themselves; an empty text says nothing. */
export const profileFields = {
	/** Shown beside the name, never instead of it. */
	nickname: line(limits.nicknameLengthMax).optional(),
	signature: line(limits.signatureLengthMax).optional(),
	status: line(limits.statusLengthMax).optional(),
} as const;

/**
 * `presence` and `seenAt` are absent where the asker is no friend of the person and shares no group with
 * them, or one of them blocked the other.
 */
export const person = profile.extend({
	...profileFields,
	avatar: pictureId.optional(),
	isAdmin: z.boolean().optional(),
	presence: presence.optional(),
	seenAt: timestamp.optional(),
});
export type Person = z.infer<typeof person>;

/** `asked`: this account asked; `asking`: the person waits for an answer. */
export const friendship = z.enum(['friend', 'asked', 'asking']);
export type Friendship = z.infer<typeof friendship>;
export const friend = z.object({account: person, friendship});
export type Friend = z.infer<typeof friend>;

export const role = z.enum(['owner', 'admin', 'member']);
export type Role = z.infer<typeof role>;

/** `until` is absent for one without end. */
export const restriction = z.object({
	until: timestamp.optional(),
	reason: line(limits.reasonLengthMax).optional(),
});
export type Restriction = z.infer<typeof restriction>;

export const member = z.object({account: person, role, muted: restriction.optional()});
export type Member = z.infer<typeof member>;

export const conversationKind = z.enum(['direct', 'group', 'everyone']);
export type ConversationKind = z.infer<typeof conversationKind>;

/** Which of its messages a conversation rings for. */
export const notifyLevel = z.enum(['all', 'mentions', 'none']);
export type NotifyLevel = z.infer<typeof notifyLevel>;

/** `until` ends a level that was chosen for a while; `all` follows. */
export const notifications = z.object({level: notifyLevel, until: timestamp.optional()});
export type Notifications = z.infer<typeof notifications>;

/** Minutes since midnight, local to the reader. */
const dayMinute = z.int().min(0).max(1439);

/** What an account chose; all its devices follow. */
export const preferences = z.object({
	/** Whether others learn what this account has received and read. */
	hasReceipts: z.boolean(),
	/** Do not disturb until then. */
	quietUntil: timestamp.optional(),
	/** Do not disturb every day from one minute to the other, over midnight too. */
	quietHours: z.object({from: dayMinute, to: dayMinute}).optional(),
	/** Whether mentions ring all the same. */
	mentionsBreakQuiet: z.boolean(),
	/** Whether pictures are sent with the place where they were taken. */
	keepsLocation: z.boolean().optional(),
	/** Words that ring like a mention. */
	keywords: z.array(z.string().min(1).max(limits.keywordLengthMax)).max(limits.keywordsMax),
});
export type Preferences = z.infer<typeof preferences>;

/** Who may do something in a group. */
export const permission = z.enum(['members', 'admins']);
export type Permission = z.infer<typeof permission>;
export const permissions = z.object({post: permission, invite: permission, pin: permission});
export type Permissions = z.infer<typeof permissions>;

/** Names a file by its content (SHA-256, base64url). */
export const fileId = z.string().refine(isFileId, 'no SHA-256 in base64url');
export const fileBytes = z.int().nonnegative().max(limits.fileBytesMax);
export const fileKind = z.enum(fileKinds);
export type {FileDescription, FileKind} from './file-description.ts';

export const file = z.unknown().transform((value, context): FileDescription => {
	const description = readFileDescription(value);
	if (description === undefined) {
		context.addIssue('no description of a file');
		return z.NEVER;
	}

	return description;
});

/** What a group's admins set. */
export const groupSettings = z.object({
	title: line(limits.titleLengthMax),
	topic: line(limits.topicLengthMax),
	/** Anybody may find and join a public group; a private one takes invitations. */
	visibility: z.enum(['public', 'private']),
	/** Whether new members see what was said before they came. */
	history: z.enum(['all', 'joined']),
	permissions,
	/** Least milliseconds between two messages of one member; 0 turns it off. */
	slowMs: z.int().nonnegative().max(limits.slowModeMsMax),
});
export type GroupSettings = z.infer<typeof groupSettings>;

/** How long messages are kept; 0: for ever. */
export const retentionMs = z
	.int()
	.nonnegative()
	.max(limits.retentionMsMax)
	.refine(ms => ms === 0 || ms >= limits.retentionMsMin, 'kept for a day at least');

/** A conversation as one of its members sees it at one moment. Replaces what was known before. */
export const conversation = z.object({
	id: logId,
	kind: conversationKind,
	/** Unique on the server; absent for direct conversations. */
	name: name.optional(),
	/** Absent for direct conversations. */
	settings: groupSettings.optional(),
	picture: pictureId.optional(),
	role,
	/** This account may not write here; absent when it may. */
	muted: restriction.optional(),
	notifications,
	/** Pinned messages, the newest pin last. */
	pins: z.array(seq).max(limits.pinsMax),
	/** The oldest `seq` that this account may see. */
	first: seq,
	/** Everything up to this `seq` was removed by age: nobody may keep it. */
	trimmed: seq,
	/** What is older will be removed; 0: nothing. */
	retentionMs,
	memberCount: z.int().nonnegative(),
	/** The other members of a direct conversation; absent otherwise. */
	peers: z.array(person).max(limits.directMembersMax).optional(),
	/** `seq` of the newest entry. */
	head: seq,
	/** Up to here this account has read. */
	readSeq: seq,
	/** Messages of others after `readSeq`, counted up to `unreadCountMax`. */
	unread: z.int().nonnegative(),
	/** How many of these mention this account. */
	mentions: z.int().nonnegative(),
	/** Who wrote most of the unread, and how much. */
	unreadFrom: z
		.array(z.object({account: profile, count: z.int().positive()}))
		.max(limits.unreadSendersMax),
	/** How far the peers of a direct conversation have read and received; absent otherwise. */
	readers: z
		.array(z.object({account: accountId, seq, delivered: seq}))
		.max(limits.directMembersMax)
		.optional(),
	/** When the newest entry was stored. */
	lastAt: timestamp,
});
export type Conversation = z.infer<typeof conversation>;

/** A public group as those see it who are not in it. */
export const listedGroup = z.object({
	name,
	title: z.string(),
	topic: z.string(),
	memberCount: z.int().nonnegative(),
	isMember: z.boolean(),
});
export type ListedGroup = z.infer<typeof listedGroup>;

/** An account or an address that may not use the server; `target` is `@name`, an address or a CIDR range. */
export const ban = restriction.extend({target: z.string(), by: z.string(), at: timestamp});
export type Ban = z.infer<typeof ban>;

/** One act of an admin. `target` is whom or what it concerned. */
export const auditRecord = z.object({
	id: z.int().positive(),
	at: timestamp,
	by: z.string(),
	act: z.string(),
	target: z.string().optional(),
	detail: z.string().optional(),
});
export type AuditRecord = z.infer<typeof auditRecord>;

/** What the server's admins set. */
export const serverSettings = z.object({
	/** Who may write to everyone. */
	broadcasters: permission,
	/** How long after it was stored a message can be recalled or edited. */
	recallMs: z.int().positive().max(limits.durationMsMax),
	/** How long messages are kept in all conversations. */
	retentionMs,
	/** Bytes of one file. */
	fileBytesMax: fileBytes,
	/** Bytes of all files of one account. */
	accountFileBytesMax: fileBytes,
	/** Bytes of all files. */
	serverFileBytesMax: fileBytes,
});
export type ServerSettings = z.infer<typeof serverSettings>;

export const device = z.object({
	id: z.int().positive(),
	name: z.string().max(limits.deviceNameLengthMax),
	createdAt: timestamp,
	seenAt: timestamp,
	/** Whether it is the asker's own. */
	isCurrent: z.boolean(),
});
export type Device = z.infer<typeof device>;
