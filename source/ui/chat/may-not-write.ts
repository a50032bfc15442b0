/** Why the account cannot write in a conversation, in words for people. */
import type {ClientState, Restriction} from '../../client/state.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {text} from '../text.ts';

/** A restriction that has run out is none, whether the server has said so or not. */
const isInForce = (restriction: Restriction | undefined, now: number): restriction is Restriction =>
	restriction !== undefined && (restriction.until === undefined || restriction.until > now);

/** `14:30`, with the day where that is another than today. */
const untilWords = ({until}: Restriction, now: number): string | undefined => {
	if (until === undefined) {
		return undefined;
	}

	const {day, time} = text.timeline;
	const isToday = new Date(until).toDateString() === new Date(now).toDateString();
	return isToday ? time(until) : `${day(until)}, ${time(until)}`;
};

const reasonWords = ({reason}: Restriction): string | undefined =>
	reason === undefined || reason === '' ? undefined : sanitizeLine(reason);

/** `undefined` where it can; the gravest reason first. */
export const whyNotWriting = (
	{talkBan, conversations}: Pick<ClientState, 'talkBan' | 'conversations'>,
	conversation: number | undefined,
	now: number,
): string | undefined => {
	const open = conversation === undefined ? undefined : conversations.get(conversation);
	const {left, talkBan: banned, muted, adminsOnly} = text.chat.mayNotWrite;
	if (open?.isLeft) {
		return left;
	}

	if (isInForce(talkBan, now)) {
		return banned(untilWords(talkBan, now), reasonWords(talkBan));
	}

	if (isInForce(open?.muted, now)) {
		return muted(untilWords(open.muted, now), reasonWords(open.muted));
	}

	return open?.settings?.permissions.post === 'admins' && open.role === 'member'
		? adminsOnly
		: undefined;
};
