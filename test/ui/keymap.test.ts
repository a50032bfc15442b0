/** One table feeds the dispatcher, the help and the user's changes. */
import {expect, test} from 'vitest';
import {createInputTokenizer} from '../../source/terminal/input-tokenizer.ts';
import {contextStacks, keyTable} from '../../source/ui/key-table.ts';
import {
	createKeymap,
	describeKey,
	describeKeys,
	findAction,
	keyHint,
	normalizeKey,
} from '../../source/ui/keymap.ts';

const {keymap} = createKeymap();

const actionOf = (bytes: string, place: keyof typeof contextStacks, map = keymap) => {
	const tokenizer = createInputTokenizer();
	const [event] = [...tokenizer.push(bytes), ...tokenizer.flush()];
	return event === undefined ? undefined : findAction(map, event, contextStacks[place]);
};

test('gives no key two meanings at once', () => {
	expect(createKeymap().problems).toEqual([]);
});

test('names every action once and every key in its one spelling', () => {
	const names = keyTable.map(({action}) => action);
	expect(new Set(names).size).toBe(names.length);
	for (const key of keyTable.flatMap(({keys}) => [...keys])) {
		expect(normalizeKey(key)).toBe(key);
	}
});

test('never uses the keys that terminals cannot tell apart', () => {
	const keys = keyTable.flatMap(({keys}) => [...keys] as string[]);
	for (const unsafe of ['ctrl+h', 'ctrl+i', 'ctrl+j', 'ctrl+m', 'ctrl+[']) {
		expect(keys).not.toContain(unsafe);
	}
});

test('offers a way without alt for every way with it', () => {
	const onlyAlt = keyTable.filter(({keys}) => keys.every(key => key.includes('alt+')));
	expect(onlyAlt).toEqual([]);
});

test.each([
	['\r', 'composer', 'send-message'],
	['\x1b\r', 'composer', 'insert-newline'],
	['\x1b[13;2u', 'composer', 'insert-newline'],
	['\x0b', 'composer', 'open-switcher'],
	['\x1ba', 'composer', 'next-unread'],
	['\x1b1', 'list', 'open-conversation-1'],
	['\x1b[1;3B', 'timeline', 'next-conversation'],
	['\x1b[5~', 'composer', 'scroll-page-up'],
	['\x1b[H', 'composer', 'move-line-start'],
	['\x1b[H', 'timeline', 'select-oldest'],
	['G', 'timeline', 'select-newest'],
	['g', 'composer', undefined],
	['\x1f', 'composer', 'undo'],
	['\x1bOP', 'dialog', 'open-help'],
	['\x1b', 'dialog', 'cancel'],
	['\t', 'dialog', 'dialog-next'],
	['\t', 'composer', 'complete-next'],
] as const)('%j with the focus in the %s means %s', (bytes, place, action) => {
	expect(actionOf(bytes, place)).toBe(action);
});

test('takes the keys that the user gives instead of its own', () => {
	const {keymap: own, problems} = createKeymap({
		'open-switcher': ['F2'],
		'delete-to-line-end': ['Ctrl+K'],
		quit: [],
	});
	expect(problems).toEqual([]);
	expect(actionOf('\x0b', 'composer', own)).toBe('delete-to-line-end');
	expect(actionOf('\x11', 'composer', own)).toBeUndefined();
	expect(keyHint(own, 'open-switcher')).toBe('F2');
	expect(keyHint(own, 'quit')).toBeUndefined();
});

test('tells what is wrong with the user’s keys, and keeps working', () => {
	const {keymap: own, problems} = createKeymap({
		'open-moon': ['f9'],
		redraw: ['ctrl+banana', 'ctrl+i'],
		suspend: ['ctrl+q'],
	});
	expect(problems).toEqual([
		'There is no action "open-moon".',
		'"ctrl+banana", given for redraw, is no key.',
		'Ctrl-I, given for redraw, works only in terminals that tell it from Backspace, Tab, Enter or Escape.',
		'Ctrl-Q means suspend and quit; suspend has it.',
	]);
	expect(actionOf('\x11', 'composer', own)).toBe('suspend');
});

test('describes keys as they stand on the keyboard', () => {
	expect(
		['ctrl+k', 'page-up', 'alt+enter', 'f1', 'shift+g', 'k', 'ctrl+_', 'ctrl++'].map(describeKey),
	).toEqual(['Ctrl-K', 'PgUp', 'Alt-Enter', 'F1', 'Shift-G', 'k', 'Ctrl-_', 'Ctrl-+']);
	expect(describeKeys(keymap)[1]).toEqual({
		context: 'global',
		action: 'open-switcher',
		keys: ['Ctrl-K', 'F2'],
	});
});
