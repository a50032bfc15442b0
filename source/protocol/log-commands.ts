/** Commands that read logs and say how far one has come. */
import * as z from 'zod';
import {forMs, message, nothing, page} from './command-fields.ts';
import {conversation, epoch, logId, notifications, retentionMs, seq} from './entities.ts';
import {entry} from './entries.ts';
import {limits} from './limits.ts';

export const logCommands = {
	/** Every conversation of the account with its head; `accountHead` is the account log's. */
	'list-conversations': {
		request: z.object({
			after: logId.optional(),
			limit: page.optional(),
			only: z.array(logId).max(limits.conversationsByIdMax).optional(),
		}),
		reply: z.object({
			conversations: z.array(conversation),
			accountHead: seq,
			/** Whether more follow the last one. */
			more: z.boolean(),
		}),
	},
	/**
	 * A page of one log in rising order: the oldest after `after`, or the newest before `before`,
	 * or with neither the newest of all. `head` lets the asker see whether it is up to date.
	 */
	'fetch-entries': {
		request: z.object({
			log: logId,
			epoch,
			after: seq.optional(),
			before: seq.optional(),
			limit: z.int().positive().max(limits.entriesPageMax).optional(),
		}),
		reply: z.object({
			entries: z.array(entry),
			head: seq,
			/** The oldest `seq` that the server still keeps and that the asker may see. */
			first: seq,
			/** Those of the page that this account has hidden from itself. */
			hidden: z.array(seq).max(limits.entriesPageMax),
		}),
	},
	/** Moves the account's read marker forward; an older `seq` changes nothing. */
	'mark-read': {request: z.object({conversation: logId, seq}), reply: z.object({seq})},

	/** Changes how long messages of one conversation are kept; without `retentionMs`, only tells it. */
	'set-retention': {
		request: z.object({conversation: logId, retentionMs: retentionMs.optional()}),
		reply: z.object({
			/** Set for this conversation. */
			retentionMs,
			/** What holds: the shorter of this and the server's. */
			effectiveMs: retentionMs,
		}),
	},

	/** An entry has reached a device of the account; told to the peers of a direct conversation. */
	'mark-delivered': {request: message, reply: nothing},
	'set-notifications': {
		request: z.object({conversation: logId, level: notifications.shape.level, forMs}),
		reply: nothing,
	},
} as const;
