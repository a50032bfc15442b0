/** Commands about files: sending, fetching, looking at them, and what a conversation holds. */
import {fileKinds} from '../../protocol/file-description.ts';
import type {Client, MessagePlace} from '../client-api.ts';
import {downloadsFolder} from '../files/downloads-folder.ts';
import type {FileKind, MessageFile} from '../state.ts';
import {describeFacts} from './describe-file.ts';
import {describeMoment} from './durations.ts';
import {splitCaption, splitPaths} from './file-paths.ts';
import {findMessageArgument, messageKind, placeOf} from './message-argument.ts';
import {type SlashCommand, type SlashCommands, SlashUsageError} from './slash-command.ts';
import {conversationOf} from './target-argument.ts';

const listedMax = 50;

/** `PATH… -- CAPTION`; the caption goes with the first file. */
const parseSending = (text: string): {paths: string[]; caption: string} => {
	const {paths, caption} = splitCaption(text);
	if (paths.length === 0) {
		throw new SlashUsageError('Which file? Write "/send PATH" or drop a file into the window.');
	}

	return {paths, caption};
};

const send: SlashCommand = {
	usage: 'PATH… [-- CAPTION]',
	summary: 'Send files; quotes hold a blank in a name.',
	arguments: ['paths'],
	required: 1,
	takesPlace: true,
	async run(client, context, [text = '']) {
		const {id: conversation} = conversationOf(client, context);
		const {paths, caption} = parseSending(text);
		// All are looked at before the first is sent.
		client.checkFiles(paths);
		const ids = paths.map((path, index) =>
			client.sendFile(conversation, path, index === 0 ? caption : ''),
		);
		return {
			lines: [
				ids.length === 1 ? 'The file is on its way.' : `${ids.length} files are on their way.`,
			],
			objects: ids.map(id => ({conversation, id})),
			sent: ids,
		};
	},
};

/** @throws {SlashUsageError} when it carries none */
const findFile = async (
	client: Client,
	context: Parameters<SlashCommand['run']>[1],
	reference: string,
): Promise<{place: MessagePlace; file: MessageFile}> => {
	const message = await findMessageArgument(client, context, reference);
	const {file} = message.body;
	if (file === undefined) {
		throw new SlashUsageError(`The message ${reference} carries no file.`);
	}

	return {place: placeOf(message), file};
};

const get: SlashCommand = {
	usage: 'MESSAGE [PATH]',
	summary: 'Save the file of a message, in your downloads or at PATH; never over another file.',
	arguments: [messageKind, 'paths'],
	required: 1,
	takesPlace: true,
	async run(client, context, [reference = '', path]) {
		const {place} = await findFile(client, context, reference);
		const [target = downloadsFolder()] = splitPaths(path ?? '');
		const saved = await client.fetchFile(place, target);
		return {lines: [`Saved as ${saved}`], objects: [{...place, path: saved}]};
	},
};

/** Fetches the file of a message, and has the screen do something with it. */
const withFile = (summary: string, action: 'open' | 'play'): SlashCommand => ({
	usage: 'MESSAGE',
	summary,
	arguments: [messageKind],
	required: 1,
	takesPlace: true,
	async run(client, context, [reference = '']) {
		const {place, file} = await findFile(client, context, reference);
		if (action === 'play' && file.kind !== 'sound' && file.kind !== 'video') {
			throw new SlashUsageError(`${file.name} is neither sound nor video: /open opens it.`);
		}

		const path = await client.fetchFile(place);
		return {lines: [path], objects: [{...place, path}], show: {action, path}};
	},
});

const isKind = (word: string | undefined): word is FileKind =>
	(fileKinds as readonly (string | undefined)[]).includes(word);

const files: SlashCommand = {
	usage: '[picture|sound|video|file]',
	summary: 'List the files of the conversation, the newest first, or those of one kind.',
	arguments: [{words: fileKinds}],
	required: 0,
	takesPlace: true,
	async run(client, context, [kind]) {
		const {id: conversation} = conversationOf(client, context);
		const found = await client.listFiles(conversation, {
			limit: listedMax,
			...(isKind(kind) ? {kind} : {}),
		});
		const lines = found.files.map(({id, at, sender, file}) =>
			[describeMoment(at), `${sender?.name ?? ''}:`, file.name, `(${describeFacts(file)})`, id]
				.filter(part => part !== undefined)
				.join('  '),
		);
		return {
			lines: lines.length === 0 ? ['There are no files here.'] : lines,
			objects: found.files.map(entry => ({conversation, ...entry})),
		};
	},
};

export const fileCommands: SlashCommands = {
	send,
	get,
	open: withFile('Open the file of a message with the program that the system has for it.', 'open'),
	play: withFile('Play the sound or video of a message.', 'play'),
	files,
};
