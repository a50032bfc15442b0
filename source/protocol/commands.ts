/** Every command: its name, what the request carries, what the reply carries. */
import * as z from 'zod';
import {
	conversation,
	device,
	epoch,
	logId,
	member,
	messageId,
	name,
	person,
	profile,
	seq,
	text,
	timestamp,
} from './entities.ts';
import {entry} from './entries.ts';
import {limits} from './limits.ts';

const nothing = z.object({});
const password = z.string().min(1).max(limits.passwordLengthMax);
const deviceName = z.string().min(1).max(limits.deviceNameLengthMax);
const page = z.int().positive().max(limits.listPageMax);
const code = z.string().min(1).max(limits.codeLengthMax);
const names = z.array(name).max(limits.membersPerRequestMax);
const features = z.array(z.string().max(limits.featureLengthMax)).max(limits.featuresMax);
const software = z.string().max(limits.softwareLengthMax);

/** What a logged-in connection knows of itself. `log` is the account's private log, `head` its newest `seq`. */
const session = z.object({
	account: profile,
	device: z.int().positive(),
	log: logId,
	head: seq,
	epoch,
});
export type Session = z.infer<typeof session>;

/** The token lets the device `resume` with no password. It is told once and stored hashed. */
const sessionWithToken = session.extend({token: z.string().max(limits.tokenLengthMax)});

export const commands = {
	// The connection
	hello: {
		request: z.object({versions: z.array(z.int()).min(1).max(16), software, features}),
		reply: z.object({
			version: z.int(),
			server: z.object({name: z.string().max(limits.titleLengthMax), software}),
			epoch,
			registration: z.enum(['open', 'invite', 'closed']),
			features,
			heartbeatMs: z.int().positive(),
		}),
	},
	ping: {request: nothing, reply: z.object({at: timestamp})},

	// The account and its devices
	register: {
		request: z.object({name, password, device: deviceName, code: code.optional()}),
		reply: sessionWithToken,
	},
	'log-in': {request: z.object({name, password, device: deviceName}), reply: sessionWithToken},
	resume: {
		request: z.object({token: z.string().min(1).max(limits.tokenLengthMax)}),
		reply: session,
	},
	/** Revokes this device's token, or those of all devices, and ends their connections. */
	'log-out': {request: z.object({all: z.boolean().optional()}), reply: nothing},
	'list-devices': {request: nothing, reply: z.object({devices: z.array(device)})},
	'revoke-device': {request: z.object({device: z.int().positive()}), reply: nothing},

	// Logs
	/** Every conversation of the account with its head; `accountHead` is the account log's. */
	'list-conversations': {
		request: z.object({
			after: logId.optional(),
			limit: page.optional(),
			only: z.array(logId).max(limits.listPageMax).optional(),
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
		}),
	},
	/** Moves the account's read marker forward; an older `seq` changes nothing. */
	'mark-read': {request: z.object({conversation: logId, seq}), reply: z.object({seq})},

	// Messages
	/** The reply says that the message is on the server's disk; the entry comes by event. */
	'send-message': {
		request: z.object({conversation: logId, id: messageId, text, replyTo: seq.optional()}),
		reply: z.object({seq, at: timestamp}),
	},
	'set-typing': {request: z.object({conversation: logId, typing: z.boolean()}), reply: nothing},

	// People
	/** Accounts by name after `after`; `query` keeps those whose name contains it. */
	'list-people': {
		request: z.object({
			query: z.string().max(limits.nameLengthMax).optional(),
			after: z
				.string()
				.max(limits.nameLengthMax * 4)
				.optional(),
			limit: page.optional(),
		}),
		reply: z.object({people: z.array(person), more: z.boolean()}),
	},
	'claim-admin': {request: z.object({code}), reply: nothing},
	'create-invitation': {
		request: z.object({
			uses: z.int().positive().max(10_000).optional(),
			validMs: z.int().positive().optional(),
		}),
		reply: z.object({code, expiresAt: timestamp}),
	},

	// Conversations
	/** The direct conversation with exactly these people, made if there is none. */
	'open-direct': {
		request: z.object({
			members: z
				.array(name)
				.min(1)
				.max(limits.directMembersMax - 1),
		}),
		reply: z.object({conversation}),
	},
	'create-group': {
		request: z.object({
			name,
			title: z.string().max(limits.titleLengthMax).optional(),
			members: names.optional(),
		}),
		reply: z.object({conversation}),
	},
	'join-group': {request: z.object({name}), reply: z.object({conversation})},
	'leave-group': {request: z.object({conversation: logId}), reply: nothing},
	'invite-member': {request: z.object({conversation: logId, name}), reply: nothing},
	'remove-member': {request: z.object({conversation: logId, name}), reply: nothing},
	/** Members by account id, after `after`. */
	'list-members': {
		request: z.object({conversation: logId, after: z.int().optional(), limit: page.optional()}),
		reply: z.object({members: z.array(member), more: z.boolean()}),
	},
} as const;

export type CommandName = keyof typeof commands;
export type CommandRequest<Name extends CommandName> = z.infer<(typeof commands)[Name]['request']>;
export type CommandReply<Name extends CommandName> = z.infer<(typeof commands)[Name]['reply']>;

export const isCommandName = (command: string): command is CommandName =>
	Object.hasOwn(commands, command);
