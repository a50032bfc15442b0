/** Which part of a log is copied here: one range without a hole. Pure arithmetic; no entries. */

/** `first`..`last`, both copied; 0..0 while nothing is. */
export type LogRange = {
	readonly first: number;
	readonly last: number;
	/** Where the log begins for this account, as far as the server has told; at least 1. */
	readonly oldest: number;
};

export const emptyRange: LogRange = {first: 0, last: 0, oldest: 1};

export const isEmptyRange = ({last}: LogRange): boolean => last === 0;

/** What to do with a page of entries `first`..`last` that has come. */
export type RangeMerge =
	/** It touches the copy: store it. */
	| {readonly kind: 'joined'; readonly range: LogRange}
	/** A hole that cannot be filled lies before it: it replaces the copy. */
	| {readonly kind: 'replaced'; readonly range: LogRange}
	/** It lies before the copy and does not touch it: drop it. */
	| {readonly kind: 'ignored'};

/** Invariant: the result has no hole, and contains what was newest of both. */
export const mergeRange = (
	range: LogRange,
	page: {readonly first: number; readonly last: number},
): RangeMerge => {
	const {oldest} = range;
	if (isEmptyRange(range)) {
		return {kind: 'joined', range: {first: page.first, last: page.last, oldest}};
	}

	if (page.first > range.last + 1) {
		return {kind: 'replaced', range: {first: page.first, last: page.last, oldest}};
	}

	if (page.last < range.first - 1) {
		return {kind: 'ignored'};
	}

	return {
		kind: 'joined',
		range: {
			first: Math.min(range.first, page.first),
			last: Math.max(range.last, page.last),
			oldest,
		},
	};
};
