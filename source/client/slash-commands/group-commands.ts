/** Commands about groups: making, joining, leaving, and who is in them. */
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import type {Client} from '../client-api.ts';
import type {ConversationState} from '../state.ts';
import {groupNameOf, groupOf, personNameOf} from './group-argument.ts';
import {publicGroups} from './public-groups.ts';
import {
	type SlashCommands,
	type SlashContext,
	type SlashResult,
	SlashUsageError,
} from './slash-command.ts';
import {titleOf} from './target-argument.ts';

const objectOf = ({id, name, kind}: ConversationState, more: object = {}): object => ({
	conversation: id,
	name,
	kind,
	...more,
});

const entered = (
	client: Client,
	conversation: number,
	say: (name: string) => string,
): SlashResult => {
	const state = client.getState().conversations.get(conversation);
	return {
		lines: [say(state?.name ?? '')],
		objects: state === undefined ? [] : [objectOf(state)],
		openConversation: conversation,
	};
};

/** Private from its first moment on. */
const createPrivateGroup = async (
	client: Client,
	name: string,
	members: string[],
): Promise<number> => {
	await client.request('create-group', {name, members, settings: {visibility: 'private'}});
	// A member who joins just gets the state.
	return client.joinGroup(name);
};

/** A group, or people with whom there is a conversation: leaving makes none. */
const conversationToLeave = (
	client: Client,
	context: SlashContext,
	target: string | undefined,
): ConversationState => {
	if (target === undefined) {
		const open = client.getState().conversations.get(context.conversation ?? 0);
		if (open === undefined) {
			throw new SlashUsageError('Which conversation? Open it, or name it: #group or @bob,@carol.');
		}

		return open;
	}

	if (!target.startsWith('@')) {
		return groupOf(client, context, target);
	}

	const names = target.split(',').map(personNameOf).sort();
	const found = [...client.getState().conversations.values()].find(
		({kind, name, isLeft}) =>
			kind === 'direct' && !isLeft && name.split(', ').sort().join() === names.join(),
	);
	if (found === undefined) {
		throw new ProtocolError('not-found', `You are in no conversation with ${target}.`);
	}

	return found;
};

export const groupCommands: SlashCommands = {
	groups: publicGroups,
	'group create': {
		usage: 'NAME [private] [@member …]',
		summary: 'Make a group, and bring people in; a private one is found by nobody else.',
		arguments: ['word', 'person'],
		required: 1,
		repeats: true,
		async run(client, _context, [argument = '', ...others]) {
			const name = groupNameOf(argument);
			const isPrivate = others[0] === 'private';
			const members = (isPrivate ? others.slice(1) : others).map(personNameOf);
			const conversation = isPrivate
				? await createPrivateGroup(client, name, members)
				: await client.createGroup(name, members);
			return entered(client, conversation, made => `You made the group #${made}.`);
		},
	},
	join: {
		usage: '#group|CODE',
		summary: 'Join a public group by its name, or any group by the code of an invitation.',
		arguments: ['group'],
		required: 1,
		async run(client, _context, [argument = '']) {
			// Codes are longer than any name.
			const isCode = !argument.startsWith('#') && [...argument].length > limits.nameLengthMax;
			const conversation = isCode
				? await client.joinGroup(undefined, argument)
				: await client.joinGroup(groupNameOf(argument));
			return entered(client, conversation, joined => `You are in #${joined} now.`);
		},
	},
	leave: {
		usage: '[TARGET]',
		summary:
			'Leave a group, or a conversation of several people; what was said stays readable here.',
		arguments: ['target'],
		required: 0,
		async run(client, context, [target]) {
			const left = conversationToLeave(client, context, target);
			await client.leaveGroup(left.id);
			return {lines: [`You left ${titleOf(client, left.id)}.`], objects: [objectOf(left)]};
		},
	},
	invite: {
		usage: '@name [#group]',
		summary: 'Bring somebody into a group.',
		arguments: ['person', 'group'],
		required: 1,
		async run(client, context, [person = '', name]) {
			const group = groupOf(client, context, name);
			const member = personNameOf(person);
			await client.inviteMember(group.id, member);
			return {
				lines: [`${member} is in #${group.name} now.`],
				objects: [objectOf(group, {member})],
			};
		},
	},
	remove: {
		usage: '@name [#group]',
		summary: 'Put somebody out of a group.',
		arguments: ['person', 'group'],
		required: 1,
		async run(client, context, [person = '', name]) {
			const group = groupOf(client, context, name);
			const member = personNameOf(person);
			await client.removeMember(group.id, member);
			return {
				lines: [`${member} is no longer in #${group.name}.`],
				objects: [objectOf(group, {member})],
			};
		},
	},
	members: {
		usage: '[#group]',
		summary: 'List who is in a group.',
		arguments: ['group'],
		required: 0,
		async run(client, context, [name]) {
			const group = groupOf(client, context, name);
			const members = await client.listMembers(group.id);
			return {
				lines: members.map(({account, role}) => {
					const notes = [account.presence, role === 'member' ? undefined : role];
					const noted = notes.filter(note => note !== undefined).join(', ');
					return noted === '' ? account.name : `${account.name} (${noted})`;
				}),
				objects: members.map(({account, role}) => ({...account, role})),
			};
		},
	},
};
