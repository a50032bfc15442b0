/** A wait that ends by itself or when somebody wakes it. */

export type WakeUp = {
	/** Resolves after `durationMs`, or as soon as `wake` is called. */
	wait(durationMs: number): Promise<void>;
	/** Ends the present wait, if there is one. */
	wake(): void;
};

export const createWakeUp = (): WakeUp => {
	let wake: () => void = () => undefined;
	return {
		wait: durationMs =>
			new Promise(resolve => {
				const timer = setTimeout(resolve, durationMs);
				wake = () => {
					clearTimeout(timer);
					resolve();
				};
			}),
		wake: () => wake(),
	};
};
