/** Tells whether two plain objects hold the same values, so that an unchanged one keeps its identity. */

const isPlain = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Small objects of one level or two, like settings. */
const samePlain = (one: Record<string, unknown>, other: Record<string, unknown>): boolean =>
	Object.keys(one).length === Object.keys(other).length &&
	Object.keys(one).every(key => sameValue(one[key], other[key]));

const sameValue = (one: unknown, other: unknown): boolean =>
	one === other ||
	(isPlain(one) && isPlain(other) && samePlain(one, other)) ||
	(Array.isArray(one) &&
		Array.isArray(other) &&
		one.length === other.length &&
		one.every((value, index) => value === other[index]));

/** Field by field: plain objects by their fields, lists one level deep, all else by identity. Expects both to have the same fields. */
export const sameFields = <Value extends object>(one: Value, other: Value): boolean => {
	for (const key in other) {
		if (!sameValue(one[key], other[key])) {
			return false;
		}
	}

	return true;
};
