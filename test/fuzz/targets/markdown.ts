/** Messages with marks: laid out in time, row by row as wide as was planned, with nothing in them that a terminal obeys. */
import type {TimelineItem} from '../../../source/client/state.ts';
import {cellWidth} from '../../../source/terminal/cell-width.ts';
import {FrameCompositor} from '../../../source/terminal/frame-compositor.ts';
import {splitGraphemes} from '../../../source/terminal/graphemes.ts';
import {sanitizeText} from '../../../source/terminal/sanitize-text.ts';
import {rowWidth, wrapRanges} from '../../../source/terminal/wrap-text.ts';
import {layoutItem, type Row} from '../../../source/ui/timeline/layout-rows.ts';
import {parseMarkup} from '../../../source/ui/timeline/parse-markup.ts';
import {layoutOptions, message, noon} from '../../helpers/timeline-items.ts';
import {cpuMs} from '../cpu-time.ts';
import {oddText} from '../odd-values.ts';
import {below, oftenSmall, oneOf, type Random} from '../random-choice.ts';
import type {Target} from '../target.ts';

const textLengthMax = 16_000;
/** A pattern that runs wild takes minutes for a text of this length; a busy machine some seconds. */
const inputMsMax = 4_000;
const obeyed =
	/[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\u061c\u200b\u2060\ufeff]/;

const mustHold = (isTrue: boolean, what: string): void => {
	if (!isTrue) {
		throw new Error(what);
	}
};

const checkRow = ({spans}: Row, width: number): void => {
	const whole = spans.map(({text}) => text).join('');
	mustHold(!obeyed.test(whole), `a row holds a control character: ${JSON.stringify(whole)}`);
	const cells = cellWidth(whole);
	mustHold(cells <= width, `a row takes ${cells} of ${width} cells: ${JSON.stringify(whole)}`);
	const bySpans = spans.reduce((sum, {text}) => sum + cellWidth(text), 0);
	mustHold(
		bySpans === cells,
		`its spans take ${bySpans} cells, the row ${cells}: ${JSON.stringify(whole)}`,
	);
	const pieces = spans.flatMap(({text}) => splitGraphemes(text)).length;
	mustHold(
		pieces === splitGraphemes(whole).length,
		`a character is split: ${JSON.stringify(whole)}`,
	);
};

/** Drawn into a frame the row ends before the border, and the border stands where it belongs. */
const checkDrawn = ({spans}: Row, width: number): void => {
	const compositor = new FrameCompositor({width: width + 1, height: 1});
	const whole = spans.map(({text}) => text).join('');
	compositor.write(0, 0, whole, {transformers: []});
	compositor.write(width, 0, '│', {transformers: []});
	const {output} = compositor.get();
	const plain = output.replaceAll(/\x1b\[\d+G/g, '');
	mustHold(
		!/[\x00-\x1f\x7f-\x9f]/.test(plain),
		`a frame holds a control: ${JSON.stringify(output)}`,
	);
	mustHold(output.endsWith('│'), `the border is gone: ${JSON.stringify(output)}`);
};

const checkItem = (item: TimelineItem, width: number): number => {
	const {rows} = layoutItem(item, undefined, layoutOptions({width}));
	for (const row of rows) {
		checkRow(row, width);
	}

	for (const row of rows.slice(0, 4)) {
		checkDrawn(row, width);
	}

	return rows.length;
};

const check = (input: Buffer): string => {
	const startedAt = cpuMs();
	const text = input.subarray(1).toString().slice(0, textLengthMax);
	const width = 30 + ((input[0] ?? 0) % 90);
	const name = text.slice(0, 40);
	const rows = checkItem(message(1, text), width);
	checkItem(
		message(2, text, {
			sender: {id: 9, name},
			isOwn: true,
			delivery: 'failed',
			error: text.slice(0, 300),
			replyTo: {seq: 1, sender: name, text: text.slice(0, 300)},
			message: {
				isAction: text.length % 2 === 0,
				editedAt: noon,
				isPinned: true,
				forwarded: {sender: name, at: noon},
				reactions: [{emoji: name, accounts: [], isOwn: true}],
			},
		}),
		width,
	);
	const clean = sanitizeText(text);
	for (const {start, end, width: planned} of wrapRanges(clean, width)) {
		const row = clean.slice(start, end);
		mustHold(rowWidth(row) === planned, `planned ${planned} cells for ${JSON.stringify(row)}`);
	}

	const blocks = parseMarkup(clean, 'alice');
	const roles = new Set(
		blocks.flatMap(({kind, tokens}) => [kind, ...tokens.map(({role}) => role)]),
	);
	const tookMs = cpuMs() - startedAt;
	mustHold(tookMs < inputMsMax, `it took ${Math.round(tookMs)} ms`);
	return `${[...roles].toSorted().join(' ')} ${Math.min(rows, 8)} ${Math.min(8, blocks.length)}`;
};

const pieces = [
	'*',
	'**',
	'_',
	'`',
	'```',
	'\n```ts\n',
	'\n> ',
	'> ',
	'@alice',
	'@bob-2',
	'https://example.org/a?b=c#d',
	'http://[::1]/',
	'mailto:',
	'word',
	' ',
	'\t',
	'\n',
	'日本',
	'👨‍👩‍👧',
	'🇩🇪',
	'क्ष',
	'שלום',
	'e\u0301',
	'\u0600',
	'x'.repeat(60),
	'(',
	')',
	'.',
	',',
] as const;

const seeds = [
	'Hi *all*, see `npm test` and https://example.org/x?y=1_2 @alice',
	'> quoted *text*\n> more\nanswer\n```ts\nlet a =\t1;\n```\nend **bold _both_**',
	'a_b_c *x* **y** _z_ `*`',
];

export const markdown: Target = {
	name: 'markdown',
	seeds: seeds.map(text => Buffer.from(`\x40${text}`)),
	tokens: pieces.map(text => Buffer.from(text)),
	generate(random: Random) {
		const count = oftenSmall(random, 40);
		const piece = () => (random() < 0.75 ? oneOf(random, pieces) : oddText(random, 20));
		const text = Array.from({length: count}, piece).join('');
		const times = random() < 0.02 ? Math.ceil(textLengthMax / (text.length || 1)) : 1;
		return Buffer.from(String.fromCharCode(below(random, 90)) + text.repeat(times));
	},
	shortRuns: 600,
	open: () => Promise.resolve({check}),
};
