/** What Tab offers: names of commands, people and groups that begin as typed. */
import type {Client} from '../client-api.ts';
import type {ClientState} from '../state.ts';
import {slashCommands} from './command-table.ts';
import {
	type CompletionCandidate,
	commandsOf,
	groupsOf,
	pathsOf,
	peopleOf,
	secondWordsOf,
	targetsOf,
	wordsOf,
} from './completion-candidates.ts';
import {unfinishedPath} from './file-paths.ts';
import {findCommand, isFirstWord} from './find-command.ts';
import {splitPlace, unfinishedArgument} from './parse-input.ts';
import {isSlashInput} from './run-slash-command.ts';
import type {ArgumentKind} from './slash-command.ts';

/** Replace `text[start, end)` of the input by one of the candidates' texts. */
export type Completion = {
	readonly start: number;
	readonly end: number;
	readonly candidates: readonly CompletionCandidate[];
};

const candidatesMax = 50;

const candidatesFor = (
	state: ClientState,
	kind: ArgumentKind | undefined,
	begun: string,
	conversation: number | undefined,
): CompletionCandidate[] => {
	const name = begun.replace(/^[@#/]/, '');
	if (typeof kind === 'object') {
		return wordsOf('words' in kind ? kind.words : kind.suggestions, begun);
	}

	switch (kind) {
		case 'person':
			return peopleOf(state, name, conversation);
		case 'group':
			return groupsOf(state, name);
		case 'target':
			return targetsOf(state, begun, conversation);
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

/** What may stand after the slash and in the arguments. */
const candidatesInCommand = (
	state: ClientState,
	before: string,
	conversation: number | undefined,
): CompletionCandidate[] => {
	const words = before.slice(1).split(/\s+/);
	const [first = '', begun] = words;
	if (begun === undefined) {
		return commandsOf(first, '/');
	}

	const name = first.toLowerCase();
	if (words.length === 2 && isFirstWord(slashCommands, name)) {
		return secondWordsOf(name, begun);
	}

	const found = findCommand(slashCommands, before);
	if (found === undefined) {
		return [];
	}

	if (found.command.takesPlace && /^--in\s+\S*$/.test(found.rest)) {
		return targetsOf(state, words.at(-1) ?? '', conversation);
	}

	const {rest} = splitPlace(found.command, found.rest);
	const {kind, begun: word} = unfinishedArgument(found.command, rest);
	if (kind === 'paths') {
		return pathsOf(unfinishedPath(rest), word);
	}

	return candidatesFor(state, kind, word, conversation);
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
	const candidates = isSlashInput(before)
		? candidatesInCommand(state, before, conversation)
		: candidatesInText(state, begun, conversation);

	// A space that stands there already is taken along.
	const end = text[cursor] === ' ' ? cursor + 1 : cursor;
	return candidates.length === 0
		? undefined
		: {start, end, candidates: candidates.slice(0, candidatesMax)};
};
