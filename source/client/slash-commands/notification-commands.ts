/** Commands about what a conversation rings for. */
import type {NotifyLevel} from '../../protocol/entities.ts';
import type {Client} from '../client-api.ts';
import {describeDuration, durationSuggestions, parseDuration} from './durations.ts';
import {type SlashCommands, type SlashResult, SlashUsageError} from './slash-command.ts';
import {namedOrOpen, titleOf} from './target-argument.ts';

const levelWords: Record<NotifyLevel, string> = {
	all: 'rings for every message',
	mentions: 'rings only for mentions',
	none: 'does not ring',
};

const setNotifications = async (
	client: Client,
	conversation: number,
	level: NotifyLevel,
	forMs?: number,
): Promise<SlashResult> => {
	const request = {conversation, level, ...(forMs === undefined ? {} : {forMs})};
	await client.request('set-notifications', request);
	const span = forMs === undefined ? '' : ` for ${describeDuration(forMs)}`;
	return {
		lines: [`${titleOf(client, conversation)} ${levelWords[level]}${span}.`],
		objects: [request],
	};
};

export const notificationCommands: SlashCommands = {
	mute: {
		usage: '[TARGET] [for]',
		summary: 'Have a conversation not ring, for a while or until unmuted.',
		arguments: ['target', {suggestions: durationSuggestions}],
		required: 0,
		async run(client, context, args) {
			const [first = ''] = args;
			const target = /^[@#]/.test(first) ? first : undefined;
			const [span, ...others] = target === undefined ? args : args.slice(1);
			if (others.length > 0) {
				throw new SlashUsageError('Name a conversation first, then how long: "/mute #ops 8h".');
			}

			const forMs = span === undefined ? undefined : parseDuration(span);
			const conversation = await namedOrOpen(client, context, target);
			return setNotifications(client, conversation, 'none', forMs);
		},
	},
	unmute: {
		usage: '[TARGET]',
		summary: 'Have a conversation ring again.',
		arguments: ['target'],
		required: 0,
		async run(client, context, [target]) {
			return setNotifications(client, await namedOrOpen(client, context, target), 'all');
		},
	},
	notify: {
		usage: 'all|mentions|none [TARGET]',
		summary: 'Choose which messages of a conversation ring.',
		arguments: [{words: ['all', 'mentions', 'none']}, 'target'],
		required: 1,
		async run(client, context, [level, target]) {
			return setNotifications(
				client,
				await namedOrOpen(client, context, target),
				level as NotifyLevel,
			);
		},
	},
};
