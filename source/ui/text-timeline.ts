/** The words of the message list: days, times and what happened in a conversation. */
import {describeProgress} from '../client/slash-commands/describe-file.ts';
import {describeDuration} from '../client/slash-commands/durations.ts';
import type {NoticeBody, TimelineItem} from '../client/state.ts';
import {sanitizeLine} from '../terminal/sanitize-text.ts';
import type {TimelineTexts} from './timeline/layout-rows.ts';
import {progressBar} from './timeline/progress-bar.ts';

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

/** `14:30`, with its day where that is another than the one it is told on. */
const moment = (at: number, toldAt: number): string =>
	new Date(at).toDateString() === new Date(toldAt).toDateString()
		? time(at)
		: `${day(at)}, ${time(at)}`;

const roleWords = {owner: 'the owner', admin: 'an admin', member: 'a member'} as const;

/** What a group's admins changed, told as one sentence each. */
const changesOf = ({changes = {}}: NoticeBody, who: string): string => {
	const {title, topic, visibility, history, permissions, slowMs, picture} = changes;
	const told = [
		title === undefined ? '' : `changed the title to ${sanitizeLine(title)}`,
		topic === undefined
			? ''
			: topic === ''
				? 'removed the topic'
				: `changed the topic to ${sanitizeLine(topic)}`,
		visibility === undefined ? '' : `made the group ${visibility}`,
		history === undefined
			? ''
			: `lets new members see ${history === 'all' ? 'everything from the start' : 'what is said from then on'}`,
		permissions === undefined ? '' : 'changed who may do what',
		slowMs === undefined
			? ''
			: slowMs === 0
				? 'turned slow mode off'
				: `turned slow mode on: one message each ${Math.ceil(slowMs / 1000)} s`,
		picture === undefined ? '' : 'changed the picture',
	].filter(Boolean);
	return `${who} ${told.length === 0 ? 'changed the group' : told.join('; ')}`;
};

/** `alice banned bob until 14:30: rude`, or `bob was banned …` where nobody knows by whom. */
const sanction = (
	{body, at}: {readonly body: NoticeBody; readonly at: number},
	{actor, who, done}: {actor: string | undefined; who: string; done: string},
): string => {
	const deed = actor === undefined ? `${who} was ${done}` : `${actor} ${done} ${who}`;
	const until = body.until === undefined ? '' : ` until ${moment(body.until, at)}`;
	const reason = body.reason ? `: ${sanitizeLine(body.reason)}` : '';
	return `${deed}${until}${reason}`;
};

const notice = ({body, sender, at}: TimelineItem): string => {
	if (body.kind === 'message-sent') {
		return '';
	}

	const who = sanitizeLine(body.account?.name ?? sender?.name ?? 'somebody');
	const by = body.by ?? sender;
	const author = sanitizeLine(by?.name ?? 'somebody');
	const actor = by === undefined || by.id === body.account?.id ? undefined : author;
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
			return sanction({body, at}, {actor, who, done: 'removed'});
		case 'member-role-changed':
			return actor === undefined
				? `${who} is now ${roleWords[body.role ?? 'member']}`
				: `${actor} made ${who} ${roleWords[body.role ?? 'member']}`;
		case 'member-banned':
			return sanction({body, at}, {actor, who, done: 'banned'});
		case 'member-unbanned':
			return `${author} lifted the ban of ${who}`;
		case 'member-muted':
			return sanction({body, at}, {actor, who, done: 'muted'});
		case 'member-unmuted':
			return sanction({body, at}, {actor, who, done: 'unmuted'});
		case 'group-changed':
			return changesOf(body, author);
		case 'retention-changed':
			return body.retentionMs === 0
				? `${author} lets messages be kept for ever`
				: `${author} has messages removed after ${describeDuration(body.retentionMs ?? 0)}, from a day after this on`;
		case 'history-trimmed':
			return body.retentionMs === 0
				? 'Older messages were removed.'
				: `Messages are removed after ${describeDuration(body.retentionMs ?? 0)}.`;
		case 'group-deleted':
			return `${author} deleted the group`;
		case 'message-pinned':
			return `${author} ${body.pin?.isOn === false ? 'unpinned' : 'pinned'} a message`;
	}
};

export const englishTimeline: TimelineTexts = {
	newMessages: 'new',
	day,
	time,
	notice,
	unknownReply: 'an earlier message',
	failed: reason => (reason === undefined ? 'not sent' : `not sent: ${reason}`),
	edited: '(edited)',
	recalled: 'message recalled',
	folded: 'message of a blocked person — Enter shows it',
	forwarded: sender => `from ${sender}`,
	transfer: transfer =>
		transfer.status === 'running'
			? `${progressBar(transfer.bytes, transfer.size, 8)} ${describeProgress(transfer)}`
			: describeProgress(transfer),
};
