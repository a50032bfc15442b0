/** Tells whether two plain objects hold the same values, so that an unchanged one keeps its identity. */

const sameValue = (one: unknown, other: unknown): boolean =>
	one === other ||
	(Array.isArray(one) &&
		Array.isArray(other) &&
		one.length === other.length &&
		one.every((value, index) => value === other[index]));

/** Field by field by identity, lists one level deep. Expects both to have the same fields. */
export const sameFields = <Value extends object>(one: Value, other: Value): boolean => {
	for (const key in other) {
		if (!sameValue(one[key], other[key])) {
			return false;
		}
	}

	return true;
};
