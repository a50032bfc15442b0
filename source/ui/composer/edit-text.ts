/** The one way in which the composer's text changes, and the way back. */

import {nextGrapheme, previousGrapheme, snapToGrapheme} from '../../terminal/graphemes.ts';
import type {ComposerState, TextPoint} from './composer-state.ts';

const undoStepsMax = 200;

/** The text from `start` to `end` becomes `text`. */
export type TextEdit = {readonly start: number; readonly end: number; readonly text: string};

/** The state without what only the action before this one meant. */
export const settle = (state: ComposerState): ComposerState => ({
	...state,
	notice: undefined,
	completion: undefined,
	column: undefined,
	run: undefined,
	yanked: undefined,
});

/** As much of `text` as has room, whole graphemes only. */
const cutToFit = (text: string, room: number): string =>
	text.length <= room
		? text
		: text.slice(0, room > 0 ? previousGrapheme(text, Math.min(room, text.length) + 1) : 0);

const pointOf = ({text, cursor}: TextPoint): TextPoint => ({text, cursor});

/**
 * Makes the edit as far as it fits into `lengthMax`, tells by `notice` when it did not, and puts
 * the cursor behind it. An edit in the same `run` as the one before shares its undo step.
 */
export const replaceRange = (
	state: ComposerState,
	edit: TextEdit,
	run?: ComposerState['run'],
): ComposerState => {
	const settled = settle(state);
	const {start, end} = edit;
	const room = state.lengthMax - (state.text.length - (end - start));
	const added = cutToFit(edit.text, room);
	const droppedLength = edit.text.length - added.length;
	const notice =
		droppedLength > 0
			? ({kind: 'text-too-long', lengthMax: state.lengthMax, droppedLength} as const)
			: undefined;
	if (start === end && added === '') {
		return {...settled, notice};
	}

	const text = state.text.slice(0, start) + added + state.text.slice(end);
	// A new word is a new step: undo takes back words, not sentences.
	const isSameStep = run !== undefined && state.run === run && !/^\s/.test(added);
	return {
		...settled,
		text,
		cursor: snapToGrapheme(text, start + added.length),
		notice,
		run,
		past: isSameStep ? state.past : [...state.past, pointOf(state)].slice(-undoStepsMax),
		future: [],
		historyIndex: undefined,
	};
};

/** Swaps the graphemes around the cursor; at a text's end the two before it. */
export const transpose = (state: ComposerState): ComposerState => {
	const {text, cursor} = state;
	const middle = cursor === text.length ? previousGrapheme(text, cursor) : cursor;
	const start = previousGrapheme(text, middle);
	const end = nextGrapheme(text, middle);
	if (start === middle || middle === end) {
		return settle(state);
	}

	const swapped = text.slice(middle, end) + text.slice(start, middle);
	return replaceRange(state, {start, end, text: swapped});
};

export const undo = (state: ComposerState): ComposerState => {
	const point = state.past.at(-1);
	return point === undefined
		? settle(state)
		: {
				...settle(state),
				...point,
				past: state.past.slice(0, -1),
				future: [...state.future, pointOf(state)],
			};
};

export const redo = (state: ComposerState): ComposerState => {
	const point = state.future.at(-1);
	return point === undefined
		? settle(state)
		: {
				...settle(state),
				...point,
				past: [...state.past, pointOf(state)],
				future: state.future.slice(0, -1),
			};
};
