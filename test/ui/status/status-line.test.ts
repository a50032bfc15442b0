/** The bars of one row: what they say, and what gives way when there is no room. */
import {expect, test} from 'vitest';
import {type HintSource, hintLine} from '../../../source/ui/chat/hint-line.ts';
import {type Line, lineWidth} from '../../../source/ui/frame/line.ts';
import {type StatusSource, statusLine} from '../../../source/ui/status/status-line.ts';

const words = ({spans}: Line) => spans.map(({text}) => text).join('');

const source: StatusSource = {
	account: {id: 1, name: 'alice'},
	server: 'home.example:7800',
	serverName: undefined,
	connection: {status: 'online', isSyncing: false},
	queued: 0,
	failed: 0,
	presence: 'online',
	preferences: {hasReceipts: true, mentionsBreakQuiet: true, keywords: []},
	talkBan: undefined,
	shutdown: undefined,
	transfers: new Map(),
};
const hints = [{key: 'F1', words: 'help'}];

const status = (changes: Partial<StatusSource>, width = 80) =>
	words(statusLine({...source, ...changes}, {width, now: 1_000, hints}));

test.each([
	[{connection: {status: 'connecting'}}, '◌ connecting…'],
	[{connection: {status: 'offline'}}, '○ offline'],
	[{connection: {status: 'offline', retryAt: 1_001}}, 'again in 1 s'],
	[{connection: {status: 'offline', retryAt: 121_000}}, 'again in 2 min'],
	[{connection: {status: 'offline', retryAt: 86_401_000}}, 'again in 24 h'],
	[
		{connection: {status: 'offline', error: 'Nobody answers.\u001B'}},
		'○ offline · Nobody answers.  ',
	],
	[{connection: {status: 'offline', error: 'Banned.', isRefused: true}}, '○ not let in  '],
	[{queued: 2, failed: 0}, '● online · 2 queued'],
	[{queued: 2, failed: 2}, '● online · 2 failed'],
	[{presence: 'away'}, '● online · ◐ away'],
	[{talkBan: {until: 61_000}}, 'may not write for 1 min'],
	[{talkBan: {}}, 'may not write '],
	[{talkBan: {until: 1_000}}, '● online  '],
	[{shutdown: {at: 300_000, reason: 'up\x1B[2Jgrade'}}, 'server stops in 5 min — upgrade'],
	[{shutdown: {at: 43_000, reason: undefined}}, 'server stops in 42 s'],
] as const)('says %j as "%s"', (changes, expected) => {
	expect(status(changes)).toContain(expected);
});

test('says why there is no connection where there is room', () => {
	const error = 'Nobody answers at home.example:7800.';
	const connection = {status: 'offline', error} as const;
	expect(status({connection}, 90)).toMatch(
		/ ○ offline · Nobody answers at home.example:7800\. +F1 help $/,
	);
	expect(status({connection}, 80)).toMatch(/offline · Nobody answers at home\.ex\S*… F1 help $/);
	expect(status({connection}, 50)).toMatch(/home.example:7800 ○ offline +F1 help $/);
});

test('leaves out hints, then the place, then the name', () => {
	const busy = {queued: 5, failed: 1};
	expect(status(busy, 80)).toMatch(
		/^ alice@home.example:7800 ● online · 4 queued · 1 failed +F1 help $/,
	);
	expect(status(busy, 60)).toBe(' alice@home.example:7800 ● online · 4 queued · 1 failed');
	expect(status(busy, 40)).toBe(' alice ● online · 4 queued · 1 failed');
	expect(status(busy, 34)).toBe(' ● online · 4 queued · 1 failed');
});

const hintSource: HintSource = {
	completion: undefined,
	composerNotice: undefined,
	notice: undefined,
	timelineError: undefined,
	isAtEnd: true,
	endKey: 'Ctrl-End',
	typing: ['carol'],
	mayNotWrite: undefined,
	selection: undefined,
	refusal: undefined,
};

const hint = (changes: Partial<HintSource>) => words(hintLine({...hintSource, ...changes}, 60));

test('shows the one hint that matters most', () => {
	const candidates = ['@alice', '@albert', '@aldous'].map(text => ({
		text: `${text} `,
		label: text,
	}));
	const completion = {candidates, index: 1, start: 0, typed: '@al'};
	const notice = {kind: 'failed', text: 'no', shownAt: 0} as const;
	expect(hint({completion, notice})).toBe(' @alice [@albert] @aldous ');
	const tooLong = {kind: 'text-too-long', droppedLength: 3, lengthMax: 10} as const;
	expect(hint({composerNotice: tooLong, notice})).toBe(
		'3 characters did not fit: a message has at most 10.',
	);
	expect(hint({notice})).toBe('✗ no');
	expect(hint({refusal: 'Not you.', timelineError: 'gone'})).toBe('✗ Not you.');
	expect(hint({isAtEnd: false})).toContain('Ctrl-End');
	expect(hint({mayNotWrite: 'You are muted here.'})).toBe('You are muted here.');
	expect(hint({})).toBe('carol is typing…');
	expect(hint({typing: ['a', 'b']})).toBe('a and b are typing…');
	expect(hint({typing: ['a', 'b', 'c', 'd']})).toBe('a, b and 2 others are typing…');
	expect(hint({typing: []})).toBe('');
});

test('never takes more room than there is', () => {
	for (const width of [1, 10, 40]) {
		expect(
			lineWidth(hintLine({...hintSource, typing: ['李雷'.repeat(20)]}, width)),
		).toBeLessThanOrEqual(width);
	}
});
