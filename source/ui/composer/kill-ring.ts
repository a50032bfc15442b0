/** Killed texts, and putting them back in. */
import type {ComposerState} from './composer-state.ts';
import {replaceRange, settle} from './edit-text.ts';

const killsMax = 20;

/** Deletes a range beside the cursor and keeps it; kills in a row make one text. */
export const kill = (
	state: ComposerState,
	{start, end}: {readonly start: number; readonly end: number},
): ComposerState => {
	const killed = state.text.slice(start, end);
	if (killed === '') {
		return settle(state);
	}

	const isJoined = state.run === 'killing';
	const last = isJoined ? (state.kills.at(-1) ?? '') : '';
	const joined = start < state.cursor ? killed + last : last + killed;
	const kills = [...(isJoined ? state.kills.slice(0, -1) : state.kills), joined].slice(-killsMax);
	return {...replaceRange(state, {start, end, text: ''}, 'killing'), kills};
};

const putIn = (
	state: ComposerState,
	{start, index}: {readonly start: number; readonly index: number},
): ComposerState => {
	const text = state.kills[index];
	return text === undefined
		? settle(state)
		: {...replaceRange(state, {start, end: state.cursor, text}), yanked: {start, index}};
};

/** Inserts the text killed last. */
export const yank = (state: ComposerState): ComposerState =>
	putIn(state, {start: state.cursor, index: state.kills.length - 1});

/** Right after a yank: the text killed before takes its place, round and round. */
export const yankOlder = (state: ComposerState): ComposerState => {
	if (state.yanked === undefined) {
		return settle(state);
	}

	const {start, index} = state.yanked;
	return putIn(state, {start, index: (index + state.kills.length - 1) % state.kills.length});
};
