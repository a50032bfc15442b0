/** The rows of one message or notice: time, sender, quote, wrapped text, delivery mark. */
import type {Delivery, TimelineItem} from '../../client/state.ts';
import {cellWidth, padToWidth, truncateToWidth} from '../../terminal/cell-width.ts';
import {sanitizeLine, sanitizeText} from '../../terminal/sanitize-text.ts';
import {expandTabs, type WrappedRow, wrapRanges} from '../../terminal/wrap-text.ts';
import {findTokens, type TextToken} from './find-tokens.ts';
import type {Span, TimelineRole, TimelineTexts} from './layout-rows.ts';

/** The spans of one row. */
export type BodyRow = readonly Span[];

type MessageBody = Extract<TimelineItem['body'], {kind: 'message-sent'}>;

const marks: Readonly<Record<Exclude<Delivery, 'failed'>, string>> = {
	queued: '◷',
	sent: '✓',
	read: '✓✓',
};
const failedMark = '✗';
const gap = '  ';

/** The narrowest screen still leaves the text two thirds of the row. */
const senderWidthOf = (width: number): number => Math.min(12, Math.max(5, Math.floor(width / 8)));

/** The width in which text is wrapped; at least what one wide cluster needs. */
const textWidthOf = (width: number, indent: number): number => Math.max(8, width - indent);

/** The spans of one row of a text, cut where its tokens begin and end. */
const spansOfRow = (
	text: string,
	{start, end}: WrappedRow,
	tokens: readonly TextToken[],
): readonly Span[] => {
	const line = text.slice(start, end);
	if (line.includes('\t')) {
		// Tabs move what follows them: tokens of such a row are not worth the trouble.
		return [{text: expandTabs(line), role: 'text'}];
	}

	const spans: Span[] = [];
	let position = start;
	const take = (until: number, role: TimelineRole): void => {
		if (until > position) {
			spans.push({text: text.slice(position, until), role});
			position = until;
		}
	};

	for (const token of tokens) {
		if (token.end > start && token.start < end) {
			take(Math.max(start, token.start), 'text');
			take(Math.min(end, token.end), token.role);
		}
	}

	take(end, 'text');
	return spans;
};

const layoutText = (raw: string, width: number, ownName: string): readonly BodyRow[] => {
	const text = sanitizeText(raw);
	const tokens = findTokens(text, ownName);
	return wrapRanges(text, width).map(row => spansOfRow(text, row, tokens));
};

const layoutQuote = (
	{sender, text}: NonNullable<MessageBody['replyTo']>,
	width: number,
	unknownReply: string,
): BodyRow => {
	const known = text === undefined ? unknownReply : sanitizeLine(text);
	const quote = sender === undefined ? known : `${sanitizeLine(sender)}: ${known}`;
	return [{text: truncateToWidth(`↳ ${quote}`, width), role: 'quote'}];
};

const widthOf = (row: BodyRow): number =>
	row.reduce((width, span) => width + cellWidth(span.text), 0);

/** Behind the last row where there is room, else in a row of its own. */
const addMark = (
	rows: readonly BodyRow[],
	{delivery}: TimelineItem,
	width: number,
): readonly BodyRow[] => {
	if (delivery === undefined || delivery === 'failed') {
		return rows;
	}

	const mark: Span = {text: marks[delivery], role: delivery};
	const last = rows.at(-1) ?? [];
	return widthOf(last) + gap.length + cellWidth(mark.text) > width
		? [...rows, [mark]]
		: [...rows.slice(0, -1), [...last, {text: gap, role: 'text'}, mark]];
};

const layoutFailure = (
	{delivery, error}: TimelineItem,
	width: number,
	texts: TimelineTexts,
): readonly BodyRow[] => {
	if (delivery !== 'failed') {
		return [];
	}

	const reason = error === undefined ? undefined : sanitizeLine(error);
	const text = `${failedMark} ${texts.failed(reason)}`;
	return wrapRanges(text, width).map(({start, end}) => [
		{text: text.slice(start, end), role: 'failed'},
	]);
};

export const layoutMessage = (
	item: TimelineItem,
	body: MessageBody,
	options: {
		readonly width: number;
		readonly ownName: string;
		readonly texts: TimelineTexts;
		readonly showsSender: boolean;
	},
): readonly BodyRow[] => {
	const {width, ownName, texts, showsSender} = options;
	const time = texts.time(item.at);
	const senderWidth = senderWidthOf(width);
	const indent = cellWidth(time) + gap.length + senderWidth + gap.length;
	const textWidth = textWidthOf(width, indent);
	const text = layoutText(body.text, textWidth, ownName);
	const content = [
		...(body.replyTo === undefined
			? []
			: [layoutQuote(body.replyTo, textWidth, texts.unknownReply)]),
		...addMark(text, item, textWidth),
		...layoutFailure(item, textWidth, texts),
	];
	const sender = showsSender ? sanitizeLine(item.sender?.name ?? '') : '';
	const first: BodyRow = [
		{text: time + gap, role: 'time'},
		{text: padToWidth(sender, senderWidth) + gap, role: item.isOwn ? 'sender-own' : 'sender'},
	];
	const others: BodyRow = [{text: ' '.repeat(indent), role: 'blank'}];
	return content.map((row, index) => [...(index === 0 ? first : others), ...row]);
};

export const layoutNotice = (
	item: TimelineItem,
	{width, texts}: {readonly width: number; readonly texts: TimelineTexts},
): readonly BodyRow[] => {
	const time = texts.time(item.at) + gap;
	const indent = cellWidth(time);
	const text = sanitizeLine(texts.notice(item));
	return wrapRanges(text, textWidthOf(width, indent)).map(({start, end}, index) => [
		index === 0 ? {text: time, role: 'time'} : {text: ' '.repeat(indent), role: 'blank'},
		{text: text.slice(start, end), role: 'notice'},
	]);
};
