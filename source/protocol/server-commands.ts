/** Commands for the administrators of the server. */
import * as z from 'zod';
import {code, forMs, nothing, page, reason} from './command-fields.ts';
import {auditRecord, ban, name, serverSettings, timestamp} from './entities.ts';
import {limits} from './limits.ts';

const banTarget = z
	.string()
	.min(1)
	.max(limits.nameLengthMax * 4 + 1);

/** What a process of the server is called. */
const nodeName = z.string().min(1).max(limits.nodeNameLengthMax);

const nodeReport = z.object({
	name: nodeName,
	connections: z.int(),
	memoryBytes: z.int(),
	uptimeMs: z.int(),
});

export const serverCommands = {
	'claim-admin': {request: z.object({code}), reply: nothing},
	'create-invitation': {
		request: z.object({
			uses: z.int().positive().max(limits.invitationUsesMax).optional(),
			validMs: forMs,
		}),
		reply: z.object({code, expiresAt: timestamp}),
	},

	'set-admin': {request: z.object({name, isAdmin: z.boolean()}), reply: nothing},
	/** Ends all connections of the account now. */
	'kick-account': {request: z.object({name, reason}), reply: nothing},
	/** Keeps the account from writing anywhere. */
	'ban-talk': {request: z.object({name, forMs, reason}), reply: nothing},
	'unban-talk': {request: z.object({name}), reply: nothing},
	/** `target` is `@name`, an IP address or a CIDR range; whoever it means is disconnected. */
	ban: {request: z.object({target: banTarget, forMs, reason}), reply: nothing},
	unban: {request: z.object({target: banTarget}), reply: nothing},
	'list-bans': {
		request: z.object({after: z.string().max(200).optional(), limit: page.optional()}),
		reply: z.object({bans: z.array(ban), more: z.boolean()}),
	},
	/** The newest first, before the record `before`. */
	'list-audit': {
		request: z.object({before: z.int().positive().optional(), limit: page.optional()}),
		reply: z.object({records: z.array(auditRecord), more: z.boolean()}),
	},
	'get-stats': {
		request: nothing,
		reply: z.object({
			uptimeMs: z.int(),
			accounts: z.int(),
			online: z.int(),
			connections: z.int(),
			conversations: z.int(),
			entries: z.int(),
			databaseBytes: z.int(),
			fileBytes: z.int(),
			memoryBytes: z.int(),
			/** Of a server of several: the one that answers comes first, and the numbers above are sums. */
			nodes: z.array(nodeReport).optional(),
		}),
	},
	/** Warns everyone, waits for `inMs`, and stops the server, or one node of it; `isCancelled` calls it off. */
	'shut-down': {
		request: z.object({
			inMs: z.int().nonnegative().max(limits.shutdownDelayMsMax).optional(),
			reason,
			node: nodeName.optional(),
			isCancelled: z.boolean().optional(),
		}),
		reply: nothing,
	},
	/** Changes what is named, and tells how all is set. */
	'change-server': {request: serverSettings.partial(), reply: z.object({settings: serverSettings})},
} as const;
