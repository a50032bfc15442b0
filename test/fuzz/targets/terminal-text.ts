/** Texts of strangers on their way to a terminal: nothing of them steers it, hides, turns or overprints anything. */
import {cellWidth, padToWidth, truncateToWidth} from '../../../source/terminal/cell-width.ts';
import {hyperlink} from '../../../source/terminal/hyperlink.ts';
import {noticeSequence} from '../../../source/terminal/notify-terminal.ts';
import {sanitizeLine, sanitizeText, stripControls} from '../../../source/terminal/sanitize-text.ts';
import {cpuMs} from '../cpu-time.ts';
import {oddText, oddTexts} from '../odd-values.ts';
import {oneOf, type Random} from '../random-choice.ts';
import type {Target} from '../target.ts';

const inputMsMax = 3_000;
const control = /(?![\t\n])\p{Cc}/u;
const turning = /\p{Bidi_Control}/u;
/** What nobody sees and no word or emoji needs. */
const hiding = /\u00ad|\u200b|[\u2060-\u206f]|\ufeff|[\ufff9-\ufffb]|\u{e0001}/u;

const mustHold = (isTrue: boolean, what: string, text: string): void => {
	if (!isTrue) {
		throw new Error(`${what}: ${JSON.stringify(text.slice(0, 500))}`);
	}
};

const environments = [
	{TERM: 'xterm-256color'},
	{TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1'},
	{TERM: 'foot'},
	{TERM: 'tmux-256color', TMUX: '/tmp/tmux'},
];

const checkNotice = (text: string): void => {
	for (const env of environments) {
		const sequence = noticeSequence({title: text, body: text}, env);
		// One bell rings, one or two strings are closed; inside tmux each escape comes twice.
		const inner = sequence.replaceAll('\x1b\x1b', '\x1b').replaceAll(/^\x1bPtmux;|\x1b\\$/g, '');
		const fields = inner.replaceAll(
			/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bPtmux;|\x1b\\|\x07/g,
			'',
		);
		mustHold(fields === '', 'a notice breaks out of its sequence', sequence);
	}
};

const check = (input: Buffer): string => {
	const startedAt = cpuMs();
	const given = input.length % 2 === 0 ? input.toString() : input.toString('utf16le');
	const text = sanitizeText(given);
	const line = sanitizeLine(given);
	mustHold(!control.test(text) && !/[\t\n]/.test(line), 'a control character is left', text);
	for (const clean of [text, line, stripControls(given)]) {
		mustHold(!control.test(clean), 'a control character is left', clean);
		mustHold(!turning.test(clean), 'what turns text is left', clean);
		mustHold(!/\p{Cs}/u.test(clean), 'half a character is left', clean);
	}

	mustHold(!hiding.test(line), 'what hides is left', line);
	mustHold(sanitizeText(text) === text, 'twice made safe is something else', text);
	mustHold(sanitizeLine(line) === line, 'twice made safe is something else', line);
	const short = line.slice(0, 300);
	for (const width of [1, 2, 7, 40]) {
		mustHold(cellWidth(truncateToWidth(short, width)) <= width, `over ${width} cells`, short);
		mustHold(cellWidth(padToWidth(short, width)) === width, `not ${width} cells`, short);
	}

	const beside = cellWidth(`│${line}│`) - cellWidth(line);
	mustHold(line.length > 200 || beside === 2, 'it joins its neighbours', line);
	checkNotice(given.slice(0, 400));
	const link = hyperlink(text.slice(0, 100), given.slice(0, 200));
	const around = link.replaceAll(/\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g, '');
	mustHold(!control.test(around), 'a link breaks out of its sequence', link);
	const tookMs = cpuMs() - startedAt;
	mustHold(tookMs < inputMsMax, `it took ${Math.round(tookMs)} ms`, given);
	return `${text === given} ${line === text} ${text.length < given.length}`;
};

export const terminalText: Target = {
	name: 'terminal-text',
	seeds: ['plain text', '\x1b[31mred\x1b[0m', '日本 👨‍👩‍👧 e\u0301', 'a\u202eb\u2066c'].map(text =>
		Buffer.from(text),
	),
	tokens: oddTexts.map(text => Buffer.from(text)),
	generate: (random: Random) =>
		Buffer.from(oddText(random, 400), oneOf(random, ['utf8', 'utf16le'] as const)),
	shortRuns: 1_500,
	open: () => Promise.resolve({check}),
};
