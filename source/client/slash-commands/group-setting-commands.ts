/** Commands about how a group is: its topic, its pace, who finds it, who may do what. */
import type {CommandRequest} from '../../protocol/commands.ts';
import {limits} from '../../protocol/limits.ts';
import type {Client} from '../client-api.ts';
import type {ConversationState} from '../state.ts';
import {describeDuration, parseDuration} from './durations.ts';
import {openGroupOf} from './group-argument.ts';
import type {ArgumentKind, SlashCommand, SlashCommands, SlashResult} from './slash-command.ts';
import {requireShort} from './text-argument.ts';

type Change = Omit<CommandRequest<'change-group'>, 'conversation'>;

const told = ({id, name}: ConversationState, line: string, more: object): SlashResult => ({
	lines: [line],
	objects: [{conversation: id, name, ...more}],
});

const changeGroup = async (
	client: Client,
	group: ConversationState,
	change: Change,
	said: string,
): Promise<SlashResult> => {
	await client.request('change-group', {conversation: group.id, ...change});
	return told(group, said, change);
};

const settingCommand = (options: {
	usage: string;
	summary: string;
	arguments: readonly ArgumentKind[];
	required: number;
	act(client: Client, group: ConversationState, args: readonly string[]): Promise<SlashResult>;
}): SlashCommand => ({
	usage: options.usage,
	summary: options.summary,
	arguments: options.arguments,
	required: options.required,
	takesPlace: true,
	run: async (client, context, args) => options.act(client, openGroupOf(client, context), args),
});

const visibilityCommand = (
	visibility: 'public' | 'private',
	summary: string,
	what: string,
): SlashCommand =>
	settingCommand({
		usage: '',
		summary,
		arguments: [],
		required: 0,
		act: (client, group) => changeGroup(client, group, {visibility}, `#${group.name} is ${what}`),
	});

const topic = settingCommand({
	usage: '[TEXT|off]',
	summary: "Show the group's topic, or change it.",
	arguments: ['text'],
	required: 0,
	async act(client, group, [text]) {
		if (text === undefined) {
			const topic = group.settings?.topic ?? '';
			return told(group, topic === '' ? `#${group.name} has no topic.` : topic, {topic});
		}

		requireShort(text, limits.topicLengthMax, 'A topic');
		return text === 'off'
			? changeGroup(client, group, {topic: ''}, `#${group.name} has no topic any more.`)
			: changeGroup(client, group, {topic: text}, `The topic of #${group.name} is: ${text}`);
	},
});

const describeSlow = ({name}: ConversationState, slowMs: number): string =>
	slowMs === 0
		? `In #${name} everybody writes as fast as they like.`
		: `In #${name} everybody may write once in ${describeDuration(slowMs)}.`;

const slow = settingCommand({
	usage: '[30s|off]',
	summary: 'Show or set how long a member waits between two messages.',
	arguments: [{suggestions: ['off', '10s', '30s', '1m', '10m']}],
	required: 0,
	async act(client, group, [wait]) {
		if (wait === undefined) {
			const slowMs = group.settings?.slowMs ?? 0;
			return told(group, describeSlow(group, slowMs), {slowMs});
		}

		const slowMs = wait === 'off' ? 0 : parseDuration(wait, limits.slowModeMsMax);
		return changeGroup(client, group, {slowMs}, describeSlow(group, slowMs));
	},
});

const title = settingCommand({
	usage: '[TEXT]',
	summary: "Set the group's title; without one, take it away.",
	arguments: ['text'],
	required: 0,
	async act(client, group, [text = '']) {
		requireShort(text, limits.titleLengthMax, 'A title');
		return changeGroup(
			client,
			group,
			{title: text},
			text === '' ? `#${group.name} has no title any more.` : `#${group.name} is called "${text}".`,
		);
	},
});

const history = settingCommand({
	usage: 'all|joined',
	summary: 'Let new members read everything, or only what is said from their joining on.',
	arguments: [{words: ['all', 'joined']}],
	required: 1,
	act: (client, group, [word]) =>
		word === 'all'
			? changeGroup(client, group, {history: 'all'}, 'New members read what was said before.')
			: changeGroup(client, group, {history: 'joined'}, 'New members read from their joining on.'),
});

const allow = settingCommand({
	usage: 'post|invite|pin members|admins',
	summary: 'Set who may write, invite or pin: all members, or admins only.',
	arguments: [{words: ['post', 'invite', 'pin']}, {words: ['members', 'admins']}],
	required: 2,
	act: (client, group, [what = '', who]) =>
		changeGroup(
			client,
			group,
			{permissions: {[what]: who}},
			`In #${group.name} ${who === 'admins' ? 'only admins' : 'all members'} may ${what} now.`,
		),
});

export const groupSettingCommands: SlashCommands = {
	topic,
	slow,
	'group title': title,
	'group public': visibilityCommand('public', 'Let anybody find and join the group.', 'public.'),
	'group private': visibilityCommand(
		'private',
		'Let people join by invitation only.',
		'private: people join by invitation.',
	),
	'group history': history,
	'group allow': allow,
};
