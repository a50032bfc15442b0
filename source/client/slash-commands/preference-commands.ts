/** Commands about being disturbed: do-not-disturb, keywords, and who learns what one has read. */
import type {Preferences} from '../../protocol/entities.ts';
import {limits} from '../../protocol/limits.ts';
import type {Client} from '../client-api.ts';
import {describeMoment, parseDuration} from './durations.ts';
import {type SlashCommand, type SlashCommands, SlashUsageError} from './slash-command.ts';
import {requireShort} from './text-argument.ts';

const clock = (minutes: number): string =>
	`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** `22:00-07:00`; `undefined` when it is no span of hours. */
const parseHours = (word: string): {from: number; to: number} | undefined => {
	const found = /^([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)$/.exec(word);
	if (found === null) {
		return undefined;
	}

	const [, fromHour, fromMinute, toHour, toMinute] = found.map(Number);
	return {
		from: (fromHour ?? 0) * 60 + (fromMinute ?? 0),
		to: (toHour ?? 0) * 60 + (toMinute ?? 0),
	};
};

/** @throws {SlashUsageError} */
const parseQuiet = (word: string, now: number): Partial<Preferences> => {
	if (word === 'off') {
		return {quietUntil: 0, quietHours: {from: 0, to: 0}};
	}

	if (!word.includes(':')) {
		return {quietUntil: now + parseDuration(word)};
	}

	const quietHours = parseHours(word);
	if (quietHours === undefined || quietHours.from === quietHours.to) {
		throw new SlashUsageError(`"${word}" is no span of hours. Write it as 22:00-07:00.`);
	}

	return {quietHours};
};

const describeQuiet = ({quietUntil = 0, quietHours, mentionsBreakQuiet}: Preferences): string => {
	const parts = [
		...(quietUntil > Date.now() ? [`until ${describeMoment(quietUntil)}`] : []),
		...(quietHours === undefined || quietHours.from === quietHours.to
			? []
			: [`every day from ${clock(quietHours.from)} to ${clock(quietHours.to)}`]),
	];
	const mentions = mentionsBreakQuiet ? 'mentions ring all the same' : 'not even mentions ring';
	return parts.length === 0
		? 'You may be disturbed. "/dnd 1h" or "/dnd 22:00-07:00" changes that.'
		: `You are not disturbed ${parts.join(' and ')}; ${mentions}.`;
};

/** What the server keeps of the others is left as it is. */
const change = async (client: Client, changed: Partial<Preferences>): Promise<Preferences> => {
	await client.request('set-preferences', changed);
	return {...client.getState().preferences, ...changed};
};

const dnd: SlashCommand = {
	usage: '[for|off|22:00-07:00|mentions on|off]',
	summary: 'Have nothing ring for a while or at night; tells how it stands without a word.',
	arguments: [
		{suggestions: ['30m', '1h', '8h', 'off', '22:00-07:00', 'mentions']},
		{words: ['on', 'off']},
	],
	required: 0,
	async run(client, _context, [word, onOff]) {
		let preferences = client.getState().preferences;
		if (word === 'mentions' && onOff !== undefined) {
			preferences = await change(client, {mentionsBreakQuiet: onOff === 'on'});
		} else if (word === 'mentions' || onOff !== undefined) {
			throw new SlashUsageError('Write "/dnd mentions on" or "/dnd mentions off".');
		} else if (word !== undefined) {
			preferences = await change(client, parseQuiet(word, Date.now()));
		}

		const {quietUntil, quietHours, mentionsBreakQuiet} = preferences;
		return {
			lines: [describeQuiet(preferences)],
			objects: [{quietUntil, quietHours, mentionsBreakQuiet}],
		};
	},
};

/** @throws {SlashUsageError} */
const changeKeywords = (known: readonly string[], action: string, word: string): string[] => {
	requireShort(word, limits.keywordLengthMax, 'A keyword');
	const key = word.toLowerCase();
	const others = known.filter(keyword => keyword.toLowerCase() !== key);
	if (action === 'remove' && others.length === known.length) {
		throw new SlashUsageError(`"${word}" is none of your keywords.`);
	}

	if (action === 'add' && others.length >= limits.keywordsMax) {
		throw new SlashUsageError(`At most ${limits.keywordsMax} keywords: remove one first.`);
	}

	return action === 'add' ? [...others, word] : others;
};

const keywords: SlashCommand = {
	usage: '[add|remove WORD]',
	summary: 'List the words that ring like a mention, or change them.',
	arguments: [{words: ['add', 'remove']}, 'text'],
	required: 0,
	async run(client, _context, [action, word]) {
		let {keywords: list} = client.getState().preferences;
		if (action !== undefined) {
			if (word === undefined) {
				throw new SlashUsageError(`Which word? Write "/keywords ${action} WORD".`);
			}

			list = (await change(client, {keywords: changeKeywords(list, action, word)})).keywords;
		}

		return {
			lines: [list.length === 0 ? 'You have no keywords.' : `Your keywords: ${list.join(', ')}`],
			objects: list.map(keyword => ({keyword})),
		};
	},
};

export const preferenceCommands: SlashCommands = {
	dnd,
	keywords,
	receipts: {
		usage: '[on|off]',
		summary: 'Let others learn what you have received and read, or not.',
		arguments: [{words: ['on', 'off']}],
		required: 0,
		async run(client, _context, [onOff]) {
			const {hasReceipts} =
				onOff === undefined
					? client.getState().preferences
					: await change(client, {hasReceipts: onOff === 'on'});
			return {
				lines: [
					hasReceipts
						? 'Others learn what you have read.'
						: 'Others do not learn what you have read.',
				],
				objects: [{hasReceipts}],
			};
		},
	},
};
