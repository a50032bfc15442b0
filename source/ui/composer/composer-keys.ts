/** Which composer action each key action means. */
import type {ActionName} from '../key-table.ts';
import type {ComposerAction} from './composer-state.ts';

const actions: Partial<Record<ActionName, ComposerAction>> = {
	'insert-newline': {type: 'insert', text: '\n'},
	'move-left': {type: 'move', to: 'left'},
	'move-right': {type: 'move', to: 'right'},
	'move-word-left': {type: 'move', to: 'word-left'},
	'move-word-right': {type: 'move', to: 'word-right'},
	'move-line-start': {type: 'move', to: 'line-start'},
	'move-line-end': {type: 'move', to: 'line-end'},
	'delete-left': {type: 'delete', what: 'grapheme-left'},
	'delete-right': {type: 'delete', what: 'grapheme-right'},
	'delete-word-left': {type: 'delete', what: 'word-left'},
	'delete-word-right': {type: 'delete', what: 'word-right'},
	'delete-to-line-start': {type: 'delete', what: 'line-start'},
	'delete-to-line-end': {type: 'delete', what: 'line-end'},
	transpose: {type: 'transpose'},
	yank: {type: 'yank'},
	'yank-older': {type: 'yank-older'},
	undo: {type: 'undo'},
	redo: {type: 'redo'},
};

/**
 * `undefined` where the action is not the composer's to do by itself (sending, completing need the
 * engine). `width` is that of the text in cells.
 */
export const toComposerAction = (action: ActionName, width: number): ComposerAction | undefined => {
	if (action === 'move-row-up' || action === 'move-row-down') {
		return {type: 'move-row', direction: action === 'move-row-up' ? 'up' : 'down', width};
	}

	return actions[action];
};
