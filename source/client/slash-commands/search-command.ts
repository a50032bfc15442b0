/** `/search`: finds people, and messages in what is copied here and in what it fetches for that. */
import {limits} from '../../protocol/limits.ts';
import type {Client} from '../client-api.ts';
import {describePerson} from './describe-person.ts';
import {describeMessage, foundMessage, messageObject} from './message-argument.ts';
import type {SlashCommands} from './slash-command.ts';

const messagesMax = 50;
/** A device that is new has little: so much is fetched before it is searched. */
const conversationsMax = 20;
const entriesMax = 1_000;

const isOnline = (client: Client): boolean => client.getState().connection.status === 'online';

/** The conversations that were written in last, so far back. */
const copyHistory = async (client: Client): Promise<void> => {
	const conversations = [...client.getState().conversations.values()]
		.filter(({isLeft}) => !isLeft)
		.sort((one, other) => other.lastAt - one.lastAt)
		.slice(0, conversationsMax);
	for (const {id} of conversations) {
		await client.readEntries(id, {limit: entriesMax});
	}
};

export const searchCommands: SlashCommands = {
	search: {
		usage: 'WORDS',
		summary: 'Find people by their names, and messages that hold all the words.',
		arguments: ['text'],
		required: 1,
		async run(client, _context, [words = '']) {
			const isName = words.length <= limits.nicknameLengthMax;
			const people = isName && isOnline(client) ? await client.listPeople(words) : [];
			if (isOnline(client)) {
				await copyHistory(client);
			}

			const messages = client
				.searchMessages(words, {limit: messagesMax})
				.map(foundMessage)
				.filter(message => message !== undefined);
			const lines = [
				...people.map(person => describePerson(person)),
				...messages.map(message => describeMessage(client, message)),
			];
			return {
				lines: lines.length === 0 ? ['Nothing was found.'] : lines,
				objects: [
					...people.map(person => ({kind: 'person', ...person})),
					...messages.map(message => ({kind: 'message', ...messageObject(message)})),
				],
			};
		},
	},
};
