/**
 * The kinds of log entries and the content of each.
 *
 * A reader that meets an unknown kind keeps the entry and shows nothing for it: ordering, storing
 * and syncing never look inside the content.
 */
import * as z from 'zod';
import {accountId, logId, messageId, profile, role, seq, text, timestamp} from './entities.ts';
import {limits} from './limits.ts';

/** What stands in a conversation's log. */
export const conversationEntryContents = {
	/** The first entry of every conversation. */
	'conversation-created': z.object({name: z.string().optional(), title: z.string().optional()}),
	/** `by` is who added the member; absent when they came by themselves. */
	'member-joined': z.object({account: profile, role, by: profile.optional()}),
	'member-left': z.object({account: profile}),
	/** The entry's sender removed the account. */
	'member-removed': z.object({account: profile}),
	'member-role-changed': z.object({account: profile, role}),
	'message-sent': z.object({
		text,
		/** The message that this one answers, in the same conversation. */
		replyTo: seq.optional(),
		/** Accounts that the text names with `@`; found by the server among the members. */
		mentions: z.array(accountId).max(limits.mentionsMax).optional(),
	}),
} as const;

/** What stands in an account's private log; all devices of the account follow it. */
export const accountEntryContents = {
	/** Ask `list-conversations` with `only` for the conversation's present state. */
	'conversation-joined': z.object({conversation: logId}),
	/** No entries of the conversation follow; what was received stays readable. */
	'conversation-left': z.object({conversation: logId}),
	/** The account has read the conversation up to `seq`; markers only move forward. */
	'read-marked': z.object({conversation: logId, seq}),
	'device-added': z.object({device: z.int(), name: z.string()}),
	'device-revoked': z.object({device: z.int()}),
	'admin-claimed': z.object({}),
} as const;

export const entryContents = {...conversationEntryContents, ...accountEntryContents} as const;

export type EntryKind = keyof typeof entryContents;
export type EntryContent<Kind extends EntryKind> = z.infer<(typeof entryContents)[Kind]>;

export const isEntryKind = (kind: string): kind is EntryKind => Object.hasOwn(entryContents, kind);

/** One entry of a log as it travels. `kind` and `content` are open, so that unknown kinds pass. */
export const entry = z.object({
	log: logId,
	seq,
	kind: z.string().min(1).max(64),
	/** Absent when the server itself made the entry. */
	sender: profile.optional(),
	/** The sender's id of a message; absent for other kinds. */
	id: messageId.optional(),
	at: timestamp,
	content: z.record(z.string(), z.unknown()),
});
export type Entry = z.infer<typeof entry>;
