/** Commands that tell of people. */
import {ProtocolError} from '../../protocol/errors.ts';
import {limits} from '../../protocol/limits.ts';
import type {Client} from '../client-api.ts';
import type {Person} from '../state.ts';
import {describePerson} from './describe-person.ts';
import {describeMoment} from './durations.ts';
import {personNameOf} from './group-argument.ts';
import type {SlashCommands} from './slash-command.ts';

const friendshipWords = {
	friend: 'a friend of yours',
	asked: 'has not answered your request yet',
	asking: 'asks to be your friend',
} as const;

const relationOf = (client: Client, {id}: Person): string => {
	const {friends, blocked, account} = client.getState();
	const friendship = friends.get(id);
	if (id === account.id) {
		return 'you';
	}

	if (blocked.has(id)) {
		return 'blocked by you';
	}

	return friendship === undefined ? 'no friend of yours' : friendshipWords[friendship];
};

/** Groups that are looked through for somebody, and how many members such a group may have. */
const groupsMax = 20;
const groupMembersMax = limits.listPageMax;

const isMember = async (client: Client, conversation: number, id: number): Promise<boolean> => {
	const body = {conversation, limit: groupMembersMax};
	try {
		const {members} = await client.request('list-members', body);
		return members.some(({account}) => account.id === id);
	} catch (error) {
		// It was left a moment ago.
		if (error instanceof ProtocolError && error.code === 'not-a-member') {
			return false;
		}

		throw error;
	}
};

/** Names of groups that both are in: the small ones where something happened last. */
const sharedGroups = async (client: Client, {id}: Person): Promise<readonly string[]> => {
	const {account, conversations} = client.getState();
	if (id === account.id) {
		return [];
	}

	const groups = [...conversations.values()]
		.filter(({kind, isLeft, memberCount}) => {
			const isSmall = memberCount <= groupMembersMax;
			return kind === 'group' && !isLeft && isSmall;
		})
		.sort((one, other) => other.lastAt - one.lastAt)
		.slice(0, groupsMax);
	const isShared = await Promise.all(groups.map(group => isMember(client, group.id, id)));
	return groups.filter((_group, index) => isShared[index]).map(({name}) => name);
};

const profileLines = (client: Client, person: Person, groups: readonly string[]): string[] => {
	const {name, signature = '', seenAt, presence} = person;
	return [
		describePerson(person, [relationOf(client, person)]),
		...(signature === '' ? [] : [signature.replace(/\s+/g, ' ')]),
		...(seenAt === undefined || presence === 'offline'
			? []
			: [`Last seen ${describeMoment(seenAt)}`]),
		...(groups.length === 0
			? []
			: [`You are both in ${groups.map(group => `#${group}`).join(', ')}.`]),
		...(presence === undefined
			? [`Only friends and members of the same small groups see whether ${name} is online.`]
			: []),
	];
};

export const peopleCommands: SlashCommands = {
	who: {
		usage: '[FILTER]',
		summary: 'List the people of this server, or those whose name holds a few letters.',
		arguments: ['word'],
		required: 0,
		async run(client, _context, [filter]) {
			const people = await client.listPeople(filter && personNameOf(filter));
			return {
				lines:
					people.length === 0
						? ['There is nobody of that name.']
						: people.map(person => describePerson(person)),
				objects: people,
			};
		},
	},
	whois: {
		usage: '@name',
		summary: 'Show what somebody tells about themselves, and what you share with them.',
		arguments: ['person'],
		required: 1,
		async run(client, _context, [name = '']) {
			const {person} = await client.request('get-person', {name: personNameOf(name)});
			const friendship = client.getState().friends.get(person.id);
			const groups = await sharedGroups(client, person);
			return {
				lines: profileLines(client, person, groups),
				objects: [{...person, ...(friendship === undefined ? {} : {friendship}), groups}],
			};
		},
	},
};
