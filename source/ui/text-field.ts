/** One-line text fields of forms and dialogs: the composer's editing without its line breaks. */
import {
	type ComposerAction,
	type ComposerState,
	createComposer,
	reduceComposer,
} from './composer/composer-state.ts';

export type TextField = ComposerState;

export const createTextField = (lengthMax: number, text = ''): TextField =>
	createComposer({lengthMax, text});

/** A pasted password or address often ends in a line break: it is left out, others become blanks. */
const toOneLine = (text: string): string => text.replace(/\n+$/, '').replaceAll(/[\n\t]+/g, ' ');

export const reduceTextField = (field: TextField, action: ComposerAction): TextField =>
	reduceComposer(
		field,
		action.type === 'paste' ? {...action, text: toOneLine(action.text)} : action,
	);
