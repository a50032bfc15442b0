/** Timeline items → rows of styled spans, wrapped once and kept per item, width and surroundings. */
import type {TimelineItem, Transfer} from '../../client/state.ts';
import {cellWidth, padToWidth} from '../../terminal/cell-width.ts';
import type {PictureCell} from '../details/half-blocks.ts';
import type {TextTokenRole} from './find-tokens.ts';
import {layoutMessage, layoutNotice} from './layout-body.ts';
import type {BodyRow} from './layout-text.ts';

/** What a piece of text is; the theme says how it looks. */
export type TimelineRole =
	| 'blank'
	| 'day'
	| 'new'
	| 'time'
	| 'sender'
	| 'sender-own'
	| 'text'
	| TextTokenRole
	| 'quote'
	| 'notice'
	/** Said beside a message or in its place. */
	| 'aside'
	/** The name of a file. */
	| 'file'
	/** A cell of a picture, in colours of its own. */
	| 'picture'
	| 'waveform'
	/** How far a file has come. */
	| 'transfer'
	| 'reaction'
	| 'reaction-own'
	| 'queued'
	| 'sent'
	| 'delivered'
	| 'read'
	| 'failed';

export type Span = {
	readonly text: string;
	readonly role: TimelineRole;
	/** The whole address, of which `text` may be a part. */
	readonly link?: string;
	/** Of `picture`: the colours of the cell. */
	readonly cell?: PictureCell;
};

/** One screen row: its spans together are at most `width` cells. */
export type Row = {
	/** Unique among the rows of one timeline; stable while the item and width are. */
	readonly key: string;
	/** The item that the row belongs to. */
	readonly itemKey: string | undefined;
	readonly spans: readonly Span[];
	/** The item's `seq`; absent in the outbox and in blank rows. */
	readonly seq: number | undefined;
};

/** The words of the timeline; the text catalogue has them. */
export type TimelineTexts = {
	readonly newMessages: string;
	/** `Friday 20 November` */
	readonly day: (at: number) => string;
	/** `09:12`: the same number of cells for every time. */
	readonly time: (at: number) => string;
	/** `bob joined`, `alice removed bob` … */
	readonly notice: (item: TimelineItem) => string;
	/** Stands for an answered message that is not in the local copy. */
	readonly unknownReply: string;
	/** `not sent: …` */
	readonly failed: (reason: string | undefined) => string;
	/** Behind a text that was changed. */
	readonly edited: string;
	/** In the place of a text that was taken back. */
	readonly recalled: string;
	/** In the place of what a blocked person wrote. */
	readonly folded: string;
	/** `from bob` */
	readonly forwarded: (sender: string) => string;
	/** `▓▓░░ 43% · 1.2 MiB/s` */
	readonly transfer: (transfer: Transfer) => string;
};

export type TimelineLayoutOptions = {
	/** Cells per row. */
	readonly width: number;
	/** The newest `seq` read when the conversation was opened: the "new" line follows it. */
	readonly readSeq: number | undefined;
	readonly ownName: string;
	readonly texts: TimelineTexts;
	/** `key` of the folded messages that somebody wants to see all the same. */
	readonly unfolded?: ReadonlySet<string>;
	/** Files on their way, by key. */
	readonly transfers?: ReadonlyMap<string, Transfer>;
};

/** The rows of `item`: a day line and the "new" line where they belong, then its own. */
export type ItemRows = {
	readonly rows: readonly Row[];
	/** How many of `rows` stand before the item's own. */
	readonly headRows: number;
};

/** What of an item's neighbourhood its rows depend on. */
type Surroundings = {
	readonly startsDay: boolean;
	readonly startsNew: boolean;
	readonly showsSender: boolean;
	readonly isUnfolded: boolean;
	readonly transfer: Transfer | undefined;
};

const isSameDay = (a: number, b: number): boolean => {
	const [first, second] = [new Date(a), new Date(b)];
	return (
		first.getDate() === second.getDate() &&
		first.getMonth() === second.getMonth() &&
		first.getFullYear() === second.getFullYear()
	);
};

const isFirstUnread = (
	{seq, isOwn}: TimelineItem,
	previous: TimelineItem | undefined,
	readSeq: number | undefined,
): boolean =>
	readSeq !== undefined &&
	seq !== undefined &&
	!isOwn &&
	seq > readSeq &&
	(previous?.seq ?? seq - 1) <= readSeq;

/** On its way up under the message's id, on its way down under its place. */
const findTransfer = (
	{id, conversation, seq}: TimelineItem,
	transfers: ReadonlyMap<string, Transfer>,
): Transfer | undefined => transfers.get(id ?? '') ?? transfers.get(`${conversation}:${seq}`);

const findSurroundings = (
	item: TimelineItem,
	previous: TimelineItem | undefined,
	{readSeq, unfolded, transfers}: TimelineLayoutOptions,
): Surroundings => {
	const startsDay = previous === undefined || !isSameDay(previous.at, item.at);
	const startsNew = isFirstUnread(item, previous, readSeq);
	const isContinued =
		previous?.body.kind === 'message-sent' &&
		!previous.body.isAction &&
		previous.sender?.id === item.sender?.id;
	return {
		startsDay,
		startsNew,
		showsSender: startsDay || startsNew || !isContinued,
		isUnfolded: unfolded?.has(item.key) ?? false,
		transfer: transfers && findTransfer(item, transfers),
	};
};

/** `label` with a line on both sides: over the whole width, or short and in the middle. */
const ruled = (label: string, width: number, isFull: boolean): string => {
	const room = width - cellWidth(label) - 2;
	const left = isFull ? Math.max(0, Math.floor(room / 2)) : 2;
	const right = isFull ? Math.max(0, room - left) : 2;
	return padToWidth(`${'─'.repeat(left)} ${label} ${'─'.repeat(right)}`, width, 'center').trimEnd();
};

const build = (
	item: TimelineItem,
	{startsDay, startsNew, showsSender, isUnfolded, transfer}: Surroundings,
	{width, ownName, texts}: TimelineLayoutOptions,
): ItemRows => {
	const head: BodyRow[] = [];
	if (startsDay) {
		head.push([{text: ruled(texts.day(item.at), width, false), role: 'day'}]);
	}

	if (startsNew) {
		head.push([{text: ruled(texts.newMessages, width, true), role: 'new'}]);
	}

	const body =
		item.body.kind === 'message-sent'
			? layoutMessage(item, item.body, {
					width,
					ownName,
					texts,
					showsSender,
					isUnfolded,
					transfer,
				})
			: layoutNotice(item, {width, texts});
	const rows = [...head, ...body].map((spans, index) => ({
		// Counted from the item's own first row: a day line that comes or goes renames nothing.
		key: `${item.key}:${index - head.length}`,
		itemKey: item.key,
		spans,
		seq: item.seq,
	}));
	return {rows, headRows: head.length};
};

type Cached = Surroundings &
	Pick<TimelineLayoutOptions, 'width' | 'ownName' | 'texts'> & {readonly result: ItemRows};

/** Items are immutable: a changed one is another object, and the old one's rows go with it. */
const cache = new WeakMap<TimelineItem, Cached>();

export const layoutItem = (
	item: TimelineItem,
	previous: TimelineItem | undefined,
	options: TimelineLayoutOptions,
): ItemRows => {
	const {width, ownName, texts} = options;
	const surroundings = findSurroundings(item, previous, options);
	const found = cache.get(item);
	if (
		found !== undefined &&
		found.width === width &&
		found.ownName === ownName &&
		found.texts === texts &&
		found.startsDay === surroundings.startsDay &&
		found.startsNew === surroundings.startsNew &&
		found.showsSender === surroundings.showsSender &&
		found.isUnfolded === surroundings.isUnfolded &&
		found.transfer === surroundings.transfer
	) {
		return found.result;
	}

	const result = build(item, surroundings, options);
	cache.set(item, {...surroundings, width, ownName, texts, result});
	return result;
};
