/**
 * Makes text from the network safe to draw: no control character of it reaches the terminal, and
 * nothing in it can turn, hide or overprint what stands beside it.
 *
 * What is kept of the invisible characters is what readable text needs: the joiners inside emoji
 * and inside words of the scripts that use them, the emoji variation selector after an emoji, the
 * tags of a subdivision flag.
 */
import {cellWidth} from './cell-width.ts';
import {splitGraphemes} from './graphemes.ts';

const plainLine =
	/^[ -~\u00A1-\u00AC\u00AE-\u02FF\u3041-\u3096\u30A1-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3]*$/;
const plainText =
	/^[\t\n -~\u00A1-\u00AC\u00AE-\u02FF\u3041-\u3096\u30A1-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3]*$/;

/** ECMA-48 control sequences and strings, seven and eight bit, whole. */
const escapeSequence =
	/(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]|(?:\x1B[\]PX^_]|[\x90\x98\x9D\x9E\x9F])[^\x07\x1B\x9C\n]*(?:\x07|\x1B\\|\x9C)|\x1B[ -/]*[0-~]/g;
const lineEnd = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
const control = /(?![\t\n])\p{Cc}/gu;

/** Joiners count only between two halves of an emoji, or after a mark or letter of a word. */
const looseJoiner =
	/(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\p{L}\p{M}])\u200D|\u200D(?![\p{Extended_Pictographic}\p{L}\p{M}])|(?<![\p{L}\p{M}])\u200C|\u200C(?![\p{L}\p{M}])/gu;
const looseEmojiSelector = /(?<!\p{Emoji})\uFE0F/gu;
const looseTag = /(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0020}-\u{E007F}]/gu;
/** Bidirectional controls, interlinear annotations and everything that is invisible by definition. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\uFFF9-\uFFFB]/gu;
/** Of these, the joiners, the emoji selector and the tags have rules of their own. */
const conditional = /\u200C|\u200D|\uFE0F|[\u{E0020}-\u{E007F}]/u;
/** Signs that join the character after them (UAX #29 Prepend), with none to join but a blank or border. */
const looseSign =
	/[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u0D4E\u{110BD}\u{110CD}\u{111C2}\u{111C3}\u{1193F}\u{11941}\u{11A3A}\u{11A84}-\u{11A89}\u{11D46}\u{11F02}]+(?![\p{L}\p{N}])/gu;
/** A mark with nothing to stand on would climb onto the cell before it, which may be a border. */
const unbasedMark =
	/(^|[\t\n ])(?=[\p{M}\p{Emoji_Modifier}\u1160-\u11FF\uD7B0-\uD7FF\uFF9E\uFF9F])/gu;
const dottedCircle = '\u25CC';

/** More than any orthography stacks on one base or joins to one sign, emoji sequences included. */
const graphemeLengthMax = 32;
/** Wider ones would not fit beside anything: conjuncts of Indic scripts have no end of their own. */
const graphemeWidthMax = 8;
const marksMax = /(\p{M}{6})\p{M}+/gu;
const longRun =
	/(?:\p{M}|\u200C|\u200D|\p{Extended_Pictographic}){8}|(?:\p{L}[\p{M}\u200C\u200D]+){5}/u;
/** A joiner or virama at the end would join what follows. */
const joiningEnd = /(?:\p{M}|\u200C|\u200D)+$/u;

const boundGrapheme = (grapheme: string): string => {
	if (grapheme.length <= graphemeLengthMax && cellWidth(grapheme) <= graphemeWidthMax) {
		return grapheme;
	}

	const characters = [...grapheme];
	let bound = '';
	for (const character of characters) {
		const longer = bound + character;
		if (longer.length > graphemeLengthMax || cellWidth(longer) > graphemeWidthMax) {
			break;
		}

		bound = longer;
	}

	return bound.replace(joiningEnd, '');
};

const removeInvisible = (text: string): string =>
	text.replace(invisible, character => (conditional.test(character) ? character : ''));

const clean = (text: string): string => {
	const visible = removeInvisible(
		text.toWellFormed().replace(escapeSequence, '').replace(lineEnd, '\n').replace(control, ''),
	)
		.replace(looseTag, '')
		.replace(looseEmojiSelector, '')
		.replace(looseJoiner, '')
		.replace(looseSign, '')
		.replace(marksMax, '$1')
		.replace(unbasedMark, `$1${dottedCircle}`);
	return longRun.test(visible) ? splitGraphemes(visible).map(boundGrapheme).join('') : visible;
};

/**
 * For what a person types or pastes: line ends become line feeds, control and invisible characters
 * go, everything else stays as it is, also the text of escape sequences.
 */
export const stripControls = (text: string): string =>
	plainText.test(text)
		? text
		: removeInvisible(text.toWellFormed().replace(lineEnd, '\n').replace(control, ''));

/** For bodies: keeps line feeds and tabs. Idempotent. */
export const sanitizeText = (text: string): string => (plainText.test(text) ? text : clean(text));

/** For names, titles and everything else that stands on one line: blanks instead of line ends. */
export const sanitizeLine = (text: string): string =>
	plainLine.test(text) ? text : clean(text).replace(/[\t\n]/g, ' ');
