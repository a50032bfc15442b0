/** The names and words that begin as typed: people, groups, commands. */
import {findNameProblem, nameKey, normalizeName} from '../../protocol/names.ts';
import type {ClientState} from '../state.ts';
import {slashCommands} from './command-table.ts';
import {completePath} from './file-paths.ts';

export type CompletionCandidate = {
	/** What to insert; ends with a space where the next word may begin. */
	readonly text: string;
	/** What it is, for people. */
	readonly hint?: string;
};

/** Only names that keep the rules: others may be made to deceive. */
const isFair = (name: string): boolean => findNameProblem(normalizeName(name)) === undefined;

const beginsWith = (name: string, begun: string): boolean =>
	nameKey(name).startsWith(nameKey(begun));

/** The people of the open conversation first. */
export const peopleOf = (state: ClientState, begun: string, conversation: number | undefined) => {
	const peers = state.conversations.get(conversation ?? 0)?.peers ?? [];
	const names = [...state.people.values()]
		.filter(({id, name}) => id !== state.account.id && beginsWith(name, begun) && isFair(name))
		.map(({id, name}) => ({name, isPeer: peers.includes(id)}))
		.sort(
			(one, other) =>
				Number(other.isPeer) - Number(one.isPeer) || one.name.localeCompare(other.name),
		);
	return names.map(({name}) => ({text: `@${name} `}));
};

export const groupsOf = (state: ClientState, begun: string): CompletionCandidate[] =>
	[...state.conversations.values()]
		.filter(({kind, name}) => kind !== 'direct' && beginsWith(name, begun) && isFair(name))
		.map(({name, settings}) => ({
			text: `#${name} `,
			...(settings === undefined || settings.title === '' ? {} : {hint: settings.title}),
		}))
		.sort((one, other) => one.text.localeCompare(other.text));

/** Names of two words are offered word by word. */
export const commandsOf = (begun: string, prefix: string): CompletionCandidate[] => {
	const hints = new Map<string, string | undefined>();
	for (const [name, {summary}] of Object.entries(slashCommands)) {
		const [first = '', second] = name.split(' ');
		if (first.startsWith(begun.toLowerCase())) {
			hints.set(first, second === undefined ? summary : undefined);
		}
	}

	return [...hints].map(([name, hint]) => ({
		text: `${prefix}${name} `,
		...(hint === undefined ? {} : {hint}),
	}));
};

export const secondWordsOf = (first: string, begun: string): CompletionCandidate[] =>
	Object.entries(slashCommands)
		.filter(([name]) => name.startsWith(`${first} ${begun.toLowerCase()}`))
		.map(([name, {summary}]) => ({text: `${name.slice(first.length + 1)} `, hint: summary}));

export const wordsOf = (words: readonly string[], begun: string): CompletionCandidate[] =>
	words.filter(word => word.startsWith(begun)).map(word => ({text: `${word} `}));

/** `word` is the end of `path` after its last blank, escaped ones too: only it is replaced. */
export const pathsOf = (path: string, word: string): CompletionCandidate[] =>
	completePath(path).map(whole => ({text: whole.slice(path.length - word.length)}));

/** After `@a,` another person; otherwise people and groups. */
export const targetsOf = (
	state: ClientState,
	begun: string,
	conversation: number | undefined,
): CompletionCandidate[] => {
	const last = begun.lastIndexOf(',') + 1;
	const name = begun.slice(last).replace(/^[@#]/, '');
	const people = begun.startsWith('#') ? [] : peopleOf(state, name, conversation);
	const named = begun.slice(0, last).split(',');
	return [
		...people
			.filter(({text}) => !named.includes(text.trim()))
			.map(({text}) => ({text: `${begun.slice(0, last)}${text}`})),
		...(begun.startsWith('@') ? [] : groupsOf(state, name)),
	];
};
