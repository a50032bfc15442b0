/** Gathers all pages of a list. */

/**
 * @param fetchPage asked with the last item of the page before, if there was one
 * @param itemsMax where to stop, whatever the server has
 */
export const fetchAllPages = async <Item>(
	fetchPage: (last: Item | undefined) => Promise<{items: readonly Item[]; more: boolean}>,
	itemsMax: number,
): Promise<Item[]> => {
	const all: Item[] = [];
	for (let more = true; more && all.length < itemsMax; ) {
		const page = await fetchPage(all.at(-1));
		all.push(...page.items);
		more = page.more && page.items.length > 0;
	}

	return all;
};
