/** A small observable value: state that changes at once, and listeners that hear of it in batches. */

export type Unsubscribe = () => void;

/** Something a view can read and follow. `getState` returns the same object until something has changed. */
export type Source<State> = {
	getState(): State;
	subscribe(listener: () => void): Unsubscribe;
};

export type Store<State, Action> = Source<State> & {
	/** The new state is there when `dispatch` returns, so that the next key of a chunk sees it. */
	dispatch(action: Action): void;
	/** Listeners hear once, afterwards, of all that `work` changes. Batches may nest. */
	batch(work: () => void): void;
};

export const createStore = <State, Action>(
	reduce: (state: State, action: Action) => State,
	initial: State,
): Store<State, Action> => {
	const listeners = new Set<() => void>();
	let state = initial;
	let heard = initial;
	let depth = 0;

	const notify = () => {
		if (depth > 0 || state === heard) {
			return;
		}

		heard = state;
		for (const listener of listeners) {
			listener();
		}
	};

	return {
		getState: () => state,
		dispatch(action) {
			state = reduce(state, action);
			notify();
		},
		batch(work) {
			depth += 1;
			try {
				work();
			} finally {
				depth -= 1;
				notify();
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
};
