/** Bytes from the keyboard → input events. Pure: time comes in through `flush`. */
import type {InputEvent} from './input-events.ts';

export type InputTokenizer = {
	/** The events that `chunk` completes. */
	push(chunk: string | Uint8Array): readonly InputEvent[];
	/** What the tokenizer waits for: the rest of an escape sequence, the end of a paste. */
	pending(): 'nothing' | 'escape' | 'paste';
	/** Nothing more came for a while: what waits becomes events as it is. */
	flush(): readonly InputEvent[];
};

export const createInputTokenizer = (): InputTokenizer => ({
	push: () => [],
	pending: () => 'nothing',
	flush: () => [],
});
