/** What a person does at the terminal, as data: the tokenizer makes it, everybody else reads it. */

/**
 * A named key is one of these; any other key is the single character it carries without
 * modifiers, in lower case: `a`, `1`, `/`, `<`, `é`.
 */
export const namedKeys = [
	'enter',
	'tab',
	'escape',
	'space',
	'backspace',
	'delete',
	'insert',
	'up',
	'down',
	'left',
	'right',
	'home',
	'end',
	'page-up',
	'page-down',
	'f1',
	'f2',
	'f3',
	'f4',
	'f5',
	'f6',
	'f7',
	'f8',
	'f9',
	'f10',
	'f11',
	'f12',
] as const;

export type NamedKey = (typeof namedKeys)[number];

/** A key that is no plain text: a named key, or a character with Ctrl or Alt. */
export type KeyEvent = {
	readonly type: 'key';
	readonly key: string;
	readonly ctrl: boolean;
	readonly alt: boolean;
	/** For characters only where the terminal tells: Alt-Shift-A, but `<` is simply `<`. */
	readonly shift: boolean;
	/** Super, Hyper or Meta, where the terminal tells. */
	readonly meta: boolean;
};

/** Typed text: one or more whole characters without control characters. */
export type TextEvent = {readonly type: 'text'; readonly text: string};

/** Pasted text, verbatim but for line ends, which are `\n`; it may contain control characters. */
export type PasteEvent = {readonly type: 'paste'; readonly text: string};

export type MouseEvent = {
	readonly type: 'mouse';
	readonly action: 'press' | 'release' | 'drag' | 'move' | 'wheel-up' | 'wheel-down';
	readonly button: 'left' | 'middle' | 'right' | 'none';
	/** Cell, counted from 0 at the top left. */
	readonly x: number;
	readonly y: number;
	readonly ctrl: boolean;
	readonly alt: boolean;
	readonly shift: boolean;
};

/** The terminal's window got or lost the focus. */
export type FocusEvent = {readonly type: 'focus'; readonly isFocused: boolean};

/** The terminal answers a question; never text, and of no interest to views. */
export type ReplyEvent = {
	readonly type: 'reply';
	readonly reply: 'device-attributes' | 'kitty-keyboard' | 'cursor-position' | 'mode' | 'other';
	/** The parameters between the introducer and the final byte, as they came. */
	readonly parameters: string;
};

export type InputEvent = KeyEvent | TextEvent | PasteEvent | MouseEvent | FocusEvent | ReplyEvent;
