/** Commands about pinned messages. */
import type {Client} from '../client-api.ts';
import {
	describeMessage,
	type FoundMessage,
	findMessageArgument,
	foundMessage,
	messageKind,
	messageObject,
	placeOf,
} from './message-argument.ts';
import type {SlashCommand, SlashCommands} from './slash-command.ts';
import {conversationOf} from './target-argument.ts';

const pinCommand = (isOn: boolean, summary: string): SlashCommand => ({
	usage: 'MESSAGE',
	summary,
	arguments: [messageKind],
	required: 1,
	takesPlace: true,
	async run(client, context, [reference = '']) {
		const place = placeOf(await findMessageArgument(client, context, reference));
		await client.pinMessage(place, isOn);
		return {
			lines: [isOn ? 'The message is pinned.' : 'The message is no longer pinned.'],
			objects: [{...place, isOn}],
		};
	},
});

/** Fetches the message when it is not in the local copy; `undefined` when it is hidden. */
const readPinned = async (
	client: Client,
	conversation: number,
	seq: number,
): Promise<FoundMessage | undefined> => {
	const place = {conversation, seq};
	let item = client.readMessage(place);
	if (item === undefined) {
		await client.readEntries(conversation, {limit: 1, before: seq + 1});
		item = client.readMessage(place);
	}

	return item && foundMessage(item);
};

export const pinCommands: SlashCommands = {
	pin: pinCommand(true, 'Pin a message, so that everybody finds it.'),
	unpin: pinCommand(false, 'Take a pin away.'),
	pins: {
		usage: '',
		summary: 'List the pinned messages, the newest pin first.',
		arguments: [],
		required: 0,
		takesPlace: true,
		async run(client, context) {
			const {id, pins} = conversationOf(client, context);
			const read = await Promise.all(pins.toReversed().map(seq => readPinned(client, id, seq)));
			const messages = read.filter(message => message !== undefined);
			return {
				lines:
					messages.length === 0
						? ['Nothing is pinned here.']
						: messages.map(message => describeMessage(client, message)),
				objects: messages.map(messageObject),
			};
		},
	},
};
