/** The keyboard's bytes become the events that a person would name. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {InputEvent} from '../../source/terminal/input-events.ts';
import {createInputTokenizer} from '../../source/terminal/input-tokenizer.ts';

/** Short names of events: `ctrl+alt+x`, `"text"`, `paste:…`, `mouse:…`. */
const nameOf = (event: InputEvent): string => {
	switch (event.type) {
		case 'key': {
			const modifiers = (['ctrl', 'alt', 'shift', 'meta'] as const).filter(name => event[name]);
			return [...modifiers, event.key].join('+');
		}

		case 'text':
			return `"${event.text}"`;
		case 'paste':
			return `paste:${event.text}`;
		case 'mouse':
			return `mouse:${event.action}:${event.button}@${event.x},${event.y}`;
		case 'focus':
			return event.isFocused ? 'focus' : 'blur';
		case 'reply':
			return `reply:${event.reply}:${event.parameters}`;
	}
};

const tokenize = (...chunks: (string | Uint8Array)[]): string[] => {
	const tokenizer = createInputTokenizer();
	return [...chunks.flatMap(chunk => tokenizer.push(chunk)), ...tokenizer.flush()].map(nameOf);
};

const table: Record<string, readonly [input: string, names: readonly string[]][]> = {
	'batched keys': [
		['a\rb', ['"a"', 'enter', '"b"']],
		['\x01\x05', ['ctrl+a', 'ctrl+e']],
		['\x7f\x7f', ['backspace', 'backspace']],
		['hi\x1b[A\x1b[Bx', ['"hi"', 'up', 'down', '"x"']],
	],
	'control characters': [
		['\t', ['tab']],
		['\n', ['enter']],
		['\b', ['backspace']],
		['\x00', ['ctrl+space']],
		['\x1f', ['ctrl+_']],
		['\x1b', ['escape']],
	],
	alt: [
		['\x1ba', ['alt+a']],
		['\x1bA', ['alt+shift+a']],
		['\x1b<', ['alt+<']],
		['\x1b\r', ['alt+enter']],
		['\x1b\x7f', ['alt+backspace']],
		['\x1b ', ['alt+space']],
		['\x1bé', ['alt+é']],
		['\x1b\x01', ['ctrl+alt+a']],
		['\x1b[', ['alt+[']],
		['\x1bO', ['alt+shift+o']],
		['\x1b]', ['alt+]']],
		['\x1b\x1b', ['escape', 'escape']],
		['\x1b\x1b[A', ['alt+up']],
		['\x1b\x1ba', ['escape', 'alt+a']],
	],
	'cursor and editing keys': [
		['\x1b[A\x1bOA', ['up', 'up']],
		['\x1b[1;5C', ['ctrl+right']],
		['\x1b[1;3A', ['alt+up']],
		['\x1b[1;10D', ['shift+meta+left']],
		['\x1bOd\x1b[d', ['ctrl+left', 'shift+left']],
		['\x1b[H\x1b[1~\x1b[7~\x1bOH', ['home', 'home', 'home', 'home']],
		['\x1b[F\x1b[4~\x1b[8~\x1bOF', ['end', 'end', 'end', 'end']],
		['\x1b[5~\x1b[6~\x1b[2~\x1b[3~', ['page-up', 'page-down', 'insert', 'delete']],
		[
			'\x1b[3;5~\x1b[3^\x1b[3$\x1b[3@',
			['ctrl+delete', 'ctrl+delete', 'shift+delete', 'ctrl+shift+delete'],
		],
		['\x1b[Z', ['shift+tab']],
	],
	'function keys': [
		['\x1bOP\x1b[11~\x1b[[A', ['f1', 'f1', 'f1']],
		['\x1b[1;2P', ['shift+f1']],
		['\x1bOR\x1b[R\x1b[1;5R', ['f3', 'f3', 'ctrl+f3']],
		['\x1b[15~\x1b[17~\x1b[24~', ['f5', 'f6', 'f12']],
	],
	'kitty keyboard protocol': [
		['\x1b[27u', ['escape']],
		['\x1b[13;2u', ['shift+enter']],
		['\x1b[105;5u', ['ctrl+i']],
		['\x1b[109;5u\x1b[106;5u\x1b[104;5u', ['ctrl+m', 'ctrl+j', 'ctrl+h']],
		['\x1b[97;5:3u', []],
		['\x1b[97;5:2u', ['ctrl+a']],
		['\x1b[97:65;2;65u', ['"A"']],
		['\x1b[44:60;4u', ['alt+<']],
		['\x1b[1092::97;5u', ['ctrl+a']],
		['\x1b[1092;;1092u', ['"ф"']],
		['\x1b[97;69u', ['ctrl+a']],
		['\x1b[57400u\x1b[57414u', ['"1"', 'enter']],
		['\x1b[57441;2u\x1b[57358u', []],
		['\x1b[1;5:3A\x1b[1;5:1A', ['ctrl+up']],
		['\x1b[97;9u', ['meta+a']],
		['\x1b[32;5u', ['ctrl+space']],
	],
	modifyOtherKeys: [
		['\x1b[27;5;105~', ['ctrl+i']],
		['\x1b[27;2;13~', ['shift+enter']],
		['\x1b[27;6;65~', ['ctrl+shift+a']],
	],
	'mouse and focus': [
		['\x1b[<0;10;5M\x1b[<0;10;5m', ['mouse:press:left@9,4', 'mouse:release:left@9,4']],
		['\x1b[<32;11;5M\x1b[<35;1;1M', ['mouse:drag:left@10,4', 'mouse:move:none@0,0']],
		['\x1b[<64;1;1M\x1b[<65;1;1M', ['mouse:wheel-up:none@0,0', 'mouse:wheel-down:none@0,0']],
		['\x1b[M !!', ['mouse:press:left@0,0']],
		['\x1b[I\x1b[O', ['focus', 'blur']],
	],
	paste: [
		['\x1b[200~a\r\nb\rc\x1b[201~d', ['paste:a\nb\nc', '"d"']],
		['\x1b[200~\x1b[31mred\x1b[A\x1b[201~', ['paste:\x1b[31mred\x1b[A']],
		['\x1b[200~\x1b[201~', ['paste:']],
		['\x1b[201~x', ['"x"']],
	],
	'answers of the terminal': [
		['\x1b[?62;22cx', ['reply:device-attributes:62;22', '"x"']],
		['\x1b[>0;276;0c', ['reply:device-attributes:0;276;0']],
		['\x1b[?1u', ['reply:kitty-keyboard:1']],
		['\x1b[?2026;2$y', ['reply:mode:2026;2']],
		['\x1b[24;80R', ['reply:cursor-position:24;80']],
		['\x1b]11;rgb:0000/0000/0000\x1b\\x', ['reply:other:11;rgb:0000/0000/0000', '"x"']],
		['\x1b]52;c;aGk=\x07', ['reply:other:52;c;aGk=']],
		['\x1bP>|xterm(390)\x1b\\', ['reply:other:>|xterm(390)']],
	],
	'what nobody knows': [
		['\x1b[99;99Xa', ['"a"']],
		['\x1b[12\x01', ['ctrl+a']],
		['a\u009bb', ['"a"', '"b"']],
	],
};

for (const [group, cases] of Object.entries(table)) {
	describe(group, () => {
		test.each(cases)('%j', (input, names) => {
			expect(tokenize(input)).toEqual(names);
		});

		test.each(cases)('%j, byte by byte', (input, names) => {
			const bytes = Buffer.from(input);
			const events = tokenize(...Array.from(bytes, byte => Uint8Array.of(byte)));
			const join = (all: readonly string[]): string => all.join(' ').replaceAll('" "', '');
			expect(join(events)).toBe(join(names));
		});
	});
}

test('keeps characters whole whose bytes come in two chunks', () => {
	const bytes = Buffer.from('日本👨‍👩‍👧');
	for (let cut = 1; cut < bytes.length; cut++) {
		const names = tokenize(bytes.subarray(0, cut), bytes.subarray(cut));
		expect(names.join('').replaceAll('"', '')).toBe('日本👨‍👩‍👧');
	}
});

test('gives a paste without an end after a silence, and takes keys again', () => {
	const tokenizer = createInputTokenizer();
	expect(tokenizer.push('\x1b[200~lost \x1b[2')).toEqual([]);
	expect(tokenizer.pending()).toBe('paste');
	expect(tokenizer.flush().map(nameOf)).toEqual(['paste:lost \x1b[2']);
	expect(tokenizer.pending()).toBe('nothing');
	expect(tokenizer.push('a').map(nameOf)).toEqual(['"a"']);
});

test('tells what may be a key by itself from what can only be a beginning', () => {
	const pendingAfter = (bytes: string): string => {
		const tokenizer = createInputTokenizer();
		tokenizer.push(bytes);
		return tokenizer.pending();
	};
	expect(
		['a', '\x1b', '\x1b[', '\x1b[<35;1', '\x1b]11;rgb', '\x1b[200~x'].map(pendingAfter),
	).toEqual(['nothing', 'escape', 'escape', 'sequence', 'sequence', 'paste']);
});

test('drops an endless sequence instead of keeping it', () => {
	const tokenizer = createInputTokenizer();
	for (let chunk = 0; chunk < 100; chunk++) {
		tokenizer.push(`${chunk === 0 ? '\x1b]' : ''}${'x'.repeat(1_000)}`);
	}

	expect(tokenizer.push('\x1b[A').map(nameOf)).toContain('up');
	expect(tokenizer.pending()).toBe('nothing');
});

test('never throws, never emits a control character as text, always comes to rest', () => {
	const piece = fc.oneof(
		fc.constantFrom(
			'\x1b',
			'\x1b[',
			'\x1bO',
			'\x1b]',
			'\x1b[<',
			'\x1b[200~',
			'\x1b[201~',
			';',
			':',
			'5',
			'u',
			'~',
			'M',
			'\r',
			'\x9b',
		),
		fc.string({maxLength: 4}),
		fc.uint8Array({maxLength: 4}),
	);
	fc.assert(
		fc.property(fc.array(piece, {maxLength: 30}), pieces => {
			const tokenizer = createInputTokenizer();
			const events = pieces.flatMap(chunk => tokenizer.push(chunk));
			events.push(...tokenizer.flush(), ...tokenizer.flush());
			expect(tokenizer.pending()).toBe('nothing');
			for (const event of events) {
				if (event.type === 'text') {
					expect(event.text).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
					expect(event.text).not.toBe('');
				}
			}
		}),
		{seed: 1, numRuns: 2_000},
	);
});

test('means the same however the bytes are split', () => {
	const inputs = Object.values(table).flatMap(cases => cases.map(([input]) => input));
	const safe = inputs.filter(
		input => !/^\x1b[[O\]]?$|\x1b\x1b$/.test(input) && !input.includes('\x1b[3$'),
	);
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom(...safe), {maxLength: 6}),
			fc.infiniteStream(fc.integer({min: 1, max: 9})),
			(parts, cuts) => {
				const bytes = Buffer.from(parts.join(''));
				const chunks: Uint8Array[] = [];
				for (let start = 0; start < bytes.length; ) {
					const length = cuts.next().value ?? 1;
					chunks.push(bytes.subarray(start, start + length));
					start += length;
				}

				const join = (names: readonly string[]): string => names.join(' ').replaceAll('" "', '');
				expect(join(tokenize(...chunks))).toBe(join(tokenize(bytes)));
			},
		),
		{seed: 1, numRuns: 500},
	);
});
