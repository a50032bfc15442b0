/** What Tab offers: names of commands, people and groups that begin as typed. */
import {findNameProblem, nameKey, normalizeName} from '../../protocol/names.ts';
import type {Client} from '../client-api.ts';
import type {ClientState} from '../state.ts';
import {slashCommands} from './command-table.ts';
import {splitInput, unfinishedArgument} from './parse-input.ts';
import {isSlashInput} from './run-slash-command.ts';
import type {ArgumentKind} from './slash-command.ts';

export type CompletionCandidate = {
	/** What to insert; ends with a space where the next word may begin. */
	readonly text: string;
	/** What it is, for people. */
	readonly hint?: string;
};

/** Replace `text[start, end)` of the input by one of the candidates' texts. */
export type Completion = {
	readonly start: number;
	readonly end: number;
	readonly candidates: readonly CompletionCandidate[];
};

const candidatesMax = 50;

/** Only names that keep the rules: others may be made to deceive. */
const isFair = (name: string): boolean => findNameProblem(normalizeName(name)) === undefined;

const beginsWith = (name: string, begun: string): boolean =>
	nameKey(name).startsWith(nameKey(begun));

/** The people of the open conversation first. */
const peopleOf = (state: ClientState, begun: string, conversation: number | undefined) => {
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

const groupsOf = (state: ClientState, begun: string): CompletionCandidate[] =>
	[...state.conversations.values()]
		.filter(({kind, name}) => kind !== 'direct' && beginsWith(name, begun) && isFair(name))
		.map(({name, title}) => ({
			text: `#${name} `,
			...(title === undefined ? {} : {hint: title}),
		}))
		.sort((one, other) => one.text.localeCompare(other.text));

const commandsOf = (begun: string, prefix: string): CompletionCandidate[] =>
	Object.entries(slashCommands)
		.filter(([name]) => name.startsWith(begun.toLowerCase()))
		.map(([name, {summary}]) => ({text: `${prefix}${name} `, hint: summary}));

const candidatesFor = (
	state: ClientState,
	kind: ArgumentKind | undefined,
	begun: string,
	conversation: number | undefined,
): CompletionCandidate[] => {
	const name = begun.replace(/^[@#/]/, '');
	if (typeof kind === 'object') {
		return kind.words.filter(word => word.startsWith(begun)).map(word => ({text: `${word} `}));
	}

	switch (kind) {
		case 'person':
			return peopleOf(state, name, conversation);
		case 'group':
			return groupsOf(state, name);
		case 'target':
			return [
				...(begun.startsWith('#') ? [] : peopleOf(state, name, conversation)),
				...(begun.startsWith('@') ? [] : groupsOf(state, name)),
			];
		case 'command':
			return commandsOf(name, '');
		case 'text':
			return candidatesInText(state, begun, conversation);
		default:
			return [];
	}
};

/** In running text: after `@` and `#`, and people's names as they begin. */
const candidatesInText = (
	state: ClientState,
	begun: string,
	conversation: number | undefined,
): CompletionCandidate[] => {
	if (begun === '') {
		return [];
	}

	return begun.startsWith('#')
		? groupsOf(state, begun.slice(1))
		: peopleOf(state, begun.replace(/^@/, ''), conversation);
};

/** `undefined` when there is nothing to offer. `cursor` counts UTF-16 code units, as strings do. */
export const completeInput = (
	client: Client,
	input: {
		readonly text: string;
		readonly cursor: number;
		readonly conversation?: number | undefined;
	},
): Completion | undefined => {
	const {text, cursor, conversation} = input;
	const state = client.getState();
	const before = text.slice(0, cursor);
	const begun = /\S*$/.exec(before)?.[0] ?? '';
	const start = cursor - begun.length;
	let candidates: CompletionCandidate[];
	if (!isSlashInput(before)) {
		candidates = candidatesInText(state, begun, conversation);
	} else if (start === 0) {
		candidates = commandsOf(begun.slice(1), '/');
	} else {
		const {name, rest} = splitInput(before);
		const command = Object.hasOwn(slashCommands, name) ? slashCommands[name] : undefined;
		const kind = command && unfinishedArgument(command, rest).kind;
		candidates = candidatesFor(state, kind, begun, conversation);
	}

	// A space that stands there already is taken along.
	const end = text[cursor] === ' ' ? cursor + 1 : cursor;
	return candidates.length === 0
		? undefined
		: {start, end, candidates: candidates.slice(0, candidatesMax)};
};
