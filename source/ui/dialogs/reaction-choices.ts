/** The emoji offered as reactions, and which of them fit what was typed. */
import {limits} from '../../protocol/limits.ts';
import {splitGraphemes} from '../../terminal/graphemes.ts';
import {sanitizeLine} from '../../terminal/sanitize-text.ts';
import {text} from '../text.ts';

export type ReactionChoice = {
	readonly emoji: string;
	readonly name: string;
	/** The reader has given it: choosing it takes it back. */
	readonly isOwn: boolean;
};

const common = Object.entries(text.reactions.names);

const isEmoji = (typed: string): boolean =>
	/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(typed) &&
	typed.length <= limits.emojiLengthMax &&
	splitGraphemes(typed).length === 1;

/** What was typed, if that is an emoji; else those already there, then the common ones, narrowed by name. */
export const reactionChoices = (
	typed: string,
	given: readonly {readonly emoji: string; readonly isOwn: boolean}[],
): readonly ReactionChoice[] => {
	const query = typed.trim();
	const isOwn = (emoji: string) => given.some(one => one.emoji === emoji && one.isOwn);
	if (isEmoji(query)) {
		return [{emoji: query, name: '', isOwn: isOwn(query)}];
	}

	const names = new Map([...given.map(({emoji}) => [emoji, ''] as const), ...common]);
	return [...names]
		.map(([emoji, name]) => ({emoji, name, isOwn: isOwn(emoji)}))
		.filter(({name}) => query === '' || name.includes(query.toLowerCase()));
};

/** The emoji as it may be drawn. */
export const drawnEmoji = ({emoji}: ReactionChoice): string => sanitizeLine(emoji);
