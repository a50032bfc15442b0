/** Commands about a group's picture, its invitations, and its end. */
import {describeMoment, durationSuggestions, parseDuration} from './durations.ts';
import {groupOf, openGroupOf} from './group-argument.ts';
import {readPictureFile} from './picture-file.ts';
import {type SlashCommand, type SlashCommands, SlashUsageError} from './slash-command.ts';
import {parseUses} from './uses-argument.ts';

/** `5`, `2d`, or `5 2d` in either order. @throws {SlashUsageError} */
const parseInvitation = (words: readonly string[]): {uses?: number; validMs?: number} => {
	const uses = words.filter(word => /^\d+$/.test(word));
	const spans = words.filter(word => !/^\d+$/.test(word));
	if (uses.length > 1 || spans.length > 1) {
		throw new SlashUsageError('Give how many people and how long, as "5 2d".');
	}

	const [count] = uses;
	const [span] = spans;
	return {
		...(count === undefined ? {} : {uses: parseUses(count)}),
		...(span === undefined ? {} : {validMs: parseDuration(span)}),
	};
};

const link: SlashCommand = {
	usage: '[USES] [for]',
	summary: 'Make a code with which people can join the group: "/group link 5 2d".',
	arguments: [{suggestions: ['1', '5', '10']}, {suggestions: durationSuggestions}],
	required: 0,
	takesPlace: true,
	async run(client, context, words) {
		const group = openGroupOf(client, context);
		const made = await client.request('create-group-invitation', {
			conversation: group.id,
			...parseInvitation(words),
		});
		return {
			lines: [`/join ${made.code}  (to #${group.name}, until ${describeMoment(made.expiresAt)})`],
			objects: [{conversation: group.id, name: group.name, ...made}],
		};
	},
};

export const groupEntranceCommands: SlashCommands = {
	'group link': link,
	'group unlink': {
		usage: '',
		summary: 'Make all codes of the group void.',
		arguments: [],
		required: 0,
		takesPlace: true,
		async run(client, context) {
			const {id, name} = openGroupOf(client, context);
			await client.request('revoke-group-invitations', {conversation: id});
			return {
				lines: [`Nobody joins #${name} by an old code any more.`],
				objects: [{conversation: id, name}],
			};
		},
	},
	'group picture': {
		usage: '[FILE]',
		summary:
			"Set the group's picture from a PNG, JPEG, GIF or WebP file; without one, take it away.",
		arguments: ['word'],
		required: 0,
		takesPlace: true,
		async run(client, context, [file]) {
			const {id, name} = openGroupOf(client, context);
			const picture = file === undefined ? '' : await readPictureFile(file);
			await client.request('set-group-picture', {conversation: id, picture});
			const what = file === undefined ? 'no picture any more' : 'a new picture';
			return {
				lines: [`#${name} has ${what}.`],
				objects: [{conversation: id, name, hasPicture: file !== undefined}],
			};
		},
	},
	'group delete': {
		usage: '#group',
		summary: 'Delete a group for everyone, for ever; it has to be named.',
		arguments: ['group'],
		required: 1,
		async run(client, context, [argument]) {
			const {id, name} = groupOf(client, context, argument);
			await client.request('delete-group', {conversation: id});
			return {lines: [`#${name} is deleted.`], objects: [{conversation: id, name}]};
		},
	},
};
