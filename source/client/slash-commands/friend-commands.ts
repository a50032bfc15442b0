/** Commands about friends, and about people one does not want to hear of. */
import type {Client} from '../client-api.ts';
import type {Friendship} from '../state.ts';
import {findPerson} from '../targets.ts';
import {describePerson} from './describe-person.ts';
import {personNameOf} from './group-argument.ts';
import type {SlashCommand, SlashCommands} from './slash-command.ts';

const friendshipNotes: Record<Friendship, string> = {
	friend: 'friend',
	asked: 'you asked, no answer yet',
	asking: 'asks you: /accept or /decline',
};

/** A command that names one person and says one sentence. */
const personAct = (options: {
	summary: string;
	act(client: Client, name: string): Promise<unknown>;
	/** `friendship`: as it was before. */
	sayWhenDone(name: string, friendship: Friendship | undefined): string;
}): SlashCommand => ({
	usage: '@name',
	summary: options.summary,
	arguments: ['person'],
	required: 1,
	async run(client, _context, [argument = '']) {
		const name = personNameOf(argument);
		const state = client.getState();
		const friendship = state.friends.get(findPerson(state, name)?.id ?? 0);
		await options.act(client, name);
		return {lines: [options.sayWhenDone(name, friendship)], objects: [{name}]};
	},
});

const nowFriends = (name: string): string => `You and ${name} are friends now.`;

const personOf = (client: Client, id: number) =>
	client.getState().people.get(id) ?? {id, name: `account ${id}`};

const friends: SlashCommand = {
	usage: '',
	summary: 'List your friends, requests, and the people you block.',
	arguments: [],
	required: 0,
	run(client) {
		const state = client.getState();
		const known = [...state.friends].map(([id, friendship]) => ({
			account: personOf(client, id),
			friendship,
		}));
		const blocked = [...state.blocked].map(id => personOf(client, id));
		const lines = [
			...known.map(({account, friendship}) =>
				describePerson(account, [friendshipNotes[friendship]]),
			),
			...blocked.map(account => describePerson(account, ['blocked'])),
		];
		return Promise.resolve({
			lines: lines.length === 0 ? ['You have no friends here yet: /friend @name asks.'] : lines,
			objects: [...known, ...blocked.map(account => ({account, isBlocked: true}))],
		});
	},
};

export const friendCommands: SlashCommands = {
	friend: personAct({
		summary: 'Ask somebody to be your friend.',
		act: (client, name) => client.request('request-friend', {name}),
		sayWhenDone: (name, friendship) =>
			friendship === 'asking' ? nowFriends(name) : `You asked ${name} to be your friend.`,
	}),
	accept: personAct({
		summary: 'Accept a request to be friends.',
		act: (client, name) => client.request('answer-friend', {name, accept: true}),
		sayWhenDone: nowFriends,
	}),
	decline: personAct({
		summary: 'Decline a request to be friends.',
		act: (client, name) => client.request('answer-friend', {name, accept: false}),
		sayWhenDone: name => `You declined the request of ${name}.`,
	}),
	unfriend: personAct({
		summary: 'End a friendship, or take your request back.',
		act: (client, name) => client.request('remove-friend', {name}),
		sayWhenDone: (name, friendship) =>
			friendship === 'asked'
				? `You took your request to ${name} back.`
				: `You and ${name} are no longer friends.`,
	}),
	friends,
	block: personAct({
		summary: 'Hear nothing of somebody any more; they are not told. It ends a friendship.',
		act: (client, name) => client.request('block-account', {name}),
		sayWhenDone: name => `You blocked ${name}.`,
	}),
	unblock: personAct({
		summary: 'Hear of somebody again.',
		act: (client, name) => client.request('unblock-account', {name}),
		sayWhenDone: name => `You no longer block ${name}.`,
	}),
};
