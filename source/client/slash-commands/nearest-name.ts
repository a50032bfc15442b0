/** Finds what somebody may have meant. */

/** How many letters have to be added, dropped, changed or swapped with a neighbour (Damerau–Levenshtein). */
export const editDistance = (one: string, other: string): number => {
	const rows = [Array.from({length: other.length + 1}, (_, column) => column)];
	for (let row = 1; row <= one.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= other.length; column += 1) {
			const at = (up: number, left: number): number =>
				(up === 0 ? current : rows[row - up])?.[column - left] ?? Number.POSITIVE_INFINITY;
			const isSame = one[row - 1] === other[column - 1];
			const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
			current.push(
				Math.min(
					at(1, 0) + 1,
					at(0, 1) + 1,
					at(1, 1) + (isSame ? 0 : 1),
					isSwapped ? at(2, 2) + 1 : Number.POSITIVE_INFINITY,
				),
			);
		}

		rows.push(current);
	}

	return rows.at(-1)?.at(-1) ?? 0;
};

/** `undefined` when none is near. One that begins alike counts as near. */
export const nearestName = (name: string, names: readonly string[]): string | undefined => {
	const longest = Math.max(1, Math.floor(name.length / 3));
	return names
		.map(candidate => ({
			candidate,
			distance: candidate.startsWith(name) ? 0 : editDistance(name, candidate),
		}))
		.filter(({distance}) => distance <= longest)
		.sort((one, other) => one.distance - other.distance)[0]?.candidate;
};
