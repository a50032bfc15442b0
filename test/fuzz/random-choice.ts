/** Choices of a seeded random source. */

/** From 0 to below 1. */
export type Random = () => number;

/** From 0 to below `end`. */
export const below = (random: Random, end: number): number => Math.floor(random() * end);

export const oneOf = <Item>(random: Random, items: readonly Item[]): Item => {
	const item = items[below(random, items.length)];
	if (item === undefined) {
		throw new Error('there is nothing to choose from');
	}

	return item;
};

/** Mostly small, at times as large as `max`. */
export const oftenSmall = (random: Random, max: number): number =>
	below(random, 1 + below(random, max + 1));
