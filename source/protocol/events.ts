/** Everything a server may announce by itself. All but `entry-appended` are signals: lossy, never stored. */
import * as z from 'zod';
import {
	accountId,
	logId,
	person,
	presence,
	profile,
	retentionMs,
	seq,
	timestamp,
} from './entities.ts';
import {entry} from './entries.ts';
import {limits} from './limits.ts';

const reason = z.string().max(limits.reasonLengthMax).optional();

export const events = {
	/** A log that this connection follows has a new entry. A hole before it: fetch. */
	'entry-appended': entry,
	'presence-changed': z.object({account: accountId, presence, seenAt: timestamp.optional()}),
	/** Holds for `typingMs` unless renewed or ended. */
	'typing-changed': z.object({conversation: logId, account: profile, typing: z.boolean()}),
	/** A peer of a direct conversation has read up to `seq`, and received up to `delivered`. */
	'reader-moved': z.object({conversation: logId, account: accountId, seq, delivered: seq}),
	/** Everything up to `trimmed` was removed by age: it goes from all copies. */
	'history-trimmed': z.object({conversation: logId, trimmed: seq, retentionMs}),
	/** Somebody whose presence this account may see shows themselves differently. */
	'person-changed': z.object({person}),
	/** The server will stop at `at`; without `at`, the stop was called off. */
	'shutdown-announced': z.object({at: timestamp.optional(), reason}),
	/** This connection read too slowly and missed entries: compare heads as after a reconnect. */
	'sync-needed': z.object({}),
	/** The server is about to stop; come back after `comeBackMs` plus a random part. */
	'server-stopping': z.object({reason, comeBackMs: z.int().nonnegative()}),
	/** An admin ended this connection; the device may come back. */
	'session-kicked': z.object({reason}),
	/** This device was logged out or revoked; the connection closes. The token is void. */
	'session-ended': z.object({reason}),
} as const;

export type EventName = keyof typeof events;
export type EventBody<Name extends EventName> = z.infer<(typeof events)[Name]>;

/** An event as a tagged union, for exhaustive switches. */
export type ServerEvent = {[Name in EventName]: {event: Name; body: EventBody<Name>}}[EventName];

export const isEventName = (event: string): event is EventName => Object.hasOwn(events, event);
