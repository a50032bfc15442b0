/** Tab: the word before the cursor becomes one candidate after the other. */
import type {CompletionCandidate, CompletionState, ComposerState} from './composer-state.ts';
import {replaceRange, settle} from './edit-text.ts';

/** The word before the cursor, for finding candidates: everything since the last blank. */
export const wordBeforeCursor = ({
	text,
	cursor,
}: Pick<ComposerState, 'text' | 'cursor'>): {readonly word: string; readonly start: number} => {
	const word = /\S*$/.exec(text.slice(0, cursor))?.[0] ?? '';
	return {word, start: cursor - word.length};
};

/** Puts in candidate `index`; all candidates of one Tab share one undo step. */
const putIn = (state: ComposerState, completion: CompletionState): ComposerState => {
	const {candidates, index, start} = completion;
	const text = candidates[index]?.text ?? completion.typed;
	const replaced = replaceRange(state, {start, end: state.cursor, text});
	if (replaced.notice !== undefined) {
		// Half a name is no name.
		return {...settle(state), notice: replaced.notice};
	}

	const past = state.completion === undefined ? replaced.past : state.past;
	return {...replaced, past, completion: candidates.length > 1 ? completion : undefined};
};

export const complete = (
	state: ComposerState,
	action: {
		readonly direction: 'next' | 'previous';
		readonly candidates: readonly CompletionCandidate[];
	},
): ComposerState => {
	const step = action.direction === 'next' ? 1 : -1;
	if (state.completion !== undefined) {
		const {candidates, index} = state.completion;
		const next = (index + step + candidates.length) % candidates.length;
		return putIn(state, {...state.completion, index: next});
	}

	const {candidates} = action;
	if (candidates.length === 0) {
		return settle(state);
	}

	const {word, start} = wordBeforeCursor(state);
	const index = step === 1 ? 0 : candidates.length - 1;
	return putIn(state, {candidates, index, start, typed: word});
};

export const cancelCompletion = (state: ComposerState): ComposerState => {
	if (state.completion === undefined) {
		return state;
	}

	const {start, typed} = state.completion;
	const restored = replaceRange(state, {start, end: state.cursor, text: typed});
	return {...restored, past: state.past.slice(0, -1)};
};
