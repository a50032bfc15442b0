/** Waits on conditions, never on delays. */

const intervalMs = 10;

/** Resolves as soon as `predicate` holds; throws with `description` (a text, or what makes it then) after the deadline. */
export const waitFor = async (
	predicate: () => boolean | Promise<boolean>,
	description: string | (() => string) = 'the condition',
	deadlineMs = 10_000,
): Promise<void> => {
	const end = performance.now() + deadlineMs;
	while (!(await predicate())) {
		if (performance.now() > end) {
			const what = typeof description === 'string' ? description : description();
			throw new Error(`Waited ${deadlineMs} ms in vain for ${what}.`);
		}

		await new Promise(resolve => {
			setTimeout(resolve, intervalMs);
		});
	}
};
