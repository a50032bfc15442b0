/** Slows down how often a source tells of its changes, so that a flood of messages does not repaint each. */
import type {Source} from './observable-store.ts';

export type PacedSource<State> = Source<State> & {
	/** Stops listening; pending news is dropped. */
	close(): void;
};

/**
 * The first change is told at once, further ones at most every `intervalMs`, and the last one always.
 * The state itself is never old: `getState` reads through.
 */
export const paceSource = <State>(
	source: Source<State>,
	intervalMs: number,
): PacedSource<State> => {
	const listeners = new Set<() => void>();
	let timer: NodeJS.Timeout | undefined;
	let hasNews = false;

	const tell = () => {
		hasNews = false;
		timer = setTimeout(() => {
			timer = undefined;
			if (hasNews) {
				tell();
			}
		}, intervalMs);
		for (const listener of listeners) {
			listener();
		}
	};

	const unsubscribe = source.subscribe(() => {
		hasNews = true;
		if (timer === undefined) {
			tell();
		}
	});

	return {
		getState: () => source.getState(),
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			unsubscribe();
			clearTimeout(timer);
			listeners.clear();
		},
	};
};
