/** `/retention`: shows how long messages of a conversation are kept, and sets it. */
import {targetOf} from '../targets.ts';
import {describeDuration, parseRetention} from './durations.ts';
import type {SlashCommand} from './slash-command.ts';
import {conversationOf} from './target-argument.ts';

/** `Messages of #ops are removed after 30 days.` */
export const describeRetention = (what: string, retentionMs: number): string =>
	retentionMs === 0
		? `${what} are kept for ever.`
		: `${what} are removed after ${describeDuration(retentionMs)}.`;

export const retentionCommand: SlashCommand = {
	usage: '[30d|off]',
	summary:
		'Show or set how long messages of this conversation are kept; from a day later on, older ones go from everywhere.',
	arguments: [{suggestions: ['off', '7d', '30d', '90d', '366d']}],
	required: 0,
	takesPlace: true,
	async run(client, context, [word]) {
		const open = conversationOf(client, context);
		const target = targetOf(open);
		const wanted = word === undefined ? {} : {retentionMs: parseRetention(word)};
		const told = await client.request('set-retention', {conversation: open.id, ...wanted});
		const {retentionMs, effectiveMs} = told;
		const own = describeRetention(`Messages of ${target}`, retentionMs);
		const serverRule = `shorter: ${describeDuration(effectiveMs)}`;
		return {
			lines: [
				retentionMs === effectiveMs ? own : `${own} The server's rule is ${serverRule}.`,
				...(word === undefined || retentionMs === 0
					? []
					: ['This takes effect in a day; until then it can be taken back.']),
			],
			objects: [{conversation: open.id, ...told}],
		};
	},
};
