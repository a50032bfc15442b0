/** The part of the screen that has the focus, as far as keys are concerned. */
import type {ActionName, KeyContext} from '../key-table.ts';

export type InputLayer = {
	/** Where its keys are looked up, innermost first. */
	readonly contexts: readonly KeyContext[];
	/** Whether it is a text field; otherwise each typed character may be a key. */
	readonly isTextField: boolean;
	/** Does what the action means here; `false` when it means nothing here. */
	act(action: ActionName): boolean;
	/** Typed or pasted text that is no action. */
	write(input: {readonly type: 'insert' | 'paste'; readonly text: string}): void;
};
