/** The marks inside a line: `*bold*`, `**bold**`, `_italic_` and code between backticks; all others stand as written. */
import {findTokens, type TextToken, type TextTokenRole} from './find-tokens.ts';

/** A text without its marks, and what they said of its parts. */
export type MarkedText = {readonly text: string; readonly tokens: readonly TextToken[]};

/** Han, kana and Hangul are written without blanks, so a mark may stand beside them. */
const unspaced = String.raw`\p{Script=Han}\u3041-\u3096\u30A1-\u30FA\uAC00-\uD7A3`;
/** What stands before an opening mark, if anything. */
const beforeOpening = new RegExp(
	String.raw`[\s\p{Ps}\p{Pi}"'*_\u2013\u2014\u3001\u3002\uFF0C${unspaced}]$`,
	'u',
);
/** What would join the character before it, were the mark between them gone. */
const joining = /^[\p{M}\p{Cf}\p{Emoji_Modifier}\u1160-\u11FF\uD7B0-\uD7FF\uFF9E\uFF9F]/u;
/** What emphasis begins with: never punctuation as in `*.ts`. */
const afterOpening = /^[\p{L}\p{N}\p{Ps}\p{Pi}\p{Sc}\p{Extended_Pictographic}"'`*_@#/+-]/u;
const afterClosing = new RegExp(
	String.raw`^(?:$|[\s\p{Pe}\p{Pf}\p{Pd}"'*_,;:!?\u2026\u3001\u3002\uFF0C${unspaced}]|\.(?![\p{L}\p{N}*]))`,
	'u',
);

type Emphasis = 'bold' | 'italic';
type Mark = {readonly sign: string; readonly role: Emphasis | 'code'};

const marks: readonly Mark[] = [
	{sign: '**', role: 'bold'},
	{sign: '*', role: 'bold'},
	{sign: '_', role: 'italic'},
	{sign: '`', role: 'code'},
];

/** One code point before and some after are all that the rules look at. */
const before = (line: string, index: number): string => line.slice(Math.max(0, index - 2), index);
const after = (line: string, index: number): string => line.slice(index, index + 4);

/** What is being read: one line, the pieces of it in which no mark counts by their start, and what came out so far. */
type Reading = {
	readonly line: string;
	readonly atoms: ReadonlyMap<number, TextToken>;
	readonly output: {text: string; tokens: TextToken[]};
};

const opens = (line: string, index: number, {sign, role}: Mark): boolean => {
	const next = after(line, index + sign.length);
	return (
		line.startsWith(sign, index) &&
		(index === 0 || beforeOpening.test(before(line, index))) &&
		(role === 'code' ? /^[^\s`]/u.test(next) : afterOpening.test(next)) &&
		!joining.test(next) &&
		!next.startsWith(sign)
	);
};

/** Where the mark that closes stands, before `end`; -1 when there is none. */
const findClosing = (
	{line, atoms}: Reading,
	{sign, role}: Mark,
	[start, end]: readonly [number, number],
): number => {
	for (let index = start; index <= end - sign.length; index++) {
		const atom = role === 'code' ? undefined : atoms.get(index);
		if (atom !== undefined && atom.end > index) {
			index = atom.end - 1;
		} else if (
			index > start &&
			line.startsWith(sign, index) &&
			(index + sign.length === end || line[index + sign.length] !== sign[0]) &&
			(sign.length > 1 || line[index - 1] !== sign) &&
			!/\s/u.test(line[index - 1] ?? ' ') &&
			afterClosing.test(after(line, index + sign.length))
		) {
			return index;
		}
	}

	return -1;
};

type Style = Emphasis | 'bold-italic' | undefined;

const styleOf = (outer: Style, role: Emphasis): Style =>
	outer === undefined || outer === role ? role : 'bold-italic';

const append = ({output}: Reading, text: string, role: TextTokenRole | undefined): void => {
	const start = output.text.length;
	output.text += text;
	const last = output.tokens.at(-1);
	if (role === undefined || text === '') {
		return;
	}

	if (last !== undefined && last.role === role && last.end === start && role !== 'link') {
		output.tokens[output.tokens.length - 1] = {...last, end: output.text.length};
	} else {
		output.tokens.push({start, end: output.text.length, role});
	}
};

const read = (reading: Reading, [start, end]: readonly [number, number], style: Style): void => {
	const {line, atoms} = reading;
	const endless = new Set<string>();
	let index = start;
	let plainStart = start;
	const flush = (): void => append(reading, line.slice(plainStart, index), style);
	while (index < end) {
		const atom = atoms.get(index);
		if (atom !== undefined && atom.end <= end) {
			flush();
			append(reading, line.slice(atom.start, atom.end), atom.role);
			index = atom.end;
			plainStart = index;
			continue;
		}

		const mark = marks.find(one => !endless.has(one.sign) && opens(line, index, one));
		const closing =
			mark === undefined ? -1 : findClosing(reading, mark, [index + mark.sign.length, end]);
		if (mark === undefined || closing === -1) {
			// None from here on has an end either.
			endless.add(mark?.sign ?? '');
			index += mark?.sign.length ?? 1;
			continue;
		}

		flush();
		const inner = [index + mark.sign.length, closing] as const;
		if (mark.role === 'code') {
			append(reading, line.slice(...inner), 'code');
		} else {
			read(reading, inner, styleOf(style, mark.role));
		}

		index = closing + mark.sign.length;
		plainStart = index;
	}

	flush();
};

const mayHaveMarks = /[*_`]/;

/** `line` is sanitized and has no line feed. */
export const parseInline = (line: string, ownName: string): MarkedText => {
	const tokens = findTokens(line, ownName);
	if (!mayHaveMarks.test(line)) {
		return {text: line, tokens};
	}

	const output = {text: '', tokens: [] as TextToken[]};
	read(
		{line, atoms: new Map(tokens.map(token => [token.start, token])), output},
		[0, line.length],
		undefined,
	);
	return output;
};
