/** What the bench reports: a figure beside its floor and its target, and how each load went. */

export type Target =
	/** The figure is at least / at most this share of its floor. */
	| {readonly kind: 'at-least-of-floor' | 'at-most-of-floor'; readonly value: number}
	/** The figure is at most this, in its own unit. */
	| {readonly kind: 'at-most'; readonly value: number};

export type Figure = {
	/** What was measured, with its circumstances. */
	readonly name: string;
	readonly unit: string;
	readonly value: number;
	readonly floor: number | undefined;
	/** Absent for figures that only inform. */
	readonly target: Target | undefined;
};

/** How one server stood one load: medians over the rounds. */
export type LoadLine = {
	readonly load: string;
	readonly server: string;
	readonly perSecond: number;
	readonly p50Ms: number;
	readonly p99Ms: number;
	/** Server CPU seconds per 100,000 deliveries (group) or messages (pairs). */
	readonly serverCpuPer100k: number;
	/** Share of its core that the server, and the generator, used: near 1 it was the bottleneck. */
	readonly serverShare: number;
	readonly generatorShare: number;
};

export type Report = {
	readonly figures: readonly Figure[];
	readonly loads: readonly LoadLine[];
};

/** Whether the target is met, or `undefined` where there is none. */
export const isMet = ({value, floor, target}: Figure): boolean | undefined => {
	if (!target) {
		return undefined;
	}

	if (target.kind === 'at-most') {
		return value <= target.value;
	}

	const share = value / (floor ?? Number.NaN);
	return target.kind === 'at-least-of-floor' ? share >= target.value : share <= target.value;
};
