/** Finds the words that an account wants to be rung for. */

const special = /[\\^$.*+?()[\]{}|]/g;
const letter = '[\\p{L}\\p{N}\\p{M}_]';
/** Scripts that write words without blanks between them: any place in the text begins and ends one. */
const unspaced =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const wordLetter = /[\p{L}\p{N}\p{M}_]/u;

const needsEdge = (character: string): boolean =>
	wordLetter.test(character) && !unspaced.test(character);

const keywordSource = (keyword: string): string => {
	const characters = [...keyword];
	const before = needsEdge(characters[0] ?? '') ? `(?<!${letter})` : '';
	const after = needsEdge(characters.at(-1) ?? '') ? `(?!${letter})` : '';
	return `${before}${keyword.replace(special, '\\$&')}${after}`;
};

/** Preferences are replaced whole, so the list itself names its pattern. */
const patterns = new WeakMap<readonly string[], RegExp>();

const patternOf = (keywords: readonly string[]): RegExp => {
	const known = patterns.get(keywords);
	if (known !== undefined) {
		return known;
	}

	const sources = keywords
		.map(keyword => keyword.normalize('NFKC').trim())
		.filter(keyword => keyword !== '')
		.map(keywordSource);
	const pattern = new RegExp(sources.length === 0 ? '(?!)' : sources.join('|'), 'iu');
	patterns.set(keywords, pattern);
	return pattern;
};

/** Whether one of the keywords stands in the text as a whole word, in small or capital letters. */
export const hasKeyword = (text: string, keywords: readonly string[]): boolean =>
	keywords.length > 0 && patternOf(keywords).test(text.normalize('NFKC'));
