/** The rules for names of accounts and groups, the same on both sides of the wire. */
import {invisibleCharacter} from './clean-text.ts';
import {limits} from './limits.ts';

const namePattern = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}])?$/u;

/** More marks than any orthography puts over one letter (UTS #39 5.4). */
const manyMarks = /[\p{Mn}\p{Me}]{5}/u;

/** The name as it is stored and shown: Unicode NFKC, so that one name has one spelling. */
export const normalizeName = (name: string): string => name.normalize('NFKC');

/** What must be unique: `Bob`, `bob` and a full-width `ｂｏｂ` share one key. */
export const nameKey = (name: string): string => normalizeName(name).toLowerCase();

/** Tells what is wrong with a name, or `undefined` when it is good. Expects a normalized name. */
export const findNameProblem = (name: string): string | undefined => {
	const length = [...name].length;
	if (length === 0 || length > limits.nameLengthMax) {
		return `a name has 1 to ${limits.nameLengthMax} characters`;
	}

	if (invisibleCharacter.test(name)) {
		return 'a name has no character that nobody sees';
	}

	if (manyMarks.test(name)) {
		return 'a name has at most four marks in a row';
	}

	if (!namePattern.test(name)) {
		return 'a name has letters and digits, and between them also "_", "." and "-"';
	}

	return undefined;
};
