/** Runs at most so many jobs at once, the others in the order of asking. */
export const createLimiter = (atOnceMax: number) => {
	const waiting: (() => void)[] = [];
	let running = 0;
	return async <Result>(job: () => Promise<Result>): Promise<Result> => {
		if (running >= atOnceMax) {
			await new Promise<void>(resolve => {
				waiting.push(resolve);
			});
		}

		running += 1;
		try {
			return await job();
		} finally {
			running -= 1;
			waiting.shift()?.();
		}
	};
};
