/** The words of the message list: days, times and what happened in a conversation. */
import type {TimelineItem} from '../client/state.ts';
import {sanitizeLine} from '../terminal/sanitize-text.ts';
import type {TimelineTexts} from './timeline/layout-rows.ts';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const day = (at: number): string => {
	const date = new Date(at);
	const isThisYear = date.getFullYear() === new Date().getFullYear();
	const name = `${weekdays[date.getDay()]} ${date.getDate()} ${months[date.getMonth()]}`;
	return isThisYear ? name : `${name} ${date.getFullYear()}`;
};

const time = (at: number): string => {
	const date = new Date(at);
	return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
};

const notice = ({body, sender}: TimelineItem): string => {
	if (body.kind === 'message-sent') {
		return '';
	}

	const who = sanitizeLine(body.account?.name ?? sender?.name ?? 'somebody');
	const by = body.by === undefined || body.by.id === body.account?.id ? undefined : body.by.name;
	const actor = by === undefined ? undefined : sanitizeLine(by);
	switch (body.kind) {
		case 'conversation-created':
			return sender === undefined
				? 'The conversation begins here.'
				: `${sanitizeLine(sender.name)} started the conversation`;
		case 'member-joined':
			return actor === undefined ? `${who} joined` : `${actor} added ${who}`;
		case 'member-left':
			return `${who} left`;
		case 'member-removed':
			return actor === undefined ? `${who} was removed` : `${actor} removed ${who}`;
		case 'member-role-changed':
			return `${who} is now ${body.role ?? 'member'}`;
	}
};

export const englishTimeline: TimelineTexts = {
	newMessages: 'new',
	day,
	time,
	notice,
	unknownReply: 'an earlier message',
	failed: reason => (reason === undefined ? 'not sent' : `not sent: ${reason}`),
};
