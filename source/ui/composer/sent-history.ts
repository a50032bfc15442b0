/** Moving by rows, and beyond the first and last row through the texts sent before. */
import {type ComposerState, createComposer} from './composer-state.ts';
import {settle} from './edit-text.ts';
import {fieldRows, locate, positionAt} from './text-positions.ts';

const historyMax = 100;

/** Shows history entry `index`; past the newest, what was being written. */
const showEntry = (state: ComposerState, index: number): ComposerState => {
	const isUnsent = index >= state.history.length;
	const text = isUnsent ? state.unsent : (state.history[index] ?? '');
	return {
		...settle(state),
		text,
		cursor: text.length,
		past: [],
		future: [],
		historyIndex: isUnsent ? undefined : index,
		unsent: state.historyIndex === undefined ? state.text : state.unsent,
	};
};

export const moveRow = (
	state: ComposerState,
	{direction, width}: {readonly direction: 'up' | 'down'; readonly width: number},
): ComposerState => {
	const rows = fieldRows(state.text, width);
	const {x, y} = locate(state.text, rows, state.cursor);
	const target = direction === 'up' ? y - 1 : y + 1;
	if (target >= 0 && target < rows.length) {
		const column = state.column ?? x;
		const cursor = positionAt(state.text, rows, {x: column, y: target});
		return {...settle(state), cursor, column};
	}

	const shown = state.historyIndex ?? state.history.length;
	const index = direction === 'up' ? shown - 1 : shown + 1;
	return index < 0 || index > state.history.length ? settle(state) : showEntry(state, index);
};

/** Empties the composer and remembers its text, once when it was the same as the last; no secrets. */
export const rememberSent = (state: ComposerState, isSecret: boolean): ComposerState => {
	const {lengthMax, kills, text} = state;
	const isNew = !isSecret && text !== '' && text !== state.history.at(-1);
	const history = isNew ? [...state.history, text].slice(-historyMax) : state.history;
	return {...createComposer({lengthMax}), kills, history};
};
