/** Commands about what others see of oneself: nickname, picture, signature, status, presence. */
import type {CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import {readPictureFile} from './picture-file.ts';
import type {SlashCommand, SlashCommands} from './slash-command.ts';
import {requireShort} from './text-argument.ts';

type ProfileField = keyof CommandRequest<'set-profile'>;

/** Without a text, what stood there is taken away. */
const profileCommand = (
	field: ProfileField,
	options: {summary: string; what: string; lengthMax: number},
): SlashCommand => ({
	usage: '[TEXT]',
	summary: options.summary,
	arguments: ['text'],
	required: 0,
	async run(client, _context, [text = '']) {
		requireShort(text, options.lengthMax, `A ${options.what}`);
		await client.request('set-profile', {[field]: text});
		return {
			lines: [
				text === ''
					? `You have no ${options.what} any more.`
					: `Your ${options.what} is "${text}" now.`,
			],
			objects: [{[field]: text}],
		};
	},
});

const presenceCommand = (presence: 'online' | 'away' | 'busy', summary: string): SlashCommand => ({
	usage: '',
	summary,
	arguments: [],
	required: 0,
	async run(client) {
		await client.request('set-presence', {presence});
		return {lines: [`Others see you as ${presence} now.`], objects: [{presence}]};
	},
});

export const profileCommands: SlashCommands = {
	nick: profileCommand('nickname', {
		summary: 'Set the nickname shown beside your name; without one, take it away.',
		what: 'nickname',
		lengthMax: limits.nicknameLengthMax,
	}),
	avatar: {
		usage: '[FILE]',
		summary: 'Set your picture from a PNG, JPEG, GIF or WebP file; without one, take it away.',
		arguments: ['word'],
		required: 0,
		async run(client, _context, [file]) {
			const picture = file === undefined ? '' : await readPictureFile(file);
			await client.request('set-avatar', {picture});
			return {
				lines: [file === undefined ? 'You have no picture any more.' : 'Your picture is set.'],
				objects: [{hasAvatar: file !== undefined}],
			};
		},
	},
	signature: profileCommand('signature', {
		summary: 'Set the lines under your name in your profile; without any, take them away.',
		what: 'signature',
		lengthMax: limits.signatureLengthMax,
	}),
	status: profileCommand('status', {
		summary: 'Tell what you are doing, as "/status at lunch"; without a text, take it away.',
		what: 'status',
		lengthMax: limits.statusLengthMax,
	}),
	online: presenceCommand('online', 'Be seen as online while you are connected.'),
	away: presenceCommand('away', 'Be seen as away.'),
	busy: presenceCommand('busy', 'Be seen as busy.'),
};
