/** Links and mentions in one piece of a message's text. */

import {nameKey} from '../../protocol/names.ts';
import {snapToGrapheme} from '../../terminal/graphemes.ts';

/** How a piece of text is written: what its marks made of it, or what it names. */
export type TextTokenRole =
	| 'link'
	| 'mention'
	| 'mention-own'
	| 'bold'
	| 'italic'
	| 'bold-italic'
	| 'code';

/** `text.slice(start, end)` is such a piece. */
export type TextToken = {
	readonly start: number;
	readonly end: number;
	readonly role: TextTokenRole;
};

/** A link ends before the punctuation of the sentence it stands in; a name is as `names.ts` has it. */
const pattern =
	/(?<![\p{L}\p{M}\p{N}\p{Cf}])(?:https?:\/\/|mailto:)[^\s<>"`]*[^\s<>"'`.,;:!?*)\]}]|(?<![\p{L}\p{M}\p{N}\p{Cf}])@([\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}])?)/gu;

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

/** The addresses in a message's text, in their order: what can be opened. */
export const findLinks = (text: string): readonly string[] =>
	findTokens(text, '')
		.filter(({role}) => role === 'link')
		.map(({start, end}) => text.slice(start, end));
