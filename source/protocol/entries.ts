/**
 * The kinds of log entries and the content of each.
 *
 * A reader that meets an unknown kind keeps the entry and shows nothing for it: ordering, storing
 * and syncing never look inside the content.
 */
import * as z from 'zod';
import {
	accountId,
	file,
	groupSettings,
	logId,
	messageId,
	notifications,
	pictureId,
	preferences,
	presence,
	profile,
	profileFields,
	restriction,
	retentionMs,
	role,
	seq,
	timestamp,
} from './entities.ts';
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
	/** Removed, and kept from coming back. */
	'member-banned': restriction.extend({account: profile}),
	'member-unbanned': z.object({account: profile}),
	'member-muted': restriction.extend({account: profile}),
	'member-unmuted': z.object({account: profile}),
	/** What changed; an empty `picture` took it away. */
	'group-changed': groupSettings.partial().extend({picture: z.string().max(43).optional()}),
	/** From a day after this on messages older than that are removed; 0: none because of this. */
	'retention-changed': z.object({retentionMs}),
	/** The last entry: nobody is a member after it. */
	'group-deleted': z.object({}),
	'message-sent': z.object({
		/** Empty once the message was recalled. */
		text: z.string().max(limits.textLengthMax),
		/** The message that this one answers, in the same conversation. */
		replyTo: seq.optional(),
		/** Accounts that the text names with `@`; found by the server among the members. */
		mentions: z.array(accountId).max(limits.mentionsMax).optional(),
		/** The text names `@here`: it means everybody who is online. */
		mentionsHere: z.boolean().optional(),
		/** `/me`: the text tells what the sender does. */
		isAction: z.boolean().optional(),
		/** The file that the message carries; the text may be empty then. */
		file: file.optional(),
		/** Who wrote it, when that was not the sender. */
		forwarded: z.object({sender: profile, at: timestamp}).optional(),
		/** The message was recalled, and its text removed from the log. */
		isRecalled: z.boolean().optional(),
	}),
	/** These name the message that they change by its `seq`. */
	'message-edited': z.object({
		message: seq,
		/** Empty once the message was recalled. */
		text: z.string().max(limits.textLengthMax),
		mentions: z.array(accountId).max(limits.mentionsMax).optional(),
	}),
	'message-recalled': z.object({message: seq}),
	'message-reacted': z.object({
		message: seq,
		emoji: z.string().min(1).max(limits.emojiLengthMax),
		/** False takes the reaction back. */
		isOn: z.boolean(),
	}),
	'message-pinned': z.object({message: seq, isOn: z.boolean()}),
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
	/** By the admin code, or by another admin. */
	'admin-granted': z.object({by: profile.optional()}),
	'admin-revoked': z.object({by: profile}),
	/** The whole new profile. */
	'profile-changed': z.object({...profileFields, avatar: pictureId.optional()}),
	'password-changed': z.object({}),
	'presence-set': z.object({presence}),
	/** `isOwn`: this account asked; else it is asked. */
	'friend-requested': z.object({account: profile, isOwn: z.boolean()}),
	'friend-added': z.object({account: profile}),
	/** Also when a request was declined or taken back. */
	'friend-removed': z.object({account: profile}),
	'account-blocked': z.object({account: profile}),
	'account-unblocked': z.object({account: profile}),
	/** The whole new preferences. */
	'preferences-changed': preferences,
	'notifications-changed': notifications.extend({conversation: logId}),
	/** This account shall see the message no more. */
	'message-hidden': z.object({conversation: logId, message: seq}),
	/** The account may not write anywhere. */
	'talk-banned': restriction,
	'talk-unbanned': z.object({}),
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
