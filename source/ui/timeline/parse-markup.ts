/** A message's light Markdown: blocks of text, of code between fences, and of quoted lines. */
import {sanitizeText} from '../../terminal/sanitize-text.ts';
import type {TextToken} from './find-tokens.ts';
import {type MarkedText, parseInline} from './parse-inline.ts';

/** `text` may hold line feeds; tokens are places in it, in its order. Code has none. */
export type MarkupBlock = MarkedText & {readonly kind: 'text' | 'code' | 'quote'};

const fence = '```';
const language = /^[\w+#.-]*$/;
const oneLineCode = /^```(?!`)(.*[^`\s].*)```\s*$/;

type FoundBlock = {readonly block: MarkupBlock; readonly nextLine: number};

/**
 * The block that a fence in line `index` opens; `undefined` when it is empty or has no end.
 * Its text is made safe again: without the fence before it, it may begin with a combining mark.
 */
const readCode = (lines: readonly string[], index: number): FoundBlock | undefined => {
	const line = lines[index] ?? '';
	const whole = oneLineCode.exec(line)?.[1];
	if (whole !== undefined) {
		return {block: {kind: 'code', text: sanitizeText(whole), tokens: []}, nextLine: index + 1};
	}

	const last = lines.findIndex((one, place) => place > index && one.trimEnd().endsWith(fence));
	if (last === -1) {
		return undefined;
	}

	const opening = line.slice(fence.length);
	const closing = (lines[last] ?? '').trimEnd().slice(0, -fence.length);
	const text = [
		...(language.test(opening.trim()) ? [] : [opening]),
		...lines.slice(index + 1, last),
		...(closing === '' ? [] : [closing]),
	].join('\n');
	return text.trim() === ''
		? undefined
		: {block: {kind: 'code', text: sanitizeText(text), tokens: []}, nextLine: last + 1};
};

const isQuoted = (line: string): boolean => line.startsWith('> ');

const readQuote = (lines: readonly string[], index: number, ownName: string): FoundBlock => {
	const after = lines.findIndex((one, place) => place > index && !isQuoted(one) && one !== '>');
	const nextLine = after === -1 ? lines.length : after;
	const quoted = lines.slice(index, nextLine).map(one => parseInline(one.slice(2), ownName));
	return {block: {kind: 'quote', ...joinLines(quoted)}, nextLine};
};

/** Lines below each other, the places of their tokens counted from the start of the first. */
const joinLines = (lines: readonly MarkedText[]): MarkedText => {
	const tokens: TextToken[] = [];
	let offset = 0;
	for (const line of lines) {
		for (const {start, end, role} of line.tokens) {
			tokens.push({start: start + offset, end: end + offset, role});
		}

		offset += line.text.length + 1;
	}

	return {text: lines.map(({text}) => text).join('\n'), tokens};
};

/** `text` is sanitized. There is always at least one block. */
export const parseMarkup = (text: string, ownName: string): readonly MarkupBlock[] => {
	const lines = text.split('\n');
	const blocks: MarkupBlock[] = [];
	let plain: MarkedText[] = [];
	const flush = (): void => {
		if (plain.length > 0) {
			blocks.push({kind: 'text', ...joinLines(plain)});
			plain = [];
		}
	};

	let canEnd = text.includes(fence);
	let index = 0;
	while (index < lines.length) {
		const line = lines[index] ?? '';
		const code = canEnd && line.startsWith(fence) ? readCode(lines, index) : undefined;
		const found = code ?? (isQuoted(line) ? readQuote(lines, index, ownName) : undefined);
		// One fence without an end means that those below have none.
		canEnd &&= code !== undefined || !line.startsWith(fence);
		if (found === undefined) {
			plain.push(parseInline(line, ownName));
			index++;
		} else {
			flush();
			blocks.push(found.block);
			index = found.nextLine;
		}
	}

	flush();
	return blocks;
};
