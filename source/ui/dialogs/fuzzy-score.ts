/** How well what somebody types fits a name: its letters in order, the nearer together the better. */

const consecutiveBonus = 8;
const wordStartBonus = 6;
const startBonus = 10;
const wordStart = /[\s._-]/u;

/**
 * `undefined` when the letters of `query` do not occur in `name` in their order; else the higher the
 * better. Both are compared in lower case; an empty query fits everything with 0.
 */
export const fuzzyScore = (query: string, name: string): number | undefined => {
	const wanted = [...query.toLowerCase()];
	const letters = [...name.toLowerCase()];
	let score = 0;
	let from = 0;
	let previous = -2;
	for (const letter of wanted) {
		const at = letters.indexOf(letter, from);
		if (at === -1) {
			return undefined;
		}

		score += 1;
		score += at === previous + 1 ? consecutiveBonus : 0;
		score += at === 0 ? startBonus : wordStart.test(letters[at - 1] ?? '') ? wordStartBonus : 0;
		previous = at;
		from = at + 1;
	}

	return wanted.length === 0 ? 0 : score - letters.length / 100;
};
