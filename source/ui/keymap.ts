/** The one table of keys: action, context and keys as data, for the dispatcher, F1 and the docs. */
import type {InputEvent} from '../terminal/input-events.ts';

/** Where a key works. The dispatcher asks with the innermost context first and `global` last. */
export type KeyContext =
	| 'global'
	| 'composer'
	| 'completion'
	| 'timeline'
	| 'list'
	| 'dialog'
	| 'form';

/** `keys` are texts like `ctrl+k`, `alt+shift+left`, `f1`, `page-up`; the first is shown in hints. */
export type KeyBinding = {
	readonly action: string;
	readonly context: KeyContext;
	readonly keys: readonly string[];
};

export const keyTable = [
	// Everywhere
	{action: 'open-switcher', context: 'global', keys: ['ctrl+k', 'f2']},
	{action: 'next-unread', context: 'global', keys: ['alt+a', 'f4']},
	{action: 'next-conversation', context: 'global', keys: ['ctrl+n', 'alt+down']},
	{action: 'previous-conversation', context: 'global', keys: ['ctrl+p', 'alt+up']},
	{action: 'focus-next-pane', context: 'global', keys: ['f6']},
	{action: 'focus-previous-pane', context: 'global', keys: ['shift+f6']},
	{action: 'open-help', context: 'global', keys: ['f1']},
	{action: 'redraw', context: 'global', keys: ['ctrl+l']},
	{action: 'suspend', context: 'global', keys: ['ctrl+z']},
	{action: 'quit', context: 'global', keys: ['ctrl+q']},
] as const satisfies readonly KeyBinding[];

export type ActionName = (typeof keyTable)[number]['action'];

/** The table in force: the built-in one with the user's changes. */
export type Keymap = {
	readonly bindings: readonly (KeyBinding & {readonly action: ActionName})[];
	/** `context` + normalized key text → action. */
	readonly actions: ReadonlyMap<string, ActionName>;
};

/** Action → keys that replace the built-in ones; an empty list unbinds. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

/** `problems` are sentences for people: unknown actions, unreadable keys, conflicts. */
export const createKeymap = (
	_overrides: KeyOverrides = {},
): {readonly keymap: Keymap; readonly problems: readonly string[]} => ({
	keymap: {bindings: keyTable, actions: new Map()},
	problems: [],
});

/** The action that `event` means in the first of `contexts` that knows it. */
export const findAction = (
	_keymap: Keymap,
	_event: InputEvent,
	_contexts: readonly KeyContext[],
): ActionName | undefined => undefined;

/** `ctrl+k` → `Ctrl-K`, as shown in hints and help. */
export const describeKey = (key: string): string => key;

/** The key to show in a hint for `action`, or `undefined` when it has none. */
export const keyHint = (_keymap: Keymap, _action: ActionName): string | undefined => undefined;

/** The rows of F1 and of the manual, in the table's order. */
export const describeKeys = (
	_keymap: Keymap,
): readonly {
	readonly context: KeyContext;
	readonly action: ActionName;
	readonly keys: readonly string[];
}[] => [];
