/** Decides whether a message rings: pure, from what is known at one moment. */
import type {ClientState} from '../../client/state.ts';
import type {Entry} from '../../protocol/entries.ts';
import {hasKeyword} from './has-keyword.ts';
import {isQuiet, levelAt} from './quiet-times.ts';

export type RingState = Pick<
	ClientState,
	'account' | 'presence' | 'conversations' | 'preferences' | 'blocked'
>;

export type RingMoment = {
	/** Milliseconds since 1970. */
	readonly now: number;
	/** The conversation that somebody looks at: open, in a window with the focus. */
	readonly watched: number | undefined;
};

const textOf = ({content}: Entry): string => (typeof content.text === 'string' ? content.text : '');

/** By name, by `@here` for who is there, or by a keyword of this account. */
export const isMention = (
	entry: Entry,
	{account, presence, preferences}: Pick<RingState, 'account' | 'presence' | 'preferences'>,
): boolean => {
	const {mentions, mentionsHere} = entry.content;
	return (
		(Array.isArray(mentions) && mentions.includes(account.id)) ||
		(mentionsHere === true && presence !== 'offline') ||
		hasKeyword(textOf(entry), preferences.keywords)
	);
};

/** A message of somebody else that nobody has seen, here or on another device. */
const isNews = (entry: Entry, {account, conversations, blocked}: RingState): boolean => {
	const {kind, sender, content, log, seq} = entry;
	return (
		kind === 'message-sent' &&
		content.isRecalled !== true &&
		sender !== undefined &&
		sender.id !== account.id &&
		!blocked.has(sender.id) &&
		seq > (conversations.get(log)?.readSeq ?? 0)
	);
};

/** A conversation that is not known yet is new, and as loud as new ones are. */
export const shouldRing = (entry: Entry, state: RingState, moment: RingMoment): boolean => {
	if (entry.log === moment.watched || !isNews(entry, state)) {
		return false;
	}

	const {conversations, preferences} = state;
	const notifications = conversations.get(entry.log)?.notifications ?? {level: 'all'};
	const level = levelAt(notifications, moment.now);
	const isMeant = isMention(entry, state);
	if (level === 'none' || (level === 'mentions' && !isMeant)) {
		return false;
	}

	return !isQuiet(preferences, moment.now) || (preferences.mentionsBreakQuiet && isMeant);
};
