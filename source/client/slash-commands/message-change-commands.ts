/** Commands about messages that are there: reactions, edits, taking back, hiding. */
import type {Client, MessagePlace} from '../client-api.ts';
import {describeMoment} from './durations.ts';
import {
	type FoundMessage,
	findMessageArgument,
	messageKind,
	messageObject,
	placeOf,
} from './message-argument.ts';
import type {SlashCommand, SlashCommands} from './slash-command.ts';

const emojiSuggestions = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🙏', '👀', '✅', '👎'];

/** A command that takes one message and says one sentence. */
const messageAct = (options: {
	summary: string;
	said: string;
	act(client: Client, message: MessagePlace): Promise<void>;
}): SlashCommand => ({
	usage: 'MESSAGE',
	summary: options.summary,
	arguments: [messageKind],
	required: 1,
	takesPlace: true,
	async run(client, context, [reference = '']) {
		const place = placeOf(await findMessageArgument(client, context, reference));
		await options.act(client, place);
		return {lines: [options.said], objects: [place]};
	},
});

/** What the message said before: the local copy has it once the conversation was fetched. */
const versionsOf = (client: Client, message: FoundMessage) => {
	const versions = client.listVersions(placeOf(message));
	return versions.length === 0 ? [{at: message.at, text: message.body.text}] : versions;
};

export const messageChangeCommands: SlashCommands = {
	react: {
		usage: 'MESSAGE EMOJI',
		summary: 'Put an emoji on a message; again takes it back.',
		arguments: [messageKind, {suggestions: emojiSuggestions}],
		required: 2,
		takesPlace: true,
		async run(client, context, [reference = '', emoji = '']) {
			const message = await findMessageArgument(client, context, reference);
			const given = message.body.reactions.find(reaction => reaction.emoji === emoji);
			const isOn = !(given?.isOwn ?? false);
			await client.reactToMessage(placeOf(message), emoji, isOn);
			return {
				lines: [isOn ? `You reacted with ${emoji}.` : `You took ${emoji} back.`],
				objects: [{...placeOf(message), emoji, isOn}],
			};
		},
	},
	edit: {
		usage: 'MESSAGE TEXT',
		summary: 'Change one of your messages; what it said before stays to be seen.',
		arguments: [messageKind, 'text'],
		required: 2,
		takesPlace: true,
		async run(client, context, [reference = '', text = '']) {
			const place = placeOf(await findMessageArgument(client, context, reference));
			await client.editMessage(place, text);
			return {lines: ['The message is changed.'], objects: [{...place, text}]};
		},
	},
	versions: {
		usage: 'MESSAGE',
		summary: 'Show what an edited message said, the oldest text first.',
		arguments: [messageKind],
		required: 1,
		takesPlace: true,
		async run(client, context, [reference = '']) {
			const message = await findMessageArgument(client, context, reference);
			if (message.body.isRecalled) {
				return {lines: ['The message was recalled.'], objects: [messageObject(message)]};
			}

			const versions = versionsOf(client, message);
			return {
				lines: versions.map(({at, text}) => `${describeMoment(at)}  ${text.replace(/\s+/g, ' ')}`),
				objects: versions,
			};
		},
	},
	recall: messageAct({
		summary: 'Take a message back for everyone.',
		said: 'The message is taken back.',
		act: (client, message) => client.recallMessage(message),
	}),
	delete: messageAct({
		summary: 'Hide a message from yourself, on all your devices.',
		said: 'You no longer see the message; others do.',
		act: (client, message) => client.hideMessage(message),
	}),
};
