/** Medians and percentiles of measured samples. */

const sorted = (samples: Iterable<number>): Float64Array => Float64Array.from(samples).sort();

/** The smallest sample that at least `share` (0–1) of the samples do not exceed. @throws on no samples */
export const percentile = (samples: Iterable<number>, share: number): number => {
	const ordered = sorted(samples);
	const value = ordered[Math.max(0, Math.ceil(ordered.length * share) - 1)];
	if (value === undefined) {
		throw new Error('There are no samples to take a percentile of.');
	}

	return value;
};

export const median = (samples: Iterable<number>): number => percentile(samples, 0.5);
