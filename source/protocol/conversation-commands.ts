/** Commands that open, enter, leave and govern conversations. */
import * as z from 'zod';
import {
	afterName,
	code,
	forMs,
	memberOfGroup,
	names,
	nothing,
	page,
	query,
	reason,
} from './command-fields.ts';
import {
	conversation,
	groupSettings,
	line,
	listedGroup,
	logId,
	member,
	name,
	permissions,
	picture,
	profile,
	role,
	timestamp,
} from './entities.ts';
import {limits} from './limits.ts';

export const conversationCommands = {
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
			title: line(limits.titleLengthMax).optional(),
			settings: groupSettings.partial().optional(),
			members: names.optional(),
		}),
		reply: z.object({conversation}),
	},
	/** A private group takes the code of an invitation, which names the group by itself. */
	'join-group': {
		request: z.object({name: name.optional(), code: code.optional()}),
		reply: z.object({conversation}),
	},
	/** Public groups by name after `after`. */
	'list-groups': {
		request: z.object({query, after: afterName, limit: page.optional()}),
		reply: z.object({groups: z.array(listedGroup), more: z.boolean()}),
	},
	/** Changes what is named. */
	'change-group': {
		request: groupSettings
			.partial()
			.extend({conversation: logId, permissions: permissions.partial().optional()}),
		reply: nothing,
	},
	'set-group-picture': {request: z.object({conversation: logId, picture}), reply: nothing},
	'delete-group': {request: z.object({conversation: logId}), reply: nothing},
	'create-group-invitation': {
		request: z.object({
			conversation: logId,
			uses: z.int().positive().max(limits.invitationUsesMax).optional(),
			validMs: forMs,
		}),
		reply: z.object({code, expiresAt: timestamp}),
	},
	/** Voids all invitations of the group. */
	'revoke-group-invitations': {request: z.object({conversation: logId}), reply: nothing},
	'leave-group': {request: z.object({conversation: logId}), reply: nothing},
	'invite-member': {request: memberOfGroup, reply: nothing},
	'remove-member': {request: memberOfGroup, reply: nothing},
	/** `owner` hands the group over; the owner before becomes an admin. */
	'set-member-role': {request: memberOfGroup.extend({role}), reply: nothing},
	'mute-member': {request: memberOfGroup.extend({forMs, reason}), reply: nothing},
	'unmute-member': {request: memberOfGroup, reply: nothing},
	/** Removes the person, member or not yet, and keeps them out. */
	'ban-member': {request: memberOfGroup.extend({reason}), reply: nothing},
	'unban-member': {request: memberOfGroup, reply: nothing},
	'list-member-bans': {
		request: z.object({conversation: logId}),
		reply: z.object({bans: z.array(profile)}),
	},
	/** Members by account id, after `after`. */
	'list-members': {
		request: z.object({conversation: logId, after: z.int().optional(), limit: page.optional()}),
		reply: z.object({members: z.array(member), more: z.boolean()}),
	},
} as const;
