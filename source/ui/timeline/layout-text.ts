/** The wrapped rows of a message's text: its marks become roles, its links addresses, its blocks gutters. */
import {sanitizeText} from '../../terminal/sanitize-text.ts';
import {expandTabs, type WrappedRow, wrapRanges} from '../../terminal/wrap-text.ts';
import type {Span, TimelineRole} from './layout-rows.ts';
import {type MarkupBlock, parseMarkup} from './parse-markup.ts';

/** The spans of one row. */
export type BodyRow = readonly Span[];

const baseRoles: Readonly<Record<MarkupBlock['kind'], TimelineRole>> = {
	text: 'text',
	code: 'code',
	quote: 'quote',
};

/** What stands before each row of a block; the two differ for eyes without colour too. */
const gutters: Readonly<Record<MarkupBlock['kind'], string>> = {
	text: '',
	code: '│ ',
	quote: '┃ ',
};

/** The spans of one row of a block, cut where its tokens begin and end. */
const spansOfRow = (
	{text, tokens, kind}: MarkupBlock,
	{start, end}: WrappedRow,
	leadLength: number,
): readonly Span[] => {
	const base = baseRoles[kind];
	const line = text.slice(start, end);
	if (line.includes('\t')) {
		// Tabs move what follows them: tokens of such a row are not worth the trouble.
		return [{text: expandTabs(line), role: base}];
	}

	const spans: Span[] = [];
	let position = start;
	const take = (until: number, role: TimelineRole, link?: string): void => {
		if (until > position) {
			const piece = text.slice(position, until);
			spans.push({text: piece, role, ...(link === undefined ? {} : {link})});
			position = until;
		}
	};

	take(Math.min(end, leadLength), 'sender');

	for (const token of tokens) {
		if (token.end > start && token.start < end) {
			take(Math.max(start, token.start), base);
			const link = token.role === 'link' ? text.slice(token.start, token.end) : undefined;
			take(Math.min(end, token.end), token.role, link);
		}
	}

	take(end, base);
	return spans;
};

const layoutBlock = (block: MarkupBlock, width: number, leadLength = 0): readonly BodyRow[] => {
	const gutter = gutters[block.kind];
	return wrapRanges(block.text, width - gutter.length).map(row => {
		const spans = spansOfRow(block, row, leadLength);
		return gutter === '' ? spans : [{text: gutter, role: 'quote' as const}, ...spans];
	});
};

/** `text` behind `lead`, in the block that it begins with; a row of its own where that is no text. */
const putLead = (blocks: readonly MarkupBlock[], lead: string): readonly MarkupBlock[] => {
	const [first, ...others] = blocks;
	if (first === undefined || first.kind !== 'text') {
		return [{kind: 'text', text: lead, tokens: []}, ...blocks];
	}

	const offset = lead.length;
	const tokens = first.tokens.map(({start, end, role}) => ({
		start: start + offset,
		end: end + offset,
		role,
	}));
	return [{...first, text: lead + first.text, tokens}, ...others];
};

/** `lead` stands before the text and names who acts: sanitized, without line feeds. */
export const layoutText = (
	raw: string,
	options: {readonly width: number; readonly ownName: string; readonly lead?: string},
): readonly BodyRow[] => {
	const {width, ownName, lead = ''} = options;
	const blocks = parseMarkup(sanitizeText(raw), ownName);
	return lead === ''
		? blocks.flatMap(block => layoutBlock(block, width))
		: putLead(blocks, lead).flatMap((block, index) =>
				layoutBlock(block, width, index === 0 ? lead.length : 0),
			);
};
