/** What nodes tell each other by Redis: on the channel of all nodes, and on those of the logs' shards. */
import * as z from 'zod';
import {accountId, logId, presence, seq} from '../../../protocol/entities.ts';
import {entry} from '../../../protocol/entries.ts';
import {type EventName, events, isEventName} from '../../../protocol/events.ts';
import type {Signal} from '../../hub.ts';

/** Logs are spread over so many channels by their ids. */
export const shards = 256;

/** Names this server's keys and channels in a Redis that it may share with others. */
export const prefixOf = (epoch: string): string => `chat-tui:${epoch}:`;

export const shardOf = (log: number): number => log % shards;

const node = z.string().min(1).max(64);

export const nodeLoad = z.object({
	connections: z.int().nonnegative(),
	memoryBytes: z.int().nonnegative(),
	uptimeMs: z.int().nonnegative(),
});
export type NodeLoad = z.infer<typeof nodeLoad>;

const signal = z.object({
	to: z.union([
		z.literal('all'),
		z.object({log: logId, exceptAccount: z.int().nonnegative()}),
		z.object({accounts: z.array(accountId)}),
	]),
	event: z.custom<EventName>(name => typeof name === 'string' && isEventName(name)),
	body: z.record(z.string(), z.unknown()),
});

const message = z.discriminatedUnion('kind', [
	/** The node lives. `revision` counts the changes of who is online there, `rings` what it told of the store so far. */
	z.object({
		kind: z.literal('heartbeat'),
		node,
		name: z.string().max(255),
		revision: z.int().nonnegative(),
		rings: z.int().nonnegative(),
		load: nodeLoad,
	}),
	/** Somebody's first connection to the node has come, the last one has gone, or they are seen otherwise. */
	z.object({
		kind: z.literal('presence'),
		node,
		revision: z.int().nonnegative(),
		account: accountId,
		/** Absent: they have gone. */
		presence: presence.optional(),
	}),
	z.object({kind: z.literal('committed'), node, entries: z.array(entry)}),
	/** Entries too long to be carried: they are read from the store. */
	z.object({kind: z.literal('heads'), node, heads: z.array(z.object({log: logId, seq}))}),
	z.object({kind: z.literal('ordered'), node}),
	z.object({kind: z.literal('signal'), node, signal}),
]);

export type NodeMessage = z.infer<typeof message>;
export type Heartbeat = Extract<NodeMessage, {kind: 'heartbeat'}>;
export type PresenceNews = Extract<NodeMessage, {kind: 'presence'}>;

/** @throws for what no node of this version says */
export const readMessage = (text: string): NodeMessage => message.parse(JSON.parse(text));

/** @throws when the event's body is none */
export const readSignal = ({to, event, body}: z.infer<typeof signal>): Signal => ({
	to,
	event,
	body: events[event].parse(body) as Signal['body'],
});
