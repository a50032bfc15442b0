/** Commands by which a group's owner and admins govern its members. */
import type {Role} from '../../protocol/entities.ts';
import type {Client} from '../client-api.ts';
import type {ConversationState} from '../state.ts';
import {durationSuggestions} from './durations.ts';
import {openGroupOf, personNameOf} from './group-argument.ts';
import {describeRestriction, parseReason, parseRestriction} from './restriction-argument.ts';
import type {ArgumentKind, SlashCommand, SlashCommands} from './slash-command.ts';

type MemberAct = {
	readonly usage?: string;
	readonly summary: string;
	/** What may follow the name. */
	readonly more?: readonly ArgumentKind[];
	/** @returns the sentence that tells what was done, and what programs learn beside group and member */
	act(
		client: Client,
		group: ConversationState,
		name: string,
		words: readonly string[],
	): Promise<{said: string; told: object}>;
};

const memberAct = ({usage = '@name', summary, more = [], act}: MemberAct): SlashCommand => ({
	usage,
	summary,
	arguments: ['person', ...more],
	required: 1,
	takesPlace: true,
	async run(client, context, [person = '', ...words]) {
		const group = openGroupOf(client, context);
		const member = personNameOf(person);
		const {said, told} = await act(client, group, member, words);
		return {
			lines: [said],
			objects: [{conversation: group.id, name: group.name, member, ...told}],
		};
	},
});

const roleCommand = (role: Role, summary: string, said: (name: string) => string): SlashCommand =>
	memberAct({
		summary,
		async act(client, {id, name: group}, name) {
			await client.request('set-member-role', {conversation: id, name, role});
			return {said: `${said(name)} #${group}.`, told: {role}};
		},
	});

const bans: SlashCommand = {
	usage: '',
	summary: 'List who is banned from the group.',
	arguments: [],
	required: 0,
	takesPlace: true,
	async run(client, context) {
		const group = openGroupOf(client, context);
		const {bans: banned} = await client.request('list-member-bans', {conversation: group.id});
		return {
			lines:
				banned.length === 0
					? [`Nobody is banned from #${group.name}.`]
					: banned.map(({name}) => name),
			objects: banned,
		};
	},
};

export const groupMemberCommands: SlashCommands = {
	promote: roleCommand(
		'admin',
		'Make a member an admin of the group.',
		name => `${name} is an admin of`,
	),
	demote: roleCommand(
		'member',
		'Make an admin a plain member again.',
		name => `${name} is no longer an admin of`,
	),
	transfer: roleCommand(
		'owner',
		'Hand the group over; you stay as an admin.',
		name => `${name} owns`,
	),
	'group mute': memberAct({
		usage: '@name [for] [reason]',
		summary: 'Keep a member from writing in the group, for a while or until unmuted.',
		more: [{suggestions: durationSuggestions}, 'text'],
		async act(client, {id, name: group}, name, words) {
			const restriction = parseRestriction(words);
			await client.request('mute-member', {conversation: id, name, ...restriction});
			const how = describeRestriction(restriction);
			return {said: `${name} may not write in #${group}${how}`, told: restriction};
		},
	}),
	'group unmute': memberAct({
		summary: 'Let a member write in the group again.',
		async act(client, {id, name: group}, name) {
			await client.request('unmute-member', {conversation: id, name});
			return {said: `${name} may write in #${group} again.`, told: {}};
		},
	}),
	'group ban': memberAct({
		usage: '@name [reason]',
		summary: 'Put somebody out of the group, and keep them out.',
		more: ['text'],
		async act(client, {id, name: group}, name, words) {
			const reason = parseReason(words);
			await client.request('ban-member', {conversation: id, name, ...reason});
			return {said: `${name} is banned from #${group}${describeRestriction(reason)}`, told: reason};
		},
	}),
	'group unban': memberAct({
		summary: 'Let somebody into the group again.',
		async act(client, {id, name: group}, name) {
			await client.request('unban-member', {conversation: id, name});
			return {said: `${name} may join #${group} again.`, told: {}};
		},
	}),
	'group bans': bans,
};
