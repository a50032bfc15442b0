/** User-perceived characters (UAX #29 extended grapheme clusters) and the places between them. */

const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const notPrintableAscii = /[^ -~]/;

export const splitGraphemes = (text: string): readonly string[] =>
	notPrintableAscii.test(text)
		? Array.from(segmenter.segment(text), ({segment}) => segment)
		: [...text];

/** The boundary before `position` (a UTF-16 offset), or 0. */
export const previousGrapheme = (text: string, position: number): number =>
	segmenter.segment(text).containing(position - 1)?.index ?? 0;

/** The boundary after `position`, or the end. */
export const nextGrapheme = (text: string, position: number): number => {
	const found = segmenter.segment(text).containing(position);
	return found === undefined ? text.length : found.index + found.segment.length;
};

/** `position` itself where it lies between graphemes, else the boundary after it. */
export const snapToGrapheme = (text: string, position: number): number =>
	position === 0 || segmenter.segment(text).containing(position)?.index === position
		? position
		: nextGrapheme(text, position);
