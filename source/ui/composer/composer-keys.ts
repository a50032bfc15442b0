/** Which composer action each key action means. */
import type {ActionName} from '../keymap.ts';
import type {ComposerAction} from './composer-state.ts';

/** `undefined` where the action is not the composer's to do. `width` is the text's width in cells. */
export const toComposerAction = (_action: ActionName, _width: number): ComposerAction | undefined =>
	undefined;
