/**
 * What of a text travels: all that somebody can see of it, and nothing that breaks or misleads a reader.
 *
 * The server applies it to whatever is written, so that every client reads the same.
 */

/** Drawn as nothing or as a blank: fillers of Hangul, Khitan and Egyptian, and the empty braille cell. */
const filler = '\\u2800\\uFFF9-\\uFFFB\\u{13441}\\u{13442}\\u{16FE4}';
const invisible = `\\p{Default_Ignorable_Code_Point}${filler}`;

/** Matches a character that names must not have, because nobody sees it. */
export const invisibleCharacter = new RegExp(`[${invisible}]`, 'u');

const blank = new RegExp(`^[\\s\\p{Cc}${invisible}]*$`, 'u');
const lineEnd = /\r\n?|[\u2028\u2029]/g;
const control = /(?![\n\t])\p{Cc}/gu;
/** Joiners, the selectors of variants and the tags of flags stay: emoji and words need them. */
const hidden = new RegExp(
	`(?![\\u200C\\u200D\\p{Variation_Selector}\\u{E0020}-\\u{E007F}])[\\p{Cc}\\p{Bidi_Control}${invisible}]`,
	'gu',
);

/** Nearly all texts: nothing to do. */
const plainText = /^[\n\t -~]*$/;
const visibleSign = /[!-~]/;
const plainLine = /^(?:[!-~]+ )*[!-~]+$/;

/** For messages: well-formed, without control characters but line ends and tabs; empty if nobody sees anything of it. */
export const cleanText = (text: string): string => {
	if (plainText.test(text) && visibleSign.test(text)) {
		return text;
	}

	const clean = text.toWellFormed().replace(lineEnd, '\n').replace(control, '');
	return blank.test(clean) ? '' : clean;
};

/** For what stands on one line: also without line ends, blank ends, and what turns or hides text. */
export const cleanLine = (text: string): string => {
	if (plainLine.test(text)) {
		return text;
	}

	const clean = text
		.toWellFormed()
		.replace(/\s+/g, ' ')
		.replace(hidden, '')
		.replace(/ +/g, ' ')
		.trim();
	return blank.test(clean) ? '' : clean;
};
