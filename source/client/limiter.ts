/** Runs at most so many jobs at once, the others in the order of asking. */
export const createLimiter = (atOnceMax: number) => {
	const waiting: (() => void)[] = [];
	let running = 0;
	return async <Result>(job: () => Promise<Result>): Promise<Result> => {
		if (running >= atOnceMax) {
			// Whoever ends hands its place on, so that nobody slips in between.
			await new Promise<void>(resolve => {
				waiting.push(resolve);
			});
		} else {
			running += 1;
		}

		try {
			return await job();
		} finally {
			const next = waiting.shift();
			if (next === undefined) {
				running -= 1;
			} else {
				next();
			}
		}
	};
};
