/** What is sent to the terminal beside pictures arrives at the terminal outside. */
import {expect, test} from 'vitest';
import {copySequence} from '../../source/terminal/clipboard.ts';
import {noticeSequence} from '../../source/terminal/notify-terminal.ts';

const payloadOf = (sequence: string | undefined): string =>
	Buffer.from(/52;c;([^\x07]*)/.exec(sequence ?? '')?.[1] ?? '', 'base64').toString();

test('copies any text', () => {
	expect(copySequence('née 日本\n', {})).toBe('\x1b]52;c;bsOpZSDml6XmnKwK\x07');
	expect(payloadOf(copySequence('née 日本\n', {}))).toBe('née 日本\n');
});

test('copies nothing that the terminal would cut', () => {
	expect(payloadOf(copySequence('x'.repeat(74_000), {}))).toHaveLength(74_000);
	expect(copySequence('x'.repeat(76_000), {})).toBeUndefined();
});

test('reaches the terminal outside of tmux and screen', () => {
	expect(copySequence('hi', {TMUX: '/tmp/tmux,1,0'})).toBe(
		'\x1bPtmux;\x1b\x1b]52;c;aGk=\x07\x1b\\',
	);
	const inScreen = copySequence('x'.repeat(2_000), {STY: '1.pts'}) ?? '';
	const chunks = inScreen.split('\x1b\\').filter(Boolean);
	expect(chunks.every(chunk => chunk.startsWith('\x1bP') && chunk.length <= 702)).toBe(true);
	expect(payloadOf(chunks.map(chunk => chunk.slice(2)).join(''))).toHaveLength(2_000);
});

test.each([
	[{TERM: 'xterm-256color'}, '\x1b]9;bob: hi, you\x07\x07'],
	[{TERM: 'foot'}, '\x1b]777;notify;bob;hi, you\x07\x07'],
	[
		{TERM: 'xterm-kitty'},
		'\x1b]99;i=chat-tui:d=0:p=title;bob\x1b\\\x1b]99;i=chat-tui:d=1:p=body;hi, you\x1b\\\x07',
	],
	[{TERM: 'tmux-256color', TMUX: 'x'}, '\x1bPtmux;\x1b\x1b]9;bob: hi, you\x07\x1b\\\x07'],
])('shows a notice in %j', (env, sequence) => {
	expect(noticeSequence({title: 'bob', body: 'hi; you'}, env)).toBe(sequence);
});

test('lets no message end its own notice', () => {
	const sequence = noticeSequence(
		{title: 'e\x07v\x1b\\', body: '\x1b]0;title\x07x'.repeat(100)},
		{},
	);
	expect(sequence.slice(0, -2)).not.toContain('\x07');
	expect(sequence.length).toBeLessThan(500);
});
