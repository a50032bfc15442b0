/** The program finds out which pictures a terminal can draw. */
import {expect, test} from 'vitest';
import {decideGraphics, graphicsQuery} from '../../../source/terminal/graphics/graphics-support.ts';

const kittyYes = '\x1b_Gi=31;OK\x1b\\';
const kittyNo = '\x1b_Gi=31;EINVAL:unsupported\x1b\\';
const cell = '\x1b[6;20;10t';
const plain = '\x1b[?62;22c';
const sixel = '\x1b[?62;4;22c';

test('asks for graphics and the cell, and last for what every terminal answers', () => {
	expect(graphicsQuery()).toBe('\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c');
});

test.each([
	['kitty', kittyYes + plain, {TERM: 'xterm-kitty'}, 'kitty'],
	['ghostty', kittyYes + plain, {TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty'}, 'kitty'],
	['kitty and sixels', kittyYes + sixel, {TERM: 'xterm-256color'}, 'kitty'],
	['kitty answering more', `\x1b_Gi=31,p=1;OK\x1b\\${plain}`, {}, 'kitty'],
	['kitty that refuses', kittyNo + plain, {TERM: 'xterm-kitty'}, 'none'],
	['a refusal and sixels', kittyNo + sixel, {}, 'sixel'],
	['another answer of kitty', `\x1b_Gi=310;OK\x1b\\${plain}`, {}, 'none'],
	['xterm with sixels', '\x1b[?63;1;2;4;6;9;15;22c', {TERM: 'xterm'}, 'sixel'],
	['sixels as the last ability', '\x1b[?65;1;4c', {}, 'sixel'],
	['xterm without', '\x1b[?64;1;2;6;9;15;22c', {TERM: 'xterm'}, 'none'],
	['a class that is 4', '\x1b[?4;6c', {}, 'none'],
	['abilities with a 4 in them', '\x1b[?62;14;40;44c', {}, 'none'],
	['a VT100', '\x1b[?1;2c', {TERM: 'vt100'}, 'none'],
	['iTerm2', plain, {TERM_PROGRAM: 'iTerm.app'}, 'iterm2'],
	['iTerm2 that knows all', kittyYes + sixel, {TERM_PROGRAM: 'iTerm.app'}, 'iterm2'],
	['iTerm2 over SSH', sixel, {LC_TERMINAL: 'iTerm2', TERM: 'xterm-256color'}, 'iterm2'],
	['iTerm2 without an answer', '', {TERM_PROGRAM: 'iTerm.app'}, 'iterm2'],
	['WezTerm', kittyYes + sixel, {TERM_PROGRAM: 'WezTerm'}, 'iterm2'],
	['kitty from iTerm2', kittyYes, {TERM: 'xterm-kitty', TERM_PROGRAM: 'iTerm.app'}, 'kitty'],
	['another from iTerm2', plain, {TERM_PROGRAM: 'vscode', LC_TERMINAL: 'iTerm2'}, 'none'],
	['tmux with sixels', '\x1b[?1;2;4c', {TMUX: '/tmp/tmux,1,0', TERM: 'tmux'}, 'sixel'],
	['tmux without', '\x1b[?1;2c', {TMUX: '/tmp/tmux,1,0', TERM: 'tmux'}, 'none'],
	['tmux in kitty', kittyYes + plain, {TMUX: 'x', TERM: 'xterm-kitty'}, 'none'],
	['tmux in iTerm2', plain, {TMUX: 'x', LC_TERMINAL: 'iTerm2'}, 'none'],
	['tmux before SSH', plain, {TERM: 'tmux-256color', LC_TERMINAL: 'iTerm2'}, 'none'],
	['screen', sixel, {STY: '1.pts', TERM: 'screen'}, 'none'],
	['screen in iTerm2', kittyYes, {STY: '1.pts', TERM_PROGRAM: 'iTerm.app'}, 'none'],
	['screen in tmux', sixel, {STY: '1.pts', TMUX: 'x'}, 'none'],
	['no answer at all', '', {TERM: 'xterm'}, 'none'],
	['an empty environment', sixel, {}, 'sixel'],
	[
		'empty variables',
		sixel,
		{TERM_PROGRAM: '', LC_TERMINAL: '', TERM: '', TMUX: '', STY: ''},
		'sixel',
	],
] as const)('decides for %s', (_name, answers, environment, protocol) => {
	expect(decideGraphics({answers, environment})).toEqual({protocol});
});

test('knows the size of a cell when it is told', () => {
	expect(decideGraphics({answers: kittyYes + cell + plain, environment: {}})).toEqual({
		protocol: 'kitty',
		cell: {width: 10, height: 20},
	});
	expect(decideGraphics({answers: cell + plain, environment: {STY: '1'}}).cell).toEqual({
		width: 10,
		height: 20,
	});
});

test.each(['\x1b[6;0;0t', '\x1b[6;20;0t', '\x1b[6;20t', '\x1b[4;600;800t', '\x1b[6;99999;99999t'])(
	'knows no size by %j',
	answers => {
		expect(decideGraphics({answers, environment: {}})).toEqual({protocol: 'none'});
	},
);

test('finds the answers between typed keys and other reports', () => {
	const answers = `hi\x1b[A${kittyYes}4c\x1b[<0;6;4M${cell}\x1b[?1u\x1b${sixel}q`;
	expect(decideGraphics({answers, environment: {}})).toEqual({
		protocol: 'kitty',
		cell: {width: 10, height: 20},
	});
	const withoutKitty = answers.replace(kittyYes, '');
	expect(decideGraphics({answers: withoutKitty, environment: {}}).protocol).toBe('sixel');
});

test('decides by whole answers only, wherever they are cut', () => {
	const answers = sixel + cell + kittyYes;
	for (let length = 0; length < answers.length; length++) {
		const {protocol, cell: told} = decideGraphics({
			answers: answers.slice(0, length),
			environment: {},
		});
		expect(protocol).toBe(length < sixel.length ? 'none' : 'sixel');
		expect(told !== undefined).toBe(length >= sixel.length + cell.length);
	}

	expect(decideGraphics({answers, environment: {}}).protocol).toBe('kitty');
});

test('takes no typed text for an answer', () => {
	const answers = '_Gi=31;OK\\ [?62;4;22c [6;20;10t i=31;OK';
	expect(decideGraphics({answers, environment: {}})).toEqual({protocol: 'none'});
});

test.each([
	{TERM: '\x1b_Gi=31;OK\x1b\\'},
	{TERM_PROGRAM: 'iTerm.app\x1b[?62;4c'},
	{TERM_PROGRAM: ' iTerm.app', LC_TERMINAL: 'iTerm2'},
	{TERM_PROGRAM: 'constructor', TERM: '__proto__'},
	{LC_TERMINAL: 'iTerm2'.repeat(100_000)},
	{TERM: `${'screen'.repeat(50_000)}\n`},
	{TERM: 'xterm\u0000kitty\ud800'},
])('is not led astray by a strange environment', environment => {
	expect(decideGraphics({answers: plain, environment})).toEqual({protocol: 'none'});
});
