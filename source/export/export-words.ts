/** Every text of an export's pages that people read, in one place. */
import {englishTimeline} from '../ui/text-timeline.ts';

const dayFormat = new Intl.DateTimeFormat('en-GB', {
	weekday: 'long',
	day: 'numeric',
	month: 'long',
	year: 'numeric',
});
const dateFormat = new Intl.DateTimeFormat('en-GB', {
	day: 'numeric',
	month: 'long',
	year: 'numeric',
});
const momentFormat = new Intl.DateTimeFormat('en-GB', {dateStyle: 'long', timeStyle: 'short'});
const numberFormat = new Intl.NumberFormat('en-GB');

const number = (value: number): string => numberFormat.format(value);

export const exportWords = {
	number,
	day: (at: number) => dayFormat.format(at),
	date: (at: number) => dateFormat.format(at),
	moment: (at: number) => momentFormat.format(at),
	time: englishTimeline.time,
	notice: englishTimeline.notice,
	count: (value: number, one: string, many = `${one}s`) =>
		`${number(value)} ${value === 1 ? one : many}`,
	recalled: 'message recalled',
	edited: (at: number) => `edited ${momentFormat.format(at)}`,
	pinned: 'pinned',
	forwarded: 'forwarded from',
	unknownReply: 'an earlier message',
	fileMissing: 'not in this export',
	contents: 'All conversations',
	older: '← Older',
	newer: 'Newer →',
	footer: (account: string, at: number) =>
		`${account} · exported ${momentFormat.format(at)} · times of ${Intl.DateTimeFormat().resolvedOptions().timeZone}`,
	offline:
		'The server was not reached: this holds what was on the computer, and older or newer messages may be missing.',
	incomplete: (names: readonly string[]) => `Not all could be fetched of: ${names.join(', ')}.`,
	leftBefore: 'You are not in it any more; this is what had been read here.',
	noServer: 'The server was not reached; this is what had been read here.',
	notes: 'Notes to yourself',
	left: 'left',
	unsent: 'Not sent',
	draft: 'Draft',
} as const;
