/** What in a message's text is more than text: links and mentions. */

import {nameKey} from '../../protocol/names.ts';
import {snapToGrapheme} from '../../terminal/graphemes.ts';

/** `text.slice(start, end)` is such a piece. */
export type TextToken = {
	readonly start: number;
	readonly end: number;
	readonly role: 'link' | 'mention' | 'mention-own';
};

/** A link ends before the punctuation of the sentence it stands in; a name is as `names.ts` has it. */
const pattern =
	/(?<![\p{L}\p{M}\p{N}\p{Cf}])https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}]|(?<![\p{L}\p{M}\p{N}\p{Cf}])@([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}])?)/gu;

/** In the order of the text, without overlaps. */
export const findTokens = (text: string, ownName: string): readonly TextToken[] => {
	const own = nameKey(ownName);
	return Array.from(text.matchAll(pattern), match => {
		const [whole, name] = match;
		const mention = name !== undefined && nameKey(name) === own ? 'mention-own' : 'mention';
		return {
			start: match.index,
			// What joins the last character belongs to it.
			end: snapToGrapheme(text, match.index + whole.length),
			role: name === undefined ? 'link' : mention,
		};
	});
};
