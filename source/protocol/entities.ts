/** The things that travel inside commands and events: accounts, conversations, members, devices. */
import * as z from 'zod';
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
export const text = z.string().min(1).max(limits.textLengthMax);

export const profile = z.object({id: accountId, name});
export type Profile = z.infer<typeof profile>;

export const presence = z.enum(['online', 'away', 'busy', 'offline']);
export type Presence = z.infer<typeof presence>;

/** `presence` is absent where the asker shares no direct conversation or group with the person. */
export const person = profile.extend({
	presence: presence.optional(),
	seenAt: timestamp.optional(),
});
export type Person = z.infer<typeof person>;

export const role = z.enum(['owner', 'admin', 'member']);
export type Role = z.infer<typeof role>;

export const member = z.object({account: person, role});
export type Member = z.infer<typeof member>;

export const conversationKind = z.enum(['direct', 'group', 'everyone']);
export type ConversationKind = z.infer<typeof conversationKind>;

/** A conversation as one of its members sees it at one moment. Replaces what was known before. */
export const conversation = z.object({
	id: logId,
	kind: conversationKind,
	/** Unique on the server; absent for direct conversations. */
	name: name.optional(),
	title: z.string().max(limits.titleLengthMax).optional(),
	role,
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
	/** How far the peers of a direct conversation have read; absent otherwise. */
	readers: z
		.array(z.object({account: accountId, seq}))
		.max(limits.directMembersMax)
		.optional(),
	/** When the newest entry was stored. */
	lastAt: timestamp,
});
export type Conversation = z.infer<typeof conversation>;

export const device = z.object({
	id: z.int().positive(),
	name: z.string().max(limits.deviceNameLengthMax),
	createdAt: timestamp,
	seenAt: timestamp,
	/** Whether it is the asker's own. */
	isCurrent: z.boolean(),
});
export type Device = z.infer<typeof device>;
