/** Commands that tell of people. */
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

const relationOf = (client: Client, {id}: Person): string | undefined => {
	const {friends, blocked, account} = client.getState();
	const friendship = friends.get(id);
	if (id === account.id) {
		return 'you';
	}

	return blocked.has(id) ? 'blocked by you' : friendship && friendshipWords[friendship];
};

const profileLines = (client: Client, person: Person): string[] => {
	const {signature = '', seenAt, presence} = person;
	const relation = relationOf(client, person);
	return [
		describePerson(person, relation === undefined ? [] : [relation]),
		...(signature === '' ? [] : [signature.replace(/\s+/g, ' ')]),
		...(seenAt === undefined || presence === 'offline'
			? []
			: [`Last seen ${describeMoment(seenAt)}`]),
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
		summary: 'Show what somebody tells about themselves.',
		arguments: ['person'],
		required: 1,
		async run(client, _context, [name = '']) {
			const {person} = await client.request('get-person', {name: personNameOf(name)});
			const friendship = client.getState().friends.get(person.id);
			return {
				lines: profileLines(client, person),
				objects: [{...person, ...(friendship === undefined ? {} : {friendship})}],
			};
		},
	},
};
