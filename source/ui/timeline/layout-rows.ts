/** Timeline items → rows of styled spans, wrapped once and kept per item, width and surroundings. */
import type {TimelineItem} from '../../client/state.ts';

/** What a piece of text is; the theme says how it looks. */
export type TimelineRole =
	| 'blank'
	| 'day'
	| 'new'
	| 'time'
	| 'sender'
	| 'sender-own'
	| 'text'
	| 'mention'
	| 'mention-own'
	| 'link'
	| 'quote'
	| 'notice'
	| 'queued'
	| 'sent'
	| 'read'
	| 'failed';

export type Span = {readonly text: string; readonly role: TimelineRole};

/** One screen row: its spans together are at most `width` cells. */
export type Row = {
	/** Unique among the rows of one timeline; stable while the item and width are. */
	readonly key: string;
	/** The item that the row belongs to. */
	readonly itemKey: string | undefined;
	readonly spans: readonly Span[];
	/** The message's address where the whole row is part of a message. */
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
};

export type TimelineLayoutOptions = {
	/** Cells per row. */
	readonly width: number;
	/** The newest `seq` read when the conversation was opened: the "new" line follows it. */
	readonly readSeq: number | undefined;
	readonly ownName: string;
	readonly texts: TimelineTexts;
};

/** The rows of `item`: a day line and the "new" line where they belong, then its own. */
export type ItemRows = {
	readonly rows: readonly Row[];
	/** How many of `rows` stand before the item's own. */
	readonly headRows: number;
};

export const layoutItem = (
	_item: TimelineItem,
	_previous: TimelineItem | undefined,
	_options: TimelineLayoutOptions,
): ItemRows => ({rows: [], headRows: 0});
