/** Holds the present state and tells its listeners of a change, once a tick however many changes there were. */
import type {Unsubscribe} from './client-api.ts';

export type Store<State> = {
	/** The same object until something has changed. */
	getState(): State;
	set(state: State): void;
	subscribe(listener: () => void): Unsubscribe;
};

/** Calls its listeners soon after `notify`, once for all calls of the same tick. */
export type Notifier = {
	notify(): void;
	subscribe(listener: () => void): Unsubscribe;
};

export const createNotifier = (): Notifier => {
	const listeners = new Set<() => void>();
	let isScheduled = false;

	const tell = (): void => {
		isScheduled = false;
		for (const listener of [...listeners]) {
			listener();
		}
	};

	return {
		notify() {
			if (!isScheduled) {
				isScheduled = true;
				queueMicrotask(tell);
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};

export const createStore = <State>(initial: State): Store<State> => {
	const notifier = createNotifier();
	let current = initial;
	return {
		getState: () => current,
		set(state) {
			if (state !== current) {
				current = state;
				notifier.notify();
			}
		},
		subscribe: notifier.subscribe,
	};
};
