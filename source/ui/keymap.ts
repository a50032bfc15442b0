/** Keys in force: the table with the user's changes, and the dispatcher, hints and help that read it. */
import {type InputEvent, type KeyEvent, namedKeys} from '../terminal/input-events.ts';
import {
	type ActionName,
	contextStacks,
	type KeyBinding,
	type KeyContext,
	keyTable,
} from './key-table.ts';

export type {ActionName, KeyContext} from './key-table.ts';

export type KeymapBinding = KeyBinding & {readonly action: ActionName};

/** The table in force: the built-in one with the user's changes. */
export type Keymap = {
	readonly bindings: readonly KeymapBinding[];
	/** `context key` → action. */
	readonly actions: ReadonlyMap<string, ActionName>;
};

/** Action → keys that replace the built-in ones; an empty list unbinds. */
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

const modifierNames = ['ctrl', 'alt', 'shift', 'meta'] as const;

/** Without extended keys these are the bytes of Backspace, Tab, Enter and Escape. */
const unsafeKeys: readonly string[] = ['ctrl+h', 'ctrl+i', 'ctrl+j', 'ctrl+m', 'ctrl+['];

const isModifier = (name: string): boolean => (modifierNames as readonly string[]).includes(name);

const isKeyName = (name: string): boolean =>
	(namedKeys as readonly string[]).includes(name) || [...name].length === 1;

/** `Ctrl+K`, `shift+alt+left` → the one spelling that is compared; `undefined` when it names no key. */
export const normalizeKey = (text: string): string | undefined => {
	// The key itself may be a plus sign.
	const [, prefix = '', name = ''] = /^((?:\w+\+)*)(.+)$/su.exec(text.trim().toLowerCase()) ?? [];
	const modifiers = prefix.split('+').filter(Boolean);
	return modifiers.every(isModifier) && isKeyName(name)
		? [...modifierNames.filter(modifier => modifiers.includes(modifier)), name].join('+')
		: undefined;
};

const nameOfKey = (event: KeyEvent): string =>
	[...modifierNames.filter(modifier => event[modifier]), event.key].join('+');

/** A single typed character is a key too: `G` is Shift-G. */
const nameOfText = (text: string): string => {
	if (text === ' ') {
		return 'space';
	}

	const key = text.toLowerCase();
	return key === text ? key : `shift+${key}`;
};

const place = (context: KeyContext, key: string): string => `${context} ${key}`;

const isAction = (action: string): action is ActionName =>
	keyTable.some(binding => binding.action === action);

const readOverride = (
	[action, keys]: readonly [string, readonly string[]],
	problems: string[],
): readonly string[] => {
	if (!isAction(action)) {
		problems.push(`There is no action "${action}".`);
	}

	return keys.flatMap(text => {
		const key = normalizeKey(text);
		if (key === undefined) {
			problems.push(`"${text}", given for ${action}, is no key.`);
			return [];
		}

		if (unsafeKeys.includes(key)) {
			problems.push(
				`${describeKey(key)}, given for ${action}, works only in terminals that tell it from Backspace, Tab, Enter or Escape.`,
			);
		}

		return [key];
	});
};

/** Every pair of actions that one key would mean at the same time. */
const findConflicts = (bindings: readonly KeymapBinding[]): readonly string[] => {
	const conflicts = new Set<string>();
	for (const stack of Object.values(contextStacks)) {
		const meanings = new Map<string, ActionName>();
		for (const context of stack) {
			for (const {action, keys} of bindings.filter(binding => binding.context === context)) {
				for (const key of keys) {
					const first = meanings.get(key) ?? action;
					meanings.set(key, first);
					if (first !== action) {
						conflicts.add(`${describeKey(key)} means ${first} and ${action}; ${first} has it.`);
					}
				}
			}
		}
	}

	return [...conflicts];
};

/** `problems` are sentences for people: unknown actions, unreadable keys, conflicts. */
export const createKeymap = (
	overrides: KeyOverrides = {},
): {readonly keymap: Keymap; readonly problems: readonly string[]} => {
	const problems: string[] = [];
	const changes = new Map(
		Object.entries(overrides).map(override => [override[0], readOverride(override, problems)]),
	);
	// What the user chose comes first in its context, and so has its keys.
	const bindings = keyTable
		.map(binding => ({...binding, keys: changes.get(binding.action) ?? binding.keys}))
		.sort((a, b) => Number(changes.has(b.action)) - Number(changes.has(a.action)));
	const actions = new Map<string, ActionName>();
	for (const {action, context, keys} of bindings.toReversed()) {
		for (const key of keys) {
			actions.set(place(context, key), action);
		}
	}

	problems.push(...findConflicts(bindings));
	return {keymap: {bindings, actions}, problems};
};

/** The action that `event` means in the first of `contexts` that knows it. */
export const findAction = (
	keymap: Keymap,
	event: InputEvent,
	contexts: readonly KeyContext[],
): ActionName | undefined => {
	if (event.type !== 'key' && event.type !== 'text') {
		return undefined;
	}

	const key = event.type === 'key' ? nameOfKey(event) : nameOfText(event.text);
	for (const context of contexts) {
		const action = keymap.actions.get(place(context, key));
		if (action !== undefined) {
			return action;
		}
	}

	return undefined;
};

const keyCaps: Readonly<Record<string, string>> = {
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	'page-up': 'PgUp',
	'page-down': 'PgDn',
	escape: 'Esc',
	delete: 'Del',
	insert: 'Ins',
};

const capitalize = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1);

/** `ctrl+k` → `Ctrl-K`, as shown in hints and help. Expects a normalized key. */
export const describeKey = (key: string): string => {
	const [, prefix = '', name = ''] = /^((?:\w+\+)*)(.+)$/su.exec(key) ?? [];
	const isBareCharacter = prefix === '' && [...name].length === 1;
	const cap = keyCaps[name] ?? (isBareCharacter ? name : capitalize(name));
	return [...prefix.split('+').filter(Boolean).map(capitalize), cap].join('-');
};

/** The key to show in a hint for `action`, or `undefined` when it has none. */
export const keyHint = (keymap: Keymap, action: ActionName): string | undefined => {
	const key = keymap.bindings.find(binding => binding.action === action)?.keys[0];
	return key === undefined ? undefined : describeKey(key);
};

/** The rows of F1 and of the manual, in the table's order; actions without keys are left out. */
export const describeKeys = (
	keymap: Keymap,
): readonly {
	readonly context: KeyContext;
	readonly action: ActionName;
	readonly keys: readonly string[];
}[] =>
	keyTable.flatMap(({action, context}) => {
		const keys = keymap.bindings.find(binding => binding.action === action)?.keys ?? [];
		return keys.length === 0 ? [] : [{context, action, keys: keys.map(describeKey)}];
	});
