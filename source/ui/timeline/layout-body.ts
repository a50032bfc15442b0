/** The rows of one message or notice: time, sender, what it answers or passes on, text, marks, reactions. */
import type {Delivery, MessageBody, Reaction, TimelineItem, Transfer} from '../../client/state.ts';
import {cellWidth, padToWidth, truncateToWidth} from '../../terminal/cell-width.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {wrapRanges} from '../../terminal/wrap-text.ts';
import {layoutFile} from './layout-file.ts';
import type {Span, TimelineRole, TimelineTexts} from './layout-rows.ts';
import {type BodyRow, layoutText} from './layout-text.ts';

/** Two cells each, so that a message that is delivered or read moves nothing. */
export const deliveryMarks: Readonly<Record<Exclude<Delivery, 'failed'>, string>> = {
	queued: '◷ ',
	sent: '✓ ',
	delivered: '✓·',
	read: '✓✓',
};
export const failedMark = '✗';
export const pinnedMark = '📌';
const gap = '  ';
/** No emoji is wider; a text that claims to be one is cut. */
const emojiWidthMax = 4;

export type MessageLayoutOptions = {
	readonly width: number;
	readonly ownName: string;
	readonly texts: TimelineTexts;
	readonly showsSender: boolean;
	/** Somebody wants to see what a blocked person wrote. */
	readonly isUnfolded: boolean;
	/** Of its file. */
	readonly transfer: Transfer | undefined;
};

/** The narrowest screen still leaves the text two thirds of the row. */
const senderWidthOf = (width: number): number => Math.min(12, Math.max(5, Math.floor(width / 8)));

/** The width in which text is wrapped; at least what a gutter and one wide cluster need. */
const textWidthOf = (width: number, indent: number): number => Math.max(10, width - indent);

const oneRow = (text: string, width: number, role: TimelineRole): BodyRow => [
	{text: truncateToWidth(text, width), role},
];

/** Pieces of words in as many rows as they need. */
const wrapped = (text: string, width: number, role: TimelineRole): readonly BodyRow[] =>
	wrapRanges(text, width).map(({start, end}) => [{text: text.slice(start, end), role}]);

const layoutQuote = (
	{sender, text}: NonNullable<MessageBody['replyTo']>,
	width: number,
	unknownReply: string,
): BodyRow => {
	const known = text === undefined ? unknownReply : sanitizeLine(text);
	const quote = sender === undefined ? known : `${sanitizeLine(sender)}: ${known}`;
	return oneRow(`↳ ${quote}`, width, 'quote');
};

const widthOf = (row: BodyRow): number =>
	row.reduce((width, span) => width + cellWidth(span.text), 0);

/** Spans side by side, in another row where there is no room; each fits a row by itself. */
const flow = (pieces: readonly Span[], width: number, first: BodyRow = []): readonly BodyRow[] => {
	const rows: BodyRow[] = [first];
	for (const piece of pieces) {
		const last = rows.at(-1) ?? [];
		if (last.length === 0) {
			rows[rows.length - 1] = [piece];
		} else if (widthOf(last) + gap.length + cellWidth(piece.text) > width) {
			rows.push([piece]);
		} else {
			rows[rows.length - 1] = [...last, {text: gap, role: 'text'}, piece];
		}
	}

	return rows;
};

const marksOf = (
	{delivery}: TimelineItem,
	body: MessageBody,
	{texts}: MessageLayoutOptions,
): readonly Span[] => [
	...(body.editedAt === undefined || body.isRecalled
		? []
		: [{text: texts.edited, role: 'aside' as const}]),
	...(body.isPinned ? [{text: pinnedMark, role: 'aside' as const}] : []),
	...(delivery === undefined || delivery === 'failed'
		? []
		: [{text: deliveryMarks[delivery], role: delivery}]),
];

/** `👍 2`, and `[👍 2]` where the reader's own is among them. */
const layoutReactions = (reactions: readonly Reaction[], width: number): readonly BodyRow[] =>
	reactions.length === 0
		? []
		: flow(
				reactions.map(({emoji, accounts, isOwn}) => {
					const counted = `${truncateToWidth(sanitizeLine(emoji), emojiWidthMax)} ${accounts.length}`;
					return isOwn
						? {text: `[${counted}]`, role: 'reaction-own' as const}
						: {text: counted, role: 'reaction' as const};
				}),
				width,
			);

const layoutFailure = (
	{delivery, error}: TimelineItem,
	width: number,
	texts: TimelineTexts,
): readonly BodyRow[] => {
	if (delivery !== 'failed') {
		return [];
	}

	const reason = error === undefined ? undefined : sanitizeLine(error);
	return wrapped(`${failedMark} ${texts.failed(reason)}`, width, 'failed');
};

/** What a person wrote, or what stands for it. */
const layoutContent = (
	item: TimelineItem,
	body: MessageBody,
	options: MessageLayoutOptions,
): readonly BodyRow[] => {
	const {width, ownName, texts, transfer} = options;
	if (body.isRecalled) {
		return wrapped(texts.recalled, width, 'aside');
	}

	const lead = body.isAction ? `* ${sanitizeLine(item.sender?.name ?? '')} ` : '';
	const {forwarded, replyTo, file} = body;
	return [
		...(forwarded === undefined
			? []
			: [oneRow(`⇢ ${texts.forwarded(sanitizeLine(forwarded.sender))}`, width, 'quote')]),
		...(replyTo === undefined ? [] : [layoutQuote(replyTo, width, texts.unknownReply)]),
		...(file === undefined ? [] : layoutFile(file, {width, texts, transfer})),
		...(file !== undefined && body.text === ''
			? []
			: layoutText(body.text, {width, ownName, lead})),
	];
};

const layoutWhole = (
	item: TimelineItem,
	body: MessageBody,
	options: MessageLayoutOptions,
): readonly BodyRow[] => {
	const {width, texts} = options;
	if (body.isFolded && !options.isUnfolded) {
		return wrapped(texts.folded, width, 'aside');
	}

	const content = layoutContent(item, body, options);
	return [
		...content.slice(0, -1),
		...flow(marksOf(item, body, options), width, content.at(-1)),
		...(body.isRecalled ? [] : layoutReactions(body.reactions, width)),
		...layoutFailure(item, width, texts),
	];
};

export const layoutMessage = (
	item: TimelineItem,
	body: MessageBody,
	options: MessageLayoutOptions,
): readonly BodyRow[] => {
	const {width, texts, showsSender} = options;
	const time = texts.time(item.at);
	const senderWidth = senderWidthOf(width);
	const indent = cellWidth(time) + gap.length + senderWidth + gap.length;
	const isNamed = showsSender && (!body.isAction || body.isRecalled || body.isFolded);
	const sender = isNamed ? sanitizeLine(item.sender?.name ?? '') : '';
	const first: BodyRow = [
		{text: time + gap, role: 'time'},
		{text: padToWidth(sender, senderWidth) + gap, role: item.isOwn ? 'sender-own' : 'sender'},
	];
	const others: BodyRow = [{text: ' '.repeat(indent), role: 'blank'}];
	const rows = layoutWhole(item, body, {...options, width: textWidthOf(width, indent)});
	return rows.map((row, index) => [...(index === 0 ? first : others), ...row]);
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
