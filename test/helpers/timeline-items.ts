/** Timeline items for tests of the screen's layout. */
import type {MessageBody, TimelineItem} from '../../source/client/state.ts';
import type {TimelineLayoutOptions} from '../../source/ui/timeline/layout-rows.ts';

export const alice = {id: 1, name: 'alice'};
export const bob = {id: 2, name: 'bob'};

/** Midday of 20 November 2026, in the time zone of the machine. */
export const noon = new Date(2026, 10, 20, 12, 0).getTime();
const minuteMs = 60_000;

/** A message's body, of which nothing is known but the text. */
export const messageBody = (text: string, changed: Partial<MessageBody> = {}): MessageBody => ({
	kind: 'message-sent',
	text,
	replyTo: undefined,
	isMentioned: false,
	isAction: false,
	file: undefined,
	forwarded: undefined,
	isRecalled: false,
	editedAt: undefined,
	reactions: [],
	isPinned: false,
	isFolded: false,
	...changed,
});

/** Message `seq` of bob, a minute after the one before. */
export const message = (
	seq: number,
	text: string,
	changes: Partial<TimelineItem> & {
		replyTo?: MessageBody['replyTo'];
		/** What was done to it. */
		message?: Partial<MessageBody>;
	} = {},
): TimelineItem => {
	const {replyTo, message: changed, ...rest} = changes;
	return {
		key: `m${seq}`,
		conversation: 1,
		seq,
		id: undefined,
		sender: bob,
		isOwn: false,
		at: noon + seq * minuteMs,
		delivery: undefined,
		error: undefined,
		body: messageBody(text, {replyTo, ...changed}),
		...rest,
	};
};

export const joined = (seq: number): TimelineItem => ({
	...message(seq, ''),
	body: {kind: 'member-joined', account: bob, by: undefined, role: 'member'},
});

/** `seq` 1 to `count`, with texts of different lengths. */
export const manyMessages = (count: number, first = 1): TimelineItem[] =>
	Array.from({length: count}, (_, index) => {
		const seq = first + index;
		const sender = seq % 3 === 0 ? alice : bob;
		return message(seq, `message ${seq} ${'words and more words '.repeat(seq % 5)}`, {sender});
	});

export const layoutOptions = (
	changes: Partial<TimelineLayoutOptions> = {},
): TimelineLayoutOptions => ({
	width: 60,
	readSeq: undefined,
	ownName: 'alice',
	texts: englishTexts,
	...changes,
});

const englishTexts: TimelineLayoutOptions['texts'] = {
	newMessages: 'new',
	day: at => `day ${new Date(at).getDate()}`,
	time: at => {
		const date = new Date(at);
		const [hours, minutes] = [date.getHours(), date.getMinutes()].map(value =>
			String(value).padStart(2, '0'),
		);
		return `${hours}:${minutes}`;
	},
	notice: () => 'bob joined',
	unknownReply: 'an earlier message',
	failed: reason => `not sent: ${reason}`,
	edited: '(edited)',
	recalled: 'message recalled',
	folded: 'message of a blocked person — Enter shows it',
	forwarded: sender => `from ${sender}`,
	transfer: ({status, bytes, size}) => `${status} ${bytes}/${size}`,
};
